using System.Text;
using AuditConsole.Conformance.Behaviours;
using AuditConsole.Conformance.Subjects;

namespace AuditConsole.Conformance;

/// <summary>The behaviours as Markdown tables, one for each area.</summary>
public static class Table
{
    /// <summary>Writes all of them.</summary>
    public static string Write()
    {
        var text = new StringBuilder();
        foreach (var (area, behaviours) in Catalogue.Areas)
        {
            text.Append("## ").Append(area).Append("\n\n| Name | Behaviour | Kernel | Engine | Compared on |\n|---|---|---|---|---|\n");
            foreach (var b in behaviours)
            {
                text.Append("| ").AppendJoin(" | ", [b.Name, Cell(b.Title), Cell(b.Kernel), Cell(b.EngineDiffers ?? "the same"), WhereOf(b)]).Append(" |\n");
            }

            text.Append('\n');
        }

        return text.ToString().TrimEnd() + "\n";
    }

    private static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal);

    private static string WhereOf(Behaviour behaviour)
    {
        var onStock = behaviour.Needs == Reach.Harmless && behaviour.AppliesTo(SubjectShape.Stock);
        var onPatched = behaviour.AppliesTo(SubjectShape.Patched);
        return (onStock, onPatched) switch
        {
            (true, true) => "6.18, 6.12 patched, engine",
            (true, false) => "6.18, engine",
            (false, true) => "6.12 patched, engine",
            _ => "engine",
        };
    }
}
