using AuditConsole.Access;
using AuditConsole.Components;
using AuditConsole.Engine.Lab;
using AuditConsole.Engine.Traces;
using AuditConsole.Engine.Workload;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Forms;
using Microsoft.JSInterop;

namespace AuditConsole.Lab;

/// <summary>What would my workload do to this limit?</summary>
public sealed partial class LabPage : IAsyncDisposable
{
    private readonly LabInput _input = new();
    private readonly CancellationTokenSource _leaving = new();
    private LabChart _chart = null!;
    private LabRun? _run;
    private LabView? _view;
    private LimitComparison? _comparison;
    private string _comparedWhat = "";
    private string _ran = "";
    private string? _trouble;
    private bool _comparing;
    // Kept, not asked of the run, which may end in the middle of a render.
    private bool _running;

    [Inject]
    private CurrentOperator Operator { get; set; } = null!;

    [Inject]
    private LabRuns Runs { get; set; } = null!;

    [Inject]
    private TimeProvider Time { get; set; } = null!;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    [SupplyParameterFromQuery(Name = "workload")]
    private string? WorkloadText { get; set; }

    [SupplyParameterFromQuery(Name = "limit")]
    private string? LimitText { get; set; }

    [SupplyParameterFromQuery(Name = "wait")]
    private string? WaitText { get; set; }

    [SupplyParameterFromQuery(Name = "rate")]
    private string? RateText { get; set; }

    [SupplyParameterFromQuery(Name = "seed")]
    private string? SeedText { get; set; }

    [SupplyParameterFromQuery(Name = "length")]
    private string? LengthText { get; set; }

    private uint ShownLimit => _run?.Options.BacklogLimit ?? (uint.TryParse(_input.Limit, out var limit) ? limit : 0);

    private double Progress => _view is { } view ? (double)view.State.Steps / view.Length : 0;

    private string Heading => _run is null ? LabText.ChooseWorkload
        : _running ? Words.Say(LabText.Running, _ran)
        : LabWords.Answer(_ran, _run.Options, _view!);

    private string Second => _run is null || _running ? LabText.HowLong : LabWords.Second(_view!);

    private (string Class, string Icon, string Text)? Word => _run is null || _running ? null
        : _view!.State.Lost > 0 ? ("crit", "crit", LabText.WordLoses)
        : _view.State.Waited > TimeSpan.Zero || _view.State.Sleeping > 0 ? ("warnc", "held", LabText.WordWaits)
        : ("okc", "ok", LabText.WordSafe);

    private string About => _input.IsTrace
        ? Words.Counted(_input.Trace!.Tasks, LabText.TraceOfOne, LabText.TraceOfMany, Words.Records(_input.Trace.Records), Words.Time(TimeSpan.FromMilliseconds(_input.Trace.Steps)))
        : WorkloadScenario.All.FirstOrDefault(s => s.Name == _input.Scenario) is { } scenario ? $"{scenario.Description} {LabWords.Figures(scenario)}"
        : _input.Complaint(nameof(LabInput.Scenario)) ?? "";

    private string WaitHint => decimal.TryParse(_input.Wait, out var seconds) && seconds is >= 0 and <= 600
        ? Words.Say(LabText.WaitIs, LabWords.Ticks(TimeSpan.FromMilliseconds((long)(seconds * 1000))))
        : LabText.Seconds;

    /// <inheritdoc />
    protected override void OnInitialized()
    {
        _input.Scenario = WorkloadText ?? _input.Scenario;
        _input.Limit = LimitText ?? _input.Limit;
        _input.Wait = WaitText ?? _input.Wait;
        _input.Rate = RateText ?? _input.Rate;
        _input.Seed = SeedText ?? _input.Seed;
        _input.Length = LengthText ?? _input.Length;
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _leaving.CancelAsync();
        if (_run is { } run)
        {
            run.Stop();
            await run.Completion;
        }

        _leaving.Dispose();
    }

    private async Task RunAsync()
    {
        Operator.Demand(ConsoleRole.Operator);
        if (_running || Read() is not { } options)
        {
            return;
        }

        if (Runs.TryStart(options) is not { } run)
        {
            _trouble = LabRuns.Full;
            return;
        }

        (_run, _view, _ran, _running) = (run, run.View, _input.Scenario, true);
        try
        {
            KeepInAddress();
            await WatchAsync(run);
        }
        finally
        {
            _running = false;
        }
    }

    private async Task WatchAsync(LabRun run)
    {
        using var timer = new PeriodicTimer(Ticking.Interval, Time);
        try
        {
            while (!run.Completion.IsCompleted)
            {
                StateHasChanged();
                await Task.WhenAny(run.Completion, timer.WaitForNextTickAsync(_leaving.Token).AsTask());
                _view = run.View;
            }

            await run.Completion;
            _view = run.View;
        }
        catch (OperationCanceledException) when (_leaving.IsCancellationRequested)
        {
        }
    }

    private void Stop() => _run?.Stop();

    private async Task CompareAsync()
    {
        Operator.Demand(ConsoleRole.Operator);
        if (_comparing || Read() is not { } options || _input.ReadLimits(LimitComparison.MostLimits(options)) is not { } limits)
        {
            return;
        }

        _comparing = true;
        try
        {
            var comparison = await Runs.CompareAsync(options, limits, _leaving.Token);
            (_comparison, _comparedWhat) = comparison is null ? (_comparison, _comparedWhat)
                : (comparison, Words.Say(LabText.ComparedWhat, _input.Scenario, options.Seed, Words.Time(options.Length), Words.Time(options.BacklogWaitTime)));
            _trouble = comparison is null ? LabRuns.Full : null;
        }
        catch (OperationCanceledException) when (_leaving.IsCancellationRequested)
        {
        }
        finally
        {
            _comparing = false;
        }
    }

    private SimulationOptions? Read()
    {
        _trouble = null;
        return _input.Read();
    }

    private async Task UploadAsync(InputFileChangeEventArgs file)
    {
        Operator.Demand(ConsoleRole.Operator);
        _trouble = null;
        try
        {
            var (trace, name) = await UploadedTrace.ReadAsync(file.File, _leaving.Token);
            (_input.Trace, _input.TraceName, _input.Scenario) = (trace, name, name);
            _input.Length = UploadedTrace.Seconds(trace);
        }
        catch (Exception e) when (e is InvalidDataException or IOException)
        {
            _trouble = Words.Say(LabText.CannotBeUsed, file.File.Name, e.Message);
        }
    }

    private async Task SaveAsync()
    {
        if (_run?.Recorded is { } trace)
        {
            using var content = new DotNetStreamReference(new MemoryStream(TraceFile.Write(trace)));
            await _chart.SaveAsync($"{Path.GetFileNameWithoutExtension(_ran)}-seed{_run.Options.Seed}.actrace", content);
        }
    }

    // An uploaded trace is not there after a reload, so the address does not name it.
    private void KeepInAddress()
    {
        var asked = new Dictionary<string, object?>
        {
            ["workload"] = _input.IsTrace ? null : _input.Scenario,
            ["limit"] = _input.Limit,
            ["wait"] = _input.Wait,
            ["rate"] = _input.Rate,
            ["seed"] = _input.Seed,
            ["length"] = _input.Length,
        };
        Navigation.NavigateTo(Navigation.GetUriWithQueryParameters(asked), new NavigationOptions { ReplaceHistoryEntry = true });
    }
}
