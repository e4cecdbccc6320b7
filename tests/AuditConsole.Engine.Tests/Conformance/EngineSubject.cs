using AuditConsole.Conformance.Subjects;
using AuditConsole.Protocol;

namespace AuditConsole.Engine.Tests.Conformance;

/// <summary>An engine with its kauditd at work, behind a program's view of netlink sockets.</summary>
internal sealed class EngineSubject : IAuditSubject, IAsyncDisposable
{
    private readonly AuditEngineOptions _options;
    private readonly AuditEngine _engine;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _kauditd;

    public EngineSubject(AuditEngineOptions options)
    {
        _options = options;
        _engine = new AuditEngine(options, TimeProvider.System);
        _engine.LogBoot();
        _kauditd = _engine.RunKauditdAsync(_stop.Token);
    }

    public Reach Allows => Reach.Locking;

    public int Hz => _options.Hz;

    public int StatusSize => _options.StatusSize;

    public bool RefusesUnknownFields => _options.RefuseUnknownFields;

    public bool AuditDefault => _options.AuditDefault;

    public bool IsKernel => false;

    public uint ProcessId => (uint)Environment.ProcessId;

    public IAuditSocket Open(SocketOptions options) => new Connection(_engine.Connect(new EngineConnectionOptions
    {
        ReadLog = options.ReadLog,
        CapAck = options.CapAck,
        ReceiveBuffer = options.ReceiveBuffer,
    }));

    public async Task<IAsyncDisposable> FloodAsTasksAsync(int tasks, int records)
    {
        await Task.WhenAll(Enumerable.Range(0, tasks).Select(task => Task.Run(async () =>
        {
            for (var i = 0; i < records; i++)
            {
                await _engine.LogAsync(AuditMessageType.Syscall, $"task {task} record {i}", CancellationToken.None);
            }
        })));
        return new NothingToUndo();
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _kauditd.ContinueWith(_ => { }, TaskScheduler.Default);
        Assert.False(_kauditd.IsFaulted, $"{_kauditd.Exception}");
        await _engine.DisposeAsync();
        _stop.Dispose();
    }

    private sealed class NothingToUndo : IAsyncDisposable
    {
        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }

    private sealed class Connection(IAuditTransport transport) : IAuditSocket
    {
        public Task SendAsync(ReadOnlyMemory<byte> datagram) => transport.SendAsync(datagram, CancellationToken.None);

        public byte[]? TryReceive()
        {
            using var giveUp = new CancellationTokenSource();
            var next = transport.ReceiveAsync(giveUp.Token).AsTask();
            if (!next.IsCompleted)
            {
                giveUp.Cancel();
            }

            try
            {
                return next.GetAwaiter().GetResult().ToArray();
            }
            catch (OperationCanceledException)
            {
                return null;
            }
        }

        public ValueTask DisposeAsync() => transport.DisposeAsync();
    }
}
