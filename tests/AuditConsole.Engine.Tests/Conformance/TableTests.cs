using System.Reflection;
using AuditConsole.Conformance;
using AuditConsole.Conformance.Behaviours;

namespace AuditConsole.Engine.Tests.Conformance;

/// <summary><c>docs/conformance.md</c> lists exactly the behaviours that are tested, in the words of the tests.</summary>
public sealed class TableTests
{
    private const string Write = "AUDITCONSOLE_WRITE_CONFORMANCE";
    private const string Begin = "<!-- What follows is written by the tests. -->\n\n";

    private static string Document { get; } = Path.Combine(
        Assembly.GetExecutingAssembly().GetCustomAttributes<AssemblyMetadataAttribute>().Single(m => m.Key == "RepoRoot").Value!, "docs/conformance.md");

    [Fact]
    public void Document_Tables_AreThoseOfTheBehaviours()
    {
        var text = File.ReadAllText(Document);
        var intro = text[..(text.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length)];
        if (Environment.GetEnvironmentVariable(Write) == "1")
        {
            File.WriteAllText(Document, intro + Table.Write());
        }

        Assert.True(
            File.ReadAllText(Document) == intro + Table.Write(),
            $"docs/conformance.md does not say what the tests do. With {Write}=1 this test writes it.");
    }

    [Fact]
    public void Names_OfBehaviours_AreUnique() =>
        Assert.Equal(Catalogue.All.Count, Catalogue.All.Select(b => b.Name).Distinct().Count());
}
