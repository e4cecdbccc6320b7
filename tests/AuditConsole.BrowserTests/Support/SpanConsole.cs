namespace AuditConsole.BrowserTests.Support;

/// <summary>A console with a long history of 15-second windows that adds hardly anything to it.</summary>
/// <remarks><c>AUDITCONSOLE_SPAN_WINDOWS</c> says how many; a hundredth of a year without it.</remarks>
public sealed class SpanConsole : ConsoleProcess
{
    /// <summary>How long the whole span may take to be read.</summary>
    internal static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private static readonly int s_windows =
        int.TryParse(Environment.GetEnvironmentVariable("AUDITCONSOLE_SPAN_WINDOWS"), out var windows) ? windows : GeneratedSpan.Year / 100;

    internal GeneratedSpan Span { get; private set; } = null!;

    /// <summary>Whether it is a whole year.</summary>
    internal static bool IsYear => s_windows >= GeneratedSpan.Year;

    protected override IReadOnlyDictionary<string, string> Settings => new Dictionary<string, string>
    {
        ["Poll:Interval"] = "01:00:00",
        ["Engine:Scenario"] = "none",
        ["Engine:BacklogLimit"] = $"{GeneratedSpan.Limit}",
    };

    public override async ValueTask InitializeAsync()
    {
        // Whole seconds, so that the address can name every border.
        var end = DateTimeOffset.FromUnixTimeSeconds(TimeProvider.System.GetUtcNow().ToUnixTimeSeconds()).AddMinutes(-1);
        Span = new GeneratedSpan(s_windows, end);
        await Span.FillAsync(StateFolder, CancellationToken.None);
        await base.InitializeAsync();
    }
}
