using AuditConsole.Kernel.Host.Rules;
using AuditConsole.Kernel.Tests.Support;

namespace AuditConsole.Kernel.Tests.Host.Rules;

public sealed class RuleFilesTests : IDisposable
{
    private readonly FakeProc _machine = new();

    public void Dispose() => _machine.Dispose();

    [Fact]
    public void Merged_OfParts_HasTheLastOfEachOptionAtItsPlace()
    {
        Write("rules.d/2-site.rules", "-b 320", "# comment", "", "-e 2", "-w /etc/passwd -p wa", "-D");
        Write("rules.d/10-last.rules", "-f 2", "-b 8192", "-r 100", "-D -k identity");
        Write("rules.d/.hidden.rules", "-b 1");
        Write("rules.d/notes.txt", "-b 2");
        Write("rules.d/1-base.rules", "-f 1", "--backlog_wait_time 60000");

        Assert.Equal(
            ["-D", "-b 8192", "-f 2", "--backlog_wait_time 60000", "-w /etc/passwd -p wa", "-r 100", "-D -k identity", "-e 2"],
            RuleFiles.Read(_machine.Etc).Merged!.Select(line => line.Text));
    }

    [Fact]
    public void Read_OfWhatIsNotThere_IsNothing()
    {
        var files = RuleFiles.Read(_machine.Etc);

        Assert.Null(files.Parts);
        Assert.Null(files.Loaded);
        Assert.Null(files.Merged);
        Assert.Empty(files.Unreadable);
    }

    [Fact]
    public void Read_OfAPartThatCannotBeRead_NamesIt()
    {
        // A link to itself is as unreadable to root as a file of another user is to anyone else.
        Write("rules.d/1.rules", "-b 64");
        var loop = Path.Combine(_machine.Etc, "audit/rules.d/2.rules");
        File.CreateSymbolicLink(loop, loop);
        var files = RuleFiles.Read(_machine.Etc);

        Assert.Equal([loop], files.Unreadable);
        Assert.Null(files.Merged);
    }

    [Fact]
    public async Task Merged_OfAnyParts_IsWhatAugenrulesWrites()
    {
        var program = Command.Find("augenrules");
        Assert.SkipWhen(program is null, "augenrules is not installed.");
        var audit = Path.Combine(_machine.Etc, "audit");
        var script = Path.Combine(_machine.Path, "augenrules");
        await File.WriteAllTextAsync(script, (await File.ReadAllTextAsync(program, TestContext.Current.CancellationToken)).Replace("/etc/audit", audit, StringComparison.Ordinal), TestContext.Current.CancellationToken);
        var random = new Random(63);
        string[] lines = ["-D", "-b 64", "-b 8192", "-f 2", "-f 1", "-e 1", "-e 2", "-r 10", "--backlog_wait_time 5", "-w /etc/passwd", "# -b 1", "", "-D -k x", "-bad"];
        for (var round = 0; round < 20; round++)
        {
            for (var part = 0; part < 4; part++)
            {
                Write($"rules.d/{random.Next(12)}-x.rules", random.GetItems(lines, random.Next(6)));
            }

            var (code, _, error) = await Command.RunAsync("sh", script);
            var files = RuleFiles.Read(_machine.Etc);

            Assert.True(code == 0, error);
            Assert.Equal(files.Loaded!.Lines!.Where(line => line.Words.Length > 0).Select(line => line.Text), files.Merged!.Select(line => line.Text));
        }
    }

    private void Write(string file, params string[] lines) => _machine.Write($"etc/audit/{file}", string.Concat(lines.Select(line => line + "\n")));
}
