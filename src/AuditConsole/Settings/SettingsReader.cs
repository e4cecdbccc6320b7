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

    /// <summary>A setting of a later version: naming it is better than ignoring it.</summary>
    public void NotYet(string key, string meanwhile)
    {
        if (Text(key) is not null)
        {
            _complaints.Add($"{section.Path}:{key} is set, but this version cannot do that yet. {meanwhile}");
        }
    }

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
                _complaints.Add($"{key} is no setting of this program; accepted: {string.Join(", ", _known.Order(StringComparer.Ordinal))}.");
            }
        }
    }
}
