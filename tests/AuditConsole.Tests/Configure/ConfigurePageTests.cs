using AuditConsole.Access;
using AuditConsole.Configure;
using AuditConsole.Kernel.Host.Rules;
using AuditConsole.Monitoring.Changes;
using AuditConsole.Monitoring.History;
using AuditConsole.Monitoring.Hosts;
using AuditConsole.Protocol;
using AuditConsole.Tests.Support;
using Bunit;
using Microsoft.Extensions.DependencyInjection;

namespace AuditConsole.Tests.Configure;

public sealed class ConfigurePageTests : ComponentTest, IDisposable
{
    private readonly ManualTimeProvider _clock = new(Sample.Now);
    private readonly ChangedHost _host = new();
    private readonly StoredHistory _history = new();
    private readonly Machine _machine = new();

    [Fact]
    public void Page_ShowsEachFieldWithItsValueAndWhatItMeans()
    {
        var page = Open();

        Assert.Equal(["2,048", "60,000", "0", "1", "1"], page.FindAll(".cfg-row output").Select(value => value.TextContent));
        Assert.Contains("waits up to 60\u00a0s for each record", page.Markup, StringComparison.Ordinal);
        Assert.Equal("backlog_limit is 2,048; the highest peak of the last 7 days was 300.", page.Find("h1").TextContent);
        Assert.True(Submit(page).HasAttribute("disabled"));
    }

    [Fact]
    public void Limit_Typed_IsComparedWithRecentPeaksBeforeAnythingIsSent()
    {
        var page = Open();

        page.Find("#cfg-backlog_limit").Input("256");

        var preview = page.Find(".cfg-preview").TextContent;
        Assert.Contains("In 2 of 3\u00a0windows of the last 24\u00a0h the peak was 256 or more", preview, StringComparison.Ordinal);
        Assert.Contains("retry and hold queues have the same limit", preview, StringComparison.Ordinal);
        Assert.Contains("\u221244", preview, StringComparison.Ordinal);
        Assert.Contains("576\u00a0KiB with the queue full of ordinary records", preview, StringComparison.Ordinal);
        Assert.Contains("this machine has 4,096\u00a0MiB", preview, StringComparison.Ordinal);
        Assert.Empty(_host.Asked);
    }

    [Fact]
    public void Change_Submitted_AsksForItToBeConfirmedAndSaysWhenItGoesBack()
    {
        var page = Open();
        page.Find("#cfg-backlog_limit").Input("8,192");
        page.Find(".cfg input[maxlength]").Input("new rules");
        Assert.Equal("Change, and go back after 60 s unless confirmed", Submit(page).TextContent);

        page.Find("form.cfg").Submit();

        Assert.Equal(["backlog_limit=8192 within 60 because new rules"], _host.Asked);
        Assert.Contains("backlog_limit 2,048 → 8,192. It goes back at 14:37:40 UTC unless you keep it.", page.Find(".okc[role=status]").TextContent, StringComparison.Ordinal);
        Assert.Equal("", page.Find("#cfg-backlog_limit").GetAttribute("value") ?? "");
    }

    [Theory]
    [InlineData(ConsoleRole.Viewer)]
    [InlineData(ConsoleRole.Operator)]
    public async Task Change_ThatTheRoleDoesNotInclude_IsDisabledAndNeverAsked(ConsoleRole role)
    {
        Services.AddScoped(_ => CurrentOperator.Of(new Caller("victor", role, null) { Session = "s" }));
        var page = Open();
        var form = page.FindComponent<ChangeForm>().Instance;

        Assert.Equal(role == ConsoleRole.Viewer, page.Find(".cfg fieldset").HasAttribute("disabled"));
        Assert.All([page.Find("#cfg-failure"), page.Find("#cfg-enabled")], select => Assert.True(select.HasAttribute("disabled")));
        await Assert.ThrowsAsync<NotPermittedException>(() => page.InvokeAsync(() => form.Change(new ConfigChangeRequest { BacklogLimit = 1, Failure = 2 }, null)));
        await Assert.ThrowsAsync<NotPermittedException>(() => page.InvokeAsync(() => form.Change(new ConfigChangeRequest { Enabled = 0 }, null)));
        if (role == ConsoleRole.Viewer)
        {
            Assert.Contains("This needs the role operator; victor is viewer.", page.Markup, StringComparison.Ordinal);
            await Assert.ThrowsAsync<NotPermittedException>(() => page.InvokeAsync(() => form.Change(new ConfigChangeRequest { BacklogLimit = 1 }, null)));
            await Assert.ThrowsAsync<NotPermittedException>(() => page.InvokeAsync(() => page.FindComponent<CountersCard>().Instance.OnReset.InvokeAsync(AuditCounter.Lost)));
        }

        Assert.Empty(_host.Asked);
    }

    [Theory]
    [InlineData("64x", "Accepted is a whole number")]
    [InlineData("4294967296", "from 0 to 4,294,967,295")]
    [InlineData("-1", "Accepted is a whole number")]
    public void Value_ThatIsNoNumber_IsSaidAndCannotBeSent(string text, string said)
    {
        var page = Open();
        page.Find("#cfg-rate_limit").Input(text);

        Assert.Contains(said, page.Find("#cfg-rate_limit-said").TextContent, StringComparison.Ordinal);
        Assert.True(Submit(page).HasAttribute("disabled"));
    }

    [Fact]
    public void Lock_NeedsTheHostsName_AndIsForGood()
    {
        var page = Open();
        page.Find("#cfg-enabled").Change("2");

        Assert.Contains("Nobody, root included", page.Find(".cfg-preview .crit").TextContent, StringComparison.Ordinal);
        Assert.Empty(page.FindAll(".cfg-confirm"));
        Assert.True(Submit(page).HasAttribute("disabled"));
        page.Find(".cfg label.fld input[autocomplete=off]").Input("db-07");
        Assert.False(Submit(page).HasAttribute("disabled"));
        page.Find("form.cfg").Submit();

        Assert.Equal(["enabled=2 within  because "], _host.Asked);
    }

    [Theory]
    [InlineData("#cfg-failure", "2", "panics the host")]
    [InlineData("#cfg-failure", "0", "only who looks at lost finds out")]
    [InlineData("#cfg-enabled", "0", "no records are made")]
    public void Choice_ThatIsGrave_IsToldBefore(string select, string value, string told)
    {
        var page = Open();
        page.Find(select).Change(value);

        Assert.Contains(told, page.Find(".cfg-preview").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Rate_Typed_SaysWhatPasses()
    {
        var page = Open();
        page.Find("#cfg-rate_limit").Input("100");

        Assert.Contains("Of a burst about 99\u00a0records a second pass; the rest is lost.", page.Find(".cfg-preview").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Refusal_OfTheKernel_IsShownAndWhatWasTypedStays()
    {
        _host.Failure = new ChangeRefusedException("rate_limit 100 was refused. backlog_limit went back from 8192 to 2048.");
        var page = Open();
        page.Find("#cfg-rate_limit").Input("100");
        page.Find("form.cfg").Submit();

        Assert.Contains("went back from 8192", page.Find(".cfg [role=alert]").TextContent, StringComparison.Ordinal);
        Assert.Equal("100", page.Find("#cfg-rate_limit").GetAttribute("value"));
    }

    [Fact]
    public void Locked_Kernel_OffersOnlyTheFilesAndTheCounters()
    {
        var page = Open(Sample.Snapshot() with { Status = Sample.Snapshot().Status with { Enabled = 2 } });

        Assert.Equal("The configuration is locked until the next boot.", page.Find("h1").TextContent);
        Assert.True(page.Find(".cfg fieldset").HasAttribute("disabled"));
        Assert.Contains("locked (enabled 2)", page.Find(".cfg").ParentElement!.TextContent, StringComparison.Ordinal);
        Assert.False(page.Find("button[aria-label='Reset lost']").HasAttribute("disabled"));
    }

    [Fact]
    public void WithoutTheLease_TheFormSaysWhoHoldsIt()
    {
        _host.Publish(state => state with { ClearRefusal = "A console with process id 2211 polls this host and owns the clear." });

        Assert.Contains("2211", Open().Find(".cfg").ParentElement!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Lasting_Lines_AreThoseThatRun_WithWhatDiffersOnDisk()
    {
        _machine.Persisted = new PersistedSettings(
            "/etc/audit/rules.d", [new PersistedSetting("backlog_limit", "-b", 8192, "/etc/audit/rules.d/10-base.rules line 3"), new PersistedSetting("failure", "-f", 1, "there")], [], null, true);
        var card = Open().Find(".cfg-lasting").TextContent;

        Assert.Contains("-b 2048\n--backlog_wait_time 60000\n-r 0\n-f 1\n-e 1", card, StringComparison.Ordinal);
        Assert.Contains("audit=1 audit_backlog_limit=2048", card, StringComparison.Ordinal);
        Assert.Contains("backlog_limit runs with 2048, and /etc/audit/rules.d/10-base.rules line 3 says -b 8192", card, StringComparison.Ordinal);
        Assert.DoesNotContain("failure runs with", card, StringComparison.Ordinal);
        Assert.Contains("booted without audit_backlog_limit=", card, StringComparison.Ordinal);
        Assert.DoesNotContain("without audit=1", card, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Banner_CountsDown_AndKeepsOrTakesBack()
    {
        Services.AddSingleton<TimeProvider>(_clock);
        Services.AddSingleton<IHostMonitor>(_host);
        var pending = ChangedHost.Pending(_clock);
        _host.Publish(state => state with { PendingChange = pending });
        var banner = Render<PendingChange>();
        Assert.Equal("backlog_limit 2,048 → 8,192, by ana, goes back at 14:37:40 UTC.", banner.Find("[role=status]").TextContent);
        Assert.Equal("60 s left.", banner.Find("[role=timer]").TextContent);

        _clock.Advance(TimeSpan.FromSeconds(13));
        banner.WaitForAssertion(() => Assert.Equal("47 s left.", banner.Find("[role=timer]").TextContent));
        _host.Failure = new HostBusyException("The host did not answer in time.");
        // Awaited, since the ticks of the time that passed may still be under way.
        await banner.FindAll("button")[1].ClickAsync();
        Assert.Contains("did not answer", banner.Find("[role=alert]").TextContent, StringComparison.Ordinal);
        _host.Failure = null;
        await banner.FindAll("button")[0].ClickAsync();

        Assert.Equal(["revert one", "confirm one"], _host.Asked);
        Assert.Empty(banner.FindAll(".banner"));
    }

    private IRenderedComponent<ConfigurePage> Open(Snapshot? snapshot = null)
    {
        _history.Windows.AddRange([Sample.Window(100), Sample.Window(300), Sample.Window(256)]);
        _host.Feed.Publish(snapshot ?? Sample.Snapshot());
        Services.AddSingleton<TimeProvider>(_clock);
        Services.AddSingleton<IHostMonitor>(_host);
        Services.AddSingleton<IHistory>(_history);
        Services.AddSingleton<IMachineSettings>(_machine);
        Services.AddSingleton<ChangePreviews>();
        return Render<ConfigurePage>();
    }

    private static AngleSharp.Dom.IElement Submit(IRenderedComponent<ConfigurePage> page) => page.Find("button[type=submit]");

    private sealed class Machine : IMachineSettings
    {
        public long? MemoryBytes => 4L << 30;

        public PersistedSettings? Persisted { get; set; }
    }
}
