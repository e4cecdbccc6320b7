namespace AuditConsole.Components;

/// <summary>Whether somebody can see the tab of one circuit. Any thread may ask.</summary>
public sealed class TabVisibility
{
    private volatile bool _hidden;

    /// <summary>Another tab or window covers it, so nothing that only looks alive has to move.</summary>
    public bool Hidden
    {
        get => _hidden;
        internal set => _hidden = value;
    }
}
