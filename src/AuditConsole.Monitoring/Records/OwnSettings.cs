using AuditConsole.Monitoring.Windows;

namespace AuditConsole.Monitoring.Records;

/// <summary>A field that this console set, until its record has come.</summary>
internal sealed class OwnSetting(string field, uint value, DateTimeOffset sentAt)
{
    private DateTimeOffset? _answeredAt;

    public void Answer(DateTimeOffset at) => _answeredAt = at;

    public bool IsOlderThan(DateTimeOffset time) => (_answeredAt ?? sentAt) < time;

    /// <summary>Whether a record can be the one of this setting: same field and value, stamped between the request and its answer.</summary>
    public bool Fits(string name, uint set, DateTimeOffset at) =>
        name == field && set == value && at >= sentAt - ClosedWindow.Slack && (_answeredAt is null || at <= _answeredAt + ClosedWindow.Slack);
}

/// <summary>What this console has set and whose records have not come yet: this is how they are known from those of others, as with <see cref="OwnClears"/>.</summary>
/// <remarks>Belongs to the monitor's loop. A field that is set while auditing is off leaves no record.</remarks>
internal sealed class OwnSettings
{
    private static readonly TimeSpan s_longest = TimeSpan.FromMinutes(10);
    private readonly List<OwnSetting> _awaited = [];

    /// <summary>A field is about to be set.</summary>
    public OwnSetting Expect(string field, uint value, DateTimeOffset sentAt)
    {
        _awaited.RemoveAll(awaited => awaited.IsOlderThan(sentAt - s_longest));
        var setting = new OwnSetting(field, value, sentAt);
        _awaited.Add(setting);
        return setting;
    }

    /// <summary>Whether a record is of something that this console set, which is then no longer awaited.</summary>
    public bool Take(string field, uint value, DateTimeOffset at) =>
        _awaited.Find(awaited => awaited.Fits(field, value, at)) is { } own && _awaited.Remove(own);
}
