using System.Text.Json;
using System.Text.RegularExpressions;
using AuditConsole.Components;
using AuditConsole.Tests.Support;
using Bunit;

namespace AuditConsole.Tests.Translation;

/// <summary>Words stand in the resources and not in the pages.</summary>
public sealed partial class ResourceTests : ComponentTest
{
    public static TheoryData<string> Components => [.. RazorLiterals.Components(typeof(Program).Assembly).Select(component => component.FullName!)];

    [Theory]
    [MemberData(nameof(Components))]
    public void Markup_OfEachComponent_HasNoWordsOfItsOwn(string component)
    {
        Assert.Empty(WordsOf(typeof(Program).Assembly.GetType(component, throwOnError: true)!));
    }

    [Fact]
    public void Markup_WithWords_IsFoundInEachPlace() => Assert.Equal(
        ["after what changes", "beside what changes", "between tags", "handed to a part", "in a fragment", "in a title"],
        WordsOf(typeof(Wordy)).Select(text => text.Trim()).Order(StringComparer.Ordinal));

    [Fact]
    public void Scripts_NameTheWordsThereAreAndNoOthers()
    {
        var words = JsonSerializer.Deserialize<Dictionary<string, string>>(Render<ScriptWords>().Find("#words").TextContent)!;
        var scripts = string.Concat(Directory.GetFiles(Path.Combine(RepoRoot(), "wwwroot", "js"), "*.js", SearchOption.AllDirectories).Select(File.ReadAllText));
        var named = Named().Matches(scripts).Select(match => match.Value.Trim('"')).ToHashSet();
        var counted = Counted().Matches(scripts).Select(match => match.Groups["key"].Value).ToHashSet();

        Assert.Empty(words.Keys.Where(key => !named.Contains(key) && !counted.Contains(Regex.Replace(key, "(One|Many)$", ""))).ToList());
        Assert.Empty(Said().Matches(scripts).Select(match => match.Groups["key"].Value).Where(key => !words.ContainsKey(key)).ToList());
        Assert.Empty(counted.Where(key => !words.ContainsKey($"{key}One") || !words.ContainsKey($"{key}Many")).ToList());
    }

    private static string RepoRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "AuditConsole.sln")))
        {
            folder = folder.Parent ?? throw new DirectoryNotFoundException($"No folder above {AppContext.BaseDirectory} holds AuditConsole.sln.");
        }

        return folder.FullName;
    }

    // A key stands between quotes, also where one of two is chosen.
    [GeneratedRegex("\"[A-Z][A-Za-z0-9]+\"")]
    private static partial Regex Named();

    [GeneratedRegex("\\bsay\\(\"(?<key>[^\"]+)\"")]
    private static partial Regex Said();

    [GeneratedRegex("\\bcounted\\([^,]+, \"(?<key>[^\"]+)\"")]
    private static partial Regex Counted();

    private static IEnumerable<string> WordsOf(Type component) => RazorLiterals.Of(component).Where(RenderedWords.AreWords);
}
