using AuditConsole.Kernel.Host.Rules;

namespace AuditConsole.Kernel.Tests.Host.Rules;

public sealed class RuleSetTests
{
    [Theory]
    [InlineData("-b 8192", "-b", 8192u)]
    [InlineData("  -b\t8192  ", "-b", 8192u)]
    [InlineData("-b8192", "-b", 8192u)]
    [InlineData("-b 0x2000", "-b", 8192u)]
    [InlineData("-b 010", "-b", 8u)]
    [InlineData("-r 0 -b 64", "-b", 64u)]
    [InlineData("--backlog_wait_time 60000", "--backlog_wait_time", 60000u)]
    [InlineData("--backlog_wait_time=60000", "--backlog_wait_time", 60000u)]
    [InlineData("-f 2", "-f", 2u)]
    [InlineData("-r 1000", "-r", 1000u)]
    [InlineData("-e 2", "-e", 2u)]
    public void Last_OfALine_IsTheValueThatAuditctlWouldSet(string line, string option, uint value)
    {
        var set = Set(line);

        Assert.Equal(value, set.Last(RuleOption.All.Single(known => known.Word == option))?.Value);
        Assert.Empty(set.Complaints);
    }

    [Theory]
    [InlineData("# -b 320")]
    [InlineData("   # -b 320")]
    [InlineData("")]
    [InlineData("-D")]
    [InlineData("-a always,exit -F arch=b64 -S openat -F exit=-EACCES -k access")]
    [InlineData("-w /etc/passwd -p wa -k identity")]
    [InlineData("-c")]
    [InlineData("--loginuid-immutable")]
    public void Last_OfALineThatSetsNothing_IsNothingAndNoComplaint(string line)
    {
        var set = Set(line);

        Assert.Empty(set.Values);
        Assert.Empty(set.Complaints);
    }

    [Theory]
    [InlineData("-b many", "gives -b many; accepted are numbers from 0 to 4294967295")]
    [InlineData("-b -1", "gives -b -1; accepted are numbers")]
    [InlineData("-b 4294967296", "gives -b 4294967296; accepted are numbers")]
    [InlineData("-b", "ends where -b needs a number")]
    [InlineData("-b 64 nonsense", "has nonsense where an option must stand")]
    [InlineData("-e 3", "gives -e 3; accepted are 0, 1 and 2")]
    [InlineData("-f 01", "gives -f 01; accepted are 0, 1 and 2")]
    [InlineData("nonsense", "begins with nonsense, which is no option of auditctl")]
    [InlineData("--nonsense", "begins with --nonsense")]
    [InlineData("-Z", "begins with -Z")]
    [InlineData("-b 8k", "gives -b 8k, which auditctl takes for 8")]
    [InlineData("-b 08", "gives -b 08, which auditctl takes for 0")]
    public void Complaints_OfALineThatIsNotTakenAsMeant_NameFileLineAndReason(string line, string complaint)
    {
        var complaints = Set("-D", line).Complaints;

        Assert.StartsWith($"/rules.d/10.rules line 2 {complaint}", Assert.Single(complaints), StringComparison.Ordinal);
    }

    [Fact]
    public void Last_OfSeveralLines_IsTheLastThatCanBeRead()
    {
        var set = Set("-b 64", "-b 8192", "-b many");

        Assert.Equal(8192u, set.Last(RuleOption.BacklogLimit)?.Value);
        Assert.Equal(2, set.Last(RuleOption.BacklogLimit)?.Line.Number);
        Assert.Null(set.Last(RuleOption.RateLimit));
    }

    [Fact]
    public void Order_OfLinesAfterTheLockAndOfADeletion_IsComplainedAbout()
    {
        string[] complaints = [.. RuleOrder.Complaints(Lines("-b 64", "-w /etc/passwd", "", "-D", "-e 2", "# end", "-b 8192", "-w /etc/shadow"))];

        Assert.Equal(
            [
                "/rules.d/10.rules line 4 deletes (-D) the rules that began in line 2",
                "/rules.d/10.rules line 7 comes after -e 2 in line 5 and is refused",
                "/rules.d/10.rules line 8 comes after -e 2 in line 5 and is refused",
            ],
            complaints);
        Assert.Empty(RuleOrder.Complaints(Lines("-D", "-b 64", "-e 1", "-w /etc/passwd", "-D -k identity", "-e 2")));
    }

    private static RuleSet Set(params string[] lines) => new(Lines(lines));

    private static List<RuleLine> Lines(params string[] lines) => [.. lines.Select((text, index) => new RuleLine("/rules.d/10.rules", index + 1, text))];
}
