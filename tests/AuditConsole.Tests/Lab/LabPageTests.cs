using AuditConsole.Engine.Lab;
using AuditConsole.Engine.Traces;
using AuditConsole.Engine.Workload;
using AuditConsole.Lab;
using AuditConsole.Tests.Support;
using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Forms;
using Microsoft.Extensions.DependencyInjection;

namespace AuditConsole.Tests.Lab;

public sealed class LabPageTests : ComponentTest
{
    private const int MostTurns = 100_000;
    private readonly ManualTimeProvider _clock = new();

    public LabPageTests()
    {
        Services.AddSingleton<TimeProvider>(_clock);
        Services.AddSingleton<LabRuns>();
    }

    [Fact]
    public void Page_Opened_OffersEveryWorkloadAndSaysThatNothingIsTouched()
    {
        var page = Render<LabPage>();

        Assert.Equal(WorkloadScenario.All.Select(s => s.Name), page.FindAll("#lab-scenario option").Select(option => option.TextContent));
        Assert.Contains("never touches the host's engine", page.Find(".lab-quiet").TextContent, StringComparison.Ordinal);
        Assert.Equal("Choose a workload and run it.", page.Find("h1").TextContent);
        Assert.Contains("60,000\u00a0ticks at HZ\u00a01000, 15,000 at HZ\u00a0250", page.Find("#lab-wait-said").TextContent, StringComparison.Ordinal);
        Assert.True(Button(page, "Download the trace").HasAttribute("disabled"));
    }

    [Fact]
    public void Page_AddressWithARun_IsFilledIn()
    {
        Services.GetRequiredService<NavigationManager>().NavigateTo("lab?workload=desktop&limit=320&wait=0.5&rate=7&seed=9&length=30");

        var page = Render<LabPage>();

        Assert.Equal("desktop", page.Find("#lab-scenario").GetAttribute("value"));
        Assert.Equal(["320", "0.5", "7", "30", "9"], page.FindAll(".lab-form input[inputmode]").Select(input => input.GetAttribute("value")));
    }

    [Theory]
    [InlineData("limit", "-1", "whole numbers from 0 to 4,294,967,295")]
    [InlineData("limit", "many", "whole numbers from 0")]
    [InlineData("wait", "601", "0 to 600 seconds")]
    [InlineData("wait", "0.0001", "at most three decimals")]
    [InlineData("rate", "1.5", "whole numbers from 0")]
    [InlineData("seed", "x", "whole numbers from 0 to 2,147,483,647")]
    [InlineData("length", "0", "0.001 to 600 seconds")]
    public void Run_BadField_SaysWhatIsAcceptedAndStartsNothing(string field, string value, string accepted)
    {
        var page = Render<LabPage>();
        page.Find($"#lab-{field}").Change(value);

        page.Find(".lab-form").Submit();

        Assert.Contains(accepted, page.Find($"#lab-{field}-said").TextContent, StringComparison.Ordinal);
        Assert.Equal("true", page.Find($"#lab-{field}").GetAttribute("aria-invalid"));
        Assert.Equal("Choose a workload and run it.", page.Find("h1").TextContent);
    }

    [Fact]
    public async Task Run_ToItsEnd_AnswersWithTheSimulationsFiguresAndKeepsTheAddress()
    {
        var page = Render<LabPage>();
        page.Find("#lab-length").Change("5");

        page.Find(".lab-form").Submit();
        Assert.Equal("Running build…", page.Find("h1").TextContent);
        Assert.True(page.Find("#lab-limit").HasAttribute("disabled"));
        await EndAsync(page);

        await using var same = new Simulation(new SimulationOptions { Scenario = WorkloadScenario.Named("build"), Length = TimeSpan.FromSeconds(5) });
        same.Run(int.MaxValue);
        Assert.StartsWith("At limit 64, build loses nothing, but its tasks wait", page.Find("h1").TextContent, StringComparison.Ordinal);
        Assert.Contains($"{same.State.Arrived:#,0}\u00a0records in 5\u00a0s; the backlog reached 65", page.Find(".second").TextContent, StringComparison.Ordinal);
        Assert.Equal("Tasks wait", page.Find(".ask .word").TextContent);
        Assert.False(Button(page, "Download the trace").HasAttribute("disabled"));
        Assert.EndsWith("lab?workload=build&limit=64&wait=60&rate=0&seed=1&length=5".Split('?')[1], Services.GetRequiredService<NavigationManager>().Uri, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_Lossy_SaysHowManyAndWhy()
    {
        var page = Render<LabPage>();
        page.Find("#lab-wait").Change("0");
        page.Find("#lab-length").Change("5");

        page.Find(".lab-form").Submit();
        await EndAsync(page);

        Assert.Matches("^At limit 64, build loses [0-9,]+\u00a0records\\.$", page.Find("h1").TextContent);
        Assert.Contains("over the limit", page.Find(".lab-facts").TextContent, StringComparison.Ordinal);
        Assert.Equal("Loses records", page.Find(".ask .word").TextContent);
    }

    [Fact]
    public async Task Stop_WhileItRuns_EndsWhereItIs()
    {
        var page = Render<LabPage>();
        page.Find("#lab-length").Change("600");
        page.Find(".lab-form").Submit();

        Button(page, "Stop").Click();
        await EndAsync(page);

        Assert.DoesNotContain("in 10\u00a0min", page.Find(".second").TextContent, StringComparison.Ordinal);
        Assert.False(page.Find("#lab-limit").HasAttribute("disabled"));
    }

    [Fact]
    public async Task Run_AsManyAsMayGoOn_IsToldSo()
    {
        var others = Enumerable.Range(0, LabRuns.Most).Select(_ => Render<LabPage>()).ToList();
        foreach (var other in others)
        {
            other.Find(".lab-form").Submit();
        }

        var page = Render<LabPage>();
        page.Find(".lab-form").Submit();
        Assert.Equal(LabRuns.Full, page.Find("[role=alert]").TextContent);

        foreach (var other in others)
        {
            await EndAsync(other);
        }

        page.Find(".lab-form").Submit();
        Assert.Empty(page.FindAll("[role=alert]"));
        await EndAsync(page);
    }

    [Fact]
    public async Task Compare_UsualLimits_NamesTheLimitWithoutLossAndMarksTheRunsOwn()
    {
        var page = Render<LabPage>();

        page.Find(".lab-compare").Submit();

        page.WaitForElement(".verdictline", TimeSpan.FromSeconds(30));
        var expected = await LimitComparison.OfAsync(new SimulationOptions { Scenario = WorkloadScenario.Named("build") }, [64], Xunit.TestContext.Current.CancellationToken);
        Assert.Contains($"From limit {expected.WithoutLoss:#,0} on, nothing is lost", page.Find(".verdictline").TextContent, StringComparison.Ordinal);
        Assert.Equal(8, page.FindAll("tbody tr").Count);
        Assert.Equal("64", page.Find("tr.now b").TextContent);
        Assert.Equal(8, page.FindAll(".lab-bars .waited").Count);
    }

    [Theory]
    [InlineData("", "These are 0 limits; accepted are 1 to 63.")]
    [InlineData("64, lots", "\"lots\" is no limit")]
    [InlineData("0", "\"0\" is no limit")]
    public void Compare_BadLimits_SaysWhatIsAccepted(string limits, string expected)
    {
        var page = Render<LabPage>();
        page.Find("#lab-limits").Change(limits);

        page.Find(".lab-compare").Submit();

        Assert.Contains(expected, page.Find("#lab-limits-said").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Compare_StalledAuditd_RunsAtEachOfFewerLimits()
    {
        var page = Render<LabPage>();
        page.Find("#lab-scenario").Change("stalled-auditd");
        page.Find("#lab-length").Change("5");
        page.Find("#lab-limits").Change(string.Join(' ', Enumerable.Range(1, 17)));
        page.Find(".lab-compare").Submit();
        Assert.Contains("These are 17 limits; accepted are 1 to 16.", page.Find("#lab-limits-said").TextContent, StringComparison.Ordinal);

        page.Find("#lab-limits").Change("64 100000");
        page.Find(".lab-compare").Submit();

        page.WaitForElement(".verdictline", TimeSpan.FromSeconds(30));
        Assert.DoesNotContain("Without a limit", page.Find(".verdictline").TextContent, StringComparison.Ordinal);
        Assert.Equal(2, page.FindAll("tbody tr").Count);
    }

    [Fact]
    public void Upload_TraceFileAndCsv_AreOfferedAsWorkload()
    {
        var page = Render<LabPage>();
        var upload = page.FindComponent<InputFile>();

        upload.UploadFiles(InputFileContent.CreateFromBinary(TraceFile.Write(new WorkloadTrace(3, [5, 0, 7], [1, 0, 9])), "mine.actrace"));
        Assert.Contains("12\u00a0records in 3\u00a0ms, by 3\u00a0tasks", page.Find("#lab-scenario-said").TextContent, StringComparison.Ordinal);
        Assert.Equal("0.003", page.Find("#lab-length").GetAttribute("value"));

        upload.UploadFiles(InputFileContent.CreateFromText("ms,records\n0,8\n1,4\n", "mine.csv"));
        Assert.Contains("12\u00a0records in 2\u00a0ms, by 8\u00a0tasks", page.Find("#lab-scenario-said").TextContent, StringComparison.Ordinal);
        Assert.Equal("uploaded mine.csv", page.Find("#lab-scenario").GetAttribute("value"));
    }

    [Fact]
    public void Upload_ForeignFile_SaysWhatIsAccepted()
    {
        var page = Render<LabPage>();

        page.FindComponent<InputFile>().UploadFiles(InputFileContent.CreateFromText("type=SYSCALL", "audit.log"));

        Assert.Contains("audit.log cannot be used. This is no trace file", page.Find("[role=alert]").TextContent, StringComparison.Ordinal);
    }

    private static AngleSharp.Dom.IElement Button(IRenderedComponent<LabPage> page, string name) =>
        page.FindAll("button").First(button => button.TextContent.Contains(name, StringComparison.Ordinal));

    // The run pauses by this clock, and the page looks at it by this clock.
    private async Task EndAsync(IRenderedComponent<LabPage> page)
    {
        for (var turns = 0; page.FindAll(".lab-form .stop").Count > 0; turns++)
        {
            Assert.True(turns < MostTurns, $"The run does not end: {page.Find(".lab-form .go").TextContent}");
            _clock.Advance(TimeSpan.FromMilliseconds(250));
            await Task.Yield();
        }
    }
}
