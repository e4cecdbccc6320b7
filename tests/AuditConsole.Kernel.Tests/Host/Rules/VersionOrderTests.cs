using AuditConsole.Kernel.Host.Rules;
using AuditConsole.Kernel.Tests.Support;
using AuditConsole.Tests.Support;

namespace AuditConsole.Kernel.Tests.Host.Rules;

public sealed class VersionOrderTests
{
    // As `ls -1v` of GNU coreutils 9.1 lists them.
    private static readonly string[] s_listed =
    [
        "~.rules", "001.rules", "01.rules", "1.rules", "2.rules", "10.rules", "10a.rules", "10+x.rules", "10-a.rules", "10-b.rules", "B.rules",
        "a~.rules", "a.b.rules", "a.rules", "a1.rules", "a2.rules", "a10.rules", "a-b.rules", "a_b.rules", "b.rules", "x.rules", "x.y.rules", "x-.rules",
    ];

    [Fact]
    public void Order_OfNames_IsThatOfLs()
    {
        var random = new Random(1);
        for (var round = 0; round < 100; round++)
        {
            Assert.Equal(s_listed, s_listed.Shuffled(random).Order(new VersionOrder()));
        }
    }

    [Fact]
    public async Task Order_OfAnyNames_IsWhatLsSaysHere()
    {
        using var folder = new TemporaryFolder();
        var random = new Random(20261122);
        var names = Enumerable.Range(0, 400)
            .Select(_ => string.Concat(Enumerable.Range(0, random.Next(1, 8)).Select(_ => "ab0019-_~+.Z"[random.Next(12)])))
            .Where(name => !name.StartsWith('.') && !name.StartsWith('-'))
            .Select(name => name + ".rules")
            .Distinct()
            .ToList();
        names.ForEach(name => File.WriteAllText(folder.File(name), ""));
        var (code, output, error) = await Command.RunAsync("ls", "-1v", folder.Path);

        Assert.True(code == 0, error);
        Assert.Equal(output.Split('\n', StringSplitOptions.RemoveEmptyEntries), names.Order(new VersionOrder()));
    }
}

file static class Shuffling
{
    public static IEnumerable<T> Shuffled<T>(this IEnumerable<T> items, Random random)
    {
        var copy = items.ToArray();
        random.Shuffle(copy);
        return copy;
    }
}
