namespace AuditConsole.Kernel.Host.Rules;

/// <summary>An option of <c>auditctl</c> that sets a value of the kernel.</summary>
/// <param name="Word">The option as it is typed.</param>
/// <param name="Field">The kernel's word for the value.</param>
/// <param name="IsChoice">Whether it takes only 0, 1 or 2.</param>
internal sealed record RuleOption(string Word, string Field, bool IsChoice)
{
    public static readonly RuleOption Enabled = new("-e", "enabled", IsChoice: true);
    public static readonly RuleOption Failure = new("-f", "failure", IsChoice: true);
    public static readonly RuleOption RateLimit = new("-r", "rate_limit", IsChoice: false);
    public static readonly RuleOption BacklogLimit = new("-b", "backlog_limit", IsChoice: false);
    public static readonly RuleOption BacklogWaitTime = new("--backlog_wait_time", "backlog_wait_time", IsChoice: false);

    public static readonly IReadOnlyList<RuleOption> All = [BacklogLimit, BacklogWaitTime, Failure, RateLimit, Enabled];

    // The options that make and change rules, and those that ask; none of them sets a value.
    private const string OtherLetters = "aAcCdDFhiklmpqRsStvwW";
    private static readonly string[] s_otherWords = ["--loginuid-immutable", "--reset-lost", "--reset_backlog_wait_time_actual", "--signal"];

    /// <summary>Whether <c>auditctl</c> knows the word, alone or with its value attached.</summary>
    public static bool IsKnown(string word) =>
        All.Any(option => option.IsIn(word)) || s_otherWords.Contains(word) || (word.Length > 1 && word[0] == '-' && OtherLetters.Contains(word[1], StringComparison.Ordinal));

    /// <summary>Whether a word is this option, be it with its value attached (<c>-b64</c>, <c>--backlog_wait_time=64</c>).</summary>
    public bool IsIn(string word) => word == Word || word.StartsWith(Attached, StringComparison.Ordinal);

    /// <summary>The value attached to the word; <see langword="null"/> where it is the next word.</summary>
    public string? AttachedTo(string word) => word == Word ? null : word[Attached.Length..];

    private string Attached => Word.StartsWith("--", StringComparison.Ordinal) ? Word + "=" : Word;
}
