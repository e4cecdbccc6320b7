using System.Globalization;

namespace AuditConsole.Settings;

/// <summary>Reads one section and collects every complaint, so that an administrator sees all of them at once.</summary>
internal sealed class SettingsReader(IConfigurationSection section)
{
    private readonly HashSet<string> _known = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<string> _complaints = [];

    public IReadOnlyList<string> Complaints => _complaints;

    public string? Text(string key)
    {
        _known.Add(key);
        return section[key] is { Length: > 0 } value ? value : null;
    }

    public T Choice<T>(string key, T fallback, params (string Word, T Value)[] choices)
    {
        if (Text(key) is not { } text)
        {
            return fallback;
        }

        foreach (var (word, value) in choices)
        {
            if (string.Equals(word, text, StringComparison.OrdinalIgnoreCase))
            {
                return value;
            }
        }

        return Complain(key, text, string.Join(", ", choices.Select(choice => choice.Word)), fallback);
    }

    public uint Number(string key, uint fallback, uint least, uint most) =>
        Text(key) is not { } text ? fallback
        : uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value >= least && value <= most ? value
        : Complain(key, text, $"a whole number from {least} to {most}", fallback);

    public TimeSpan? Duration(string key, TimeSpan least, TimeSpan most) =>
        Text(key) is not { } text ? null
        : TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var value) && value >= least && value <= most ? value
        : Complain<TimeSpan?>(key, text, $"a duration [days.]hours:minutes:seconds from {least:c} to {most:c}", null);

    public double? Decimal(string key, double least, double most) =>
        Text(key) is not { } text ? null
        : double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value) && value >= least && value <= most ? value
        : Complain<double?>(key, text, string.Create(CultureInfo.InvariantCulture, $"a number from {least} to {most}"), null);

    /// <summary>The names below a key, such as those of a list.</summary>
    public IReadOnlyList<string> Children(string key) => [.. section.GetSection(key).GetChildren().Select(child => child.Key)];

    /// <summary>A value that may hold a secret is not repeated.</summary>
    public void ComplainHidden(string key, string accepted) => _complaints.Add($"{section.Path}:{key} cannot be used (its value is not shown); accepted: {accepted}.");

    public T Complain<T>(string key, string value, string accepted, T fallback)
    {
        _complaints.Add($"{section.Path}:{key} is \"{value}\"; accepted: {accepted}.");
        return fallback;
    }

    /// <summary>A mistyped key would otherwise be a setting that silently does nothing.</summary>
    public void ComplainOfUnknownKeys()
    {
        var path = section.Path.Length + 1;
        foreach (var (key, value) in section.AsEnumerable())
        {
            if (value is { Length: > 0 } && key.Length > path && !_known.Contains(key[path..]))
            {
                _complaints.Add($"{key} is no setting of this program; accepted: {string.Join(", ", Accepted(key[path..]))}.");
            }
        }
    }

    // Of a list, such as that of the rules, only the entry that is meant is told in full.
    private IEnumerable<string> Accepted(string key)
    {
        var group = ListGroup(key);
        return _known.Select(known => (Known: known, Group: ListGroup(known)))
            .Where(each => group is not null && _known.Any(known => ListGroup(known) == group) ? each.Group == group : true)
            .Select(each => each.Group is null || each.Group == group ? each.Known : $"{string.Join(':', each.Known.Split(':')[..2])}:…")
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal);
    }

    private static string? ListGroup(string key) => key.Split(':') is ["Alerts", "Rules" or "Webhooks", var entry, _, ..] parts ? $"{parts[1]}:{entry}" : null;
}
