namespace AuditConsole.Kernel.Host.Rules;

/// <summary>A value that a line sets.</summary>
internal sealed record RuleValue(RuleOption Option, uint Value, RuleLine Line);

/// <summary>What a sequence of lines sets when <c>auditctl -R</c> takes one after the other, and which of them it does not take.</summary>
internal sealed class RuleSet
{
    private readonly List<RuleValue> _values = [];
    private readonly List<string> _complaints = [];

    public RuleSet(IEnumerable<RuleLine> lines)
    {
        foreach (var line in lines.Where(line => line.Words.Length > 0))
        {
            Take(line);
        }
    }

    /// <summary>Every value set, in order; the last one of an option counts.</summary>
    public IReadOnlyList<RuleValue> Values => _values;

    /// <summary>Lines that are refused or mean something else than they say, with the place of each.</summary>
    public IReadOnlyList<string> Complaints => _complaints;

    /// <summary>The value that counts in the end; <see langword="null"/> where no line sets it.</summary>
    public RuleValue? Last(RuleOption option) => _values.LastOrDefault(value => value.Option == option);

    private void Take(RuleLine line)
    {
        var words = line.Words;
        if (!words[0].StartsWith('-') || !RuleOption.IsKnown(words[0]))
        {
            Complain(line, $"begins with {words[0]}, which is no option of auditctl");
        }
        else if (RuleOption.All.Any(option => option.IsIn(words[0])))
        {
            TakeValues(line);
        }
    }

    private void TakeValues(RuleLine line)
    {
        for (var i = 0; i < line.Words.Length; i++)
        {
            if (RuleOption.All.FirstOrDefault(option => option.IsIn(line.Words[i])) is not { } option)
            {
                Complain(line, $"has {line.Words[i]} where an option must stand");
                return;
            }

            var word = option.AttachedTo(line.Words[i]) ?? (++i < line.Words.Length ? line.Words[i] : null);
            if (word is null)
            {
                Complain(line, $"ends where {option.Word} needs a number");
                return;
            }

            TakeValue(line, option, word);
        }
    }

    private void TakeValue(RuleLine line, RuleOption option, string word)
    {
        var value = RuleNumber.Read(word, out var isWhole);
        if (option.IsChoice && word is not ("0" or "1" or "2"))
        {
            Complain(line, $"gives {option.Word} {word}; accepted are 0, 1 and 2");
        }
        else if (value is not { } number)
        {
            Complain(line, $"gives {option.Word} {word}; accepted are numbers from 0 to {uint.MaxValue}");
        }
        else
        {
            _values.Add(new RuleValue(option, number, line));
            if (!isWhole)
            {
                Complain(line, $"gives {option.Word} {word}, which auditctl takes for {number}");
            }
        }
    }

    private void Complain(RuleLine line, string what) => _complaints.Add($"{line.Place} {what}");
}
