using AuditConsole.Protocol;

namespace AuditConsole.Engine.Workload;

/// <summary>
/// Does to an engine what the steps say: records arrive at the tasks in turn, kauditd may make a pass, auditd reads. For one thread.
/// </summary>
internal sealed class WorkloadDriver : IAsyncDisposable
{
    private readonly AuditEngine _engine;
    private readonly IStepSource _steps;
    private readonly ProducingTask[] _tasks;
    private readonly SimulatedAuditd? _auditd;
    private readonly CancellationTokenSource _ending = new();
    private Task _pass = Task.CompletedTask;
    private long _text;
    private int _turn;

    /// <param name="engine">The engine; disposed after the driver.</param>
    /// <param name="steps">What each step brings.</param>
    /// <param name="tasks">Tasks that can sleep, or 0: whoever logs cannot sleep.</param>
    /// <param name="auditd">The auditd that is registered, if any.</param>
    /// <param name="seed">What auditd's stalls follow from.</param>
    public WorkloadDriver(AuditEngine engine, IStepSource steps, int tasks, AuditdModel? auditd, int seed)
    {
        _engine = engine;
        _steps = steps;
        _tasks = [.. Enumerable.Range(0, tasks).Select(_ => new ProducingTask(engine, NextRecord))];
        _auditd = auditd is null ? null : new SimulatedAuditd(engine, auditd, seed);
    }

    /// <summary>Tasks that sleep now.</summary>
    public int Sleeping => _tasks.Count(task => task.IsAsleep);

    /// <summary>Records that arrived at tasks that sleep, and are neither logged nor lost.</summary>
    public long Held => _tasks.Sum(task => (long)task.Held);

    /// <summary>The next step.</summary>
    /// <param name="afterArrivals">Called when the records have arrived and the pass has not begun.</param>
    /// <returns>The step as it came: without a pass while the last one still waits for auditd.</returns>
    public WorkloadStep Step(Action? afterArrivals = null)
    {
        var step = _steps.Next();
        _auditd?.Step(_ending.Token);
        if (_engine.Enabled != 0)
        {
            for (var i = 0; i < step.Arrivals; i++)
            {
                Arrive();
            }
        }

        afterArrivals?.Invoke();
        if (step.Service > 0 && _pass.IsCompleted)
        {
            var pass = _engine.PassAsync(step.Service, cancellationToken: _ending.Token);
            _pass = pass.IsCompletedSuccessfully ? Task.CompletedTask : pass.AsTask();
            return step;
        }

        return step with { Service = 0 };
    }

    /// <summary>Ends the tasks that sleep; their records count as neither logged nor lost.</summary>
    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync().ConfigureAwait(false);
        try
        {
            await Task.WhenAll([_pass, .. _tasks.Select(task => task.Completion)]).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (_ending.IsCancellationRequested)
        {
        }
        catch (EnginePanicException)
        {
            // The engine itself says so to everyone who asks it.
        }

        if (_auditd is not null)
        {
            await _auditd.DisposeAsync().ConfigureAwait(false);
        }

        _ending.Dispose();
    }

    private void Arrive()
    {
        if (_tasks.Length == 0)
        {
            var (type, text) = NextRecord();
            _engine.TryLog(type, text);
            return;
        }

        var task = _tasks[_turn];
        _turn = _turn + 1 == _tasks.Length ? 0 : _turn + 1;
        task.Add(_ending.Token);
    }

    private (AuditMessageType Type, ReadOnlyMemory<byte> Text) NextRecord() => SyscallRecords.At(Interlocked.Increment(ref _text) - 1);
}
