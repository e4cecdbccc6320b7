using System.Text;
using AuditConsole.Kernel.Netlink;
using AuditConsole.Protocol;

namespace AuditConsole.Guest.Inside.Support;

/// <summary>The guest's kernel at the start of a test: enabled, nothing limited, counters cleared.</summary>
public abstract class GuestKernel : IAsyncLifetime
{
    /// <summary>
    /// A limit that no test reaches, so that nobody is held up. Without an auditd the hold queue keeps the records of all tests,
    /// and beyond the limit it would lose every further one.
    /// </summary>
    protected const uint AmpleLimit = 1 << 18;

    private readonly NetlinkTransport _producer;

    protected GuestKernel()
    {
        Assert.True(GuestMark.IsGuest, "This test changes and locks the audit configuration, so it runs in the guest alone.");
        Client = new AuditClient(NetlinkTransport.Open(), TimeProvider.System);
        _producer = NetlinkTransport.Open();
    }

    /// <summary>The client under test.</summary>
    protected AuditClient Client { get; }

    protected static CancellationToken Stop => TestContext.Current.CancellationToken;

    public virtual async ValueTask InitializeAsync()
    {
        await Client.GetStatusAsync(Stop);
        await Client.SetAsync(AuditSetting.BacklogLimit, AmpleLimit, Stop);
        await Client.SetAsync(AuditSetting.RateLimit, 0, Stop);
        await DrainedAsync();
        foreach (var counter in Enum.GetValues<AuditCounter>().Where(c => c != AuditCounter.BacklogMaxDepth || Client.KeepsBacklogMaxDepth))
        {
            await Client.ReadAndClearAsync(counter, Stop);
        }
    }

    public virtual async ValueTask DisposeAsync()
    {
        await _producer.DisposeAsync();
        await Client.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>Hands in that many records in one datagram, which the kernel queues without letting go of the sender.</summary>
    protected Task FloodAsync(int records) => HandInAsync("op=flood res=success", records);

    /// <summary>Hands in that many records of that text in one datagram.</summary>
    protected Task HandInAsync(string text, int records)
    {
        // Messages of one datagram begin at multiples of 4.
        var payload = Encoding.ASCII.GetBytes(text.PadRight((text.Length + 3) / 4 * 4));
        var message = NetlinkMessage.Build(AuditMessageType.User, NetlinkFlags.Request, 0, payload);
        return _producer.SendAsync(Enumerable.Repeat(message, records).SelectMany(m => m).ToArray(), Stop);
    }

    /// <summary>The first status whose backlog is as good as empty.</summary>
    protected async Task<AuditStatus> DrainedAsync()
    {
        while (true)
        {
            var status = await Client.GetStatusAsync(Stop);
            if (status.Backlog <= 1)
            {
                return status;
            }

            await PauseAsync(TimeSpan.FromMilliseconds(20));
        }
    }

    /// <summary>Lets the guest's own time pass.</summary>
    protected static Task PauseAsync(TimeSpan time) => Task.Delay(time, TimeProvider.System, Stop);
}
