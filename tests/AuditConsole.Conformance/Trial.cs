using System.Text;
using AuditConsole.Conformance.Exchange;
using AuditConsole.Conformance.Subjects;
using AuditConsole.Protocol;
using static AuditConsole.Protocol.AuditStatusMask;

namespace AuditConsole.Conformance;

/// <summary>A subject during one behaviour, with the sockets opened on it.</summary>
public sealed class Trial : IAsyncDisposable
{
    /// <summary>A limit that no behaviour reaches by chance.</summary>
    public const uint AmpleLimit = 8192;

    private readonly List<Session> _sessions = [];
    private readonly List<byte[]> _rules = [];
    private bool _registered;
    private bool _changed;

    /// <summary>Opens a first socket on it.</summary>
    public Trial(IAuditSubject subject)
    {
        Subject = subject;
        Control = Open();
    }

    /// <summary>The subject.</summary>
    public IAuditSubject Subject { get; }

    /// <summary>A socket for requests.</summary>
    public Session Control { get; }

    /// <summary>Whether it has <c>backlog_max_depth</c>.</summary>
    public bool KeepsMark => Subject.StatusSize >= AuditStatus.PatchedSize;

    /// <summary>Opens another socket.</summary>
    public Session Open(SocketOptions? options = null)
    {
        var session = new Session(Subject.Open(options ?? new SocketOptions()));
        _sessions.Add(session);
        return session;
    }

    /// <summary>Sets everything to known values, empties the queue and clears the counters. A locked subject stays as it is.</summary>
    public async Task NormaliseAsync()
    {
        _changed = true;
        await SettingsAsync();
        await DrainedAsync();
        await ClearCountersAsync();
    }

    /// <summary>Clears all counters; the records of that are gone from the queue when it returns.</summary>
    public async Task ClearCountersAsync()
    {
        await Control.ClearAsync(Lost);
        await Control.ClearAsync(BacklogWaitTimeActual);
        await DrainedAsync();
        if (KeepsMark)
        {
            await Control.ClearAsync(BacklogMaxDepth);
        }

        await DrainedAsync();
    }

    /// <summary>The first status with nothing in the main queue.</summary>
    public async Task<AuditStatus> DrainedAsync()
    {
        var status = await Control.GetAsync();
        for (var asked = 0; status.Backlog != 0; asked++)
        {
            Assert.True(asked < 5_000, $"The queue does not empty: {status}.");
            await Task.Delay(TimeSpan.FromMilliseconds(2), TimeProvider.System);
            status = await Control.GetAsync();
        }

        return status;
    }

    /// <summary>Registers a socket as auditd.</summary>
    public async Task<int> RegisterAsync(Session auditd)
    {
        var error = await auditd.SetAsync(new AuditStatus { Mask = Pid, Pid = Subject.ProcessId });
        _registered |= error == 0;
        return error;
    }

    /// <summary>Registers an auditd that never reads, so that kauditd gets rid of no more than a few records.</summary>
    public async Task RegisterDeafAsync()
    {
        var auditd = Open(new SocketOptions { ReceiveBuffer = 2304 });
        var request = new AuditStatus { Mask = Pid, Pid = Subject.ProcessId }.ToBytes(AuditStatus.PatchedSize);
        await auditd.SendAsync(NetlinkMessage.Build(AuditMessageType.Set, NetlinkFlags.Request, 1, request));
        _registered = true;
        Assert.Equal(Subject.ProcessId, (await Control.GetAsync()).Pid);
    }

    /// <summary>Ends the registration; any socket of the registered process may.</summary>
    public async Task UnregisterAsync()
    {
        if (_registered)
        {
            _registered = false;
            var request = new AuditStatus { Mask = Pid }.ToBytes(AuditStatus.PatchedSize);
            await Control.SendAsync(NetlinkMessage.Build(AuditMessageType.Set, NetlinkFlags.Request, 1, request));
        }
    }

    /// <summary>Has whatever is held for an auditd delivered to one.</summary>
    public async Task EmptyHoldQueueAsync()
    {
        var auditd = Open();
        Assert.Equal(0, await RegisterAsync(auditd));
        var text = $"op=conformance-hold-{Guid.NewGuid():n}";
        await HandInAsync(text, 1);
        await auditd.RecordAsync(text);
        await UnregisterAsync();
        await DrainedAsync();
    }

    /// <summary>Hands in that many records of a text in one datagram, during which nobody lets go of the control lock.</summary>
    public Task HandInAsync(string text, int records) => Control.SendAsync(UserRecords(text, records));

    /// <summary>A datagram of that many AUDIT_USER messages.</summary>
    public static byte[] UserRecords(string text, int records)
    {
        // Messages of one datagram begin at multiples of 4.
        var payload = Encoding.ASCII.GetBytes(text.PadRight((text.Length + 4) / 4 * 4));
        var message = NetlinkMessage.Build(AuditMessageType.User, NetlinkFlags.Request, 0, payload);
        return [.. Enumerable.Repeat(message, records).SelectMany(m => m)];
    }

    /// <summary>Adds a rule, which goes with the trial.</summary>
    public async Task AddRuleAsync(byte[] rule)
    {
        Assert.Equal(0, (await Control.AskAsync(1011, rule)).Error);
        _rules.Add(rule);
    }

    /// <summary>Deletes the rules that were added.</summary>
    public async Task DeleteRulesAsync()
    {
        foreach (var rule in _rules)
        {
            await Control.AskAsync(1012, rule);
        }

        _rules.Clear();
    }

    /// <summary>Undoes what can be undone and closes the sockets.</summary>
    public async ValueTask DisposeAsync()
    {
        Control.TakeAll();
        await DeleteRulesAsync();
        await UnregisterAsync();
        if (_changed)
        {
            await SettingsAsync();
        }

        foreach (var session in _sessions)
        {
            await session.DisposeAsync();
        }
    }

    private async Task SettingsAsync()
    {
        var locked = (await Control.GetAsync()).Enabled == 2;
        var error = await Control.SetAsync(new AuditStatus
        {
            Mask = Enabled | Failure | RateLimit | BacklogLimit | BacklogWaitTime,
            Enabled = 1,
            Failure = 1,
            BacklogLimit = AmpleLimit,
            BacklogWaitTime = 60 * (uint)Subject.Hz,
        });
        Assert.Equal(locked ? -Errno.OperationNotPermitted : 0, error);
    }
}
