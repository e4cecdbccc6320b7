using System.Diagnostics;
using System.Net.Http.Json;
using System.Reflection;
using System.Text.Json;
using System.Threading.Channels;
using AuditConsole.Tests.Support;

namespace AuditConsole.BrowserTests.Support;

/// <summary>The console as its users run it: a process on a port of its own with its own engine and state folder, one window a second.</summary>
public class ConsoleProcess : IAsyncLifetime
{
    private const string Listening = "Now listening on: ";
    private static readonly TimeSpan s_start = TimeSpan.FromSeconds(60);

    private readonly TemporaryFolder _folder = new();
    private readonly List<string> _said = [];
    private Channel<string> _lines = Channel.CreateUnbounded<string>();
    private Process? _process;

    /// <summary>Where it listens; the same after it was started again.</summary>
    public Uri Address { get; private set; } = new("http://127.0.0.1:0");

    /// <summary>For asking the API as a script would.</summary>
    public HttpClient Http { get; } = new();

    /// <summary>Where it keeps its history and keys.</summary>
    protected string StateFolder => Path.Combine(_folder.Path, "state");

    /// <summary>The program that is run.</summary>
    protected virtual string Program => Known("ConsoleProgram");

    /// <summary>Settings under <c>AuditConsole</c> that differ from the usual ones.</summary>
    protected virtual IReadOnlyDictionary<string, string> Settings => new Dictionary<string, string>();

    public virtual async ValueTask InitializeAsync() => await StartAsync();

    public virtual async ValueTask DisposeAsync()
    {
        await KillAsync();
        Http.Dispose();
        _folder.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Starts it, and returns once it listens.</summary>
    public async Task StartAsync()
    {
        var start = new ProcessStartInfo("dotnet", [Program, "--urls", Address.GetLeftPart(UriPartial.Authority)])
        {
            WorkingDirectory = _folder.Path,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["AuditConsole__Source"] = "engine";
        start.Environment["AuditConsole__Poll__Interval"] = "00:00:01";
        start.Environment["AuditConsole__StateDirectory"] = StateFolder;
        foreach (var (key, value) in Settings)
        {
            start.Environment[$"AuditConsole__{key.Replace(":", "__", StringComparison.Ordinal)}"] = value;
        }

        // Of an earlier process nothing is left to be read.
        var lines = _lines = Channel.CreateUnbounded<string>();
        _said.Clear();
        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += (_, line) => _ = line.Data is { } text ? lines.Writer.TryWrite(text) : lines.Writer.TryComplete();
        _process.ErrorDataReceived += (_, line) => lines.Writer.TryWrite(line.Data ?? "");
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();

        Address = new Uri((await PrintedAsync(Listening))[Listening.Length..]);
    }

    /// <summary>The rest of the first line since its start that holds <paramref name="text"/>, from there.</summary>
    /// <remarks>The log has a thread of its own: what is said after "Now listening" may well be printed before it.</remarks>
    public async Task<string> PrintedAsync(string text)
    {
        using var patience = new CancellationTokenSource(s_start, TimeProvider.System);
        for (var next = 0; ; next++)
        {
            if (next == _said.Count)
            {
                _said.Add(await NextLineAsync(text, patience.Token));
            }

            if (_said[next].IndexOf(text, StringComparison.Ordinal) is >= 0 and var at)
            {
                return _said[next][at..];
            }
        }
    }

    private async Task<string> NextLineAsync(string awaited, CancellationToken cancellationToken)
    {
        try
        {
            return await _lines.Reader.ReadAsync(cancellationToken);
        }
        catch (Exception error) when (error is OperationCanceledException or ChannelClosedException)
        {
            throw new InvalidOperationException($"The console did not print \"{awaited}\". It said:{Environment.NewLine}{string.Join(Environment.NewLine, _said)}", error);
        }
    }

    /// <summary>Ends it as a power cut would; does nothing when it does not run.</summary>
    public async Task KillAsync()
    {
        if (_process is { } process)
        {
            _process = null;
            process.Kill();
            await process.WaitForExitAsync();
            process.Dispose();
        }
    }

    /// <summary>What the API answers below the engine's route.</summary>
    public async Task<JsonElement> GetAsync(string route) => await Http.GetFromJsonAsync<JsonElement>(new Uri(Address, $"api/v1/hosts/engine/{route}"));

    /// <summary>What the build knows of where things are.</summary>
    internal static string Known(string key) =>
        typeof(ConsoleProcess).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().First(known => known.Key == key).Value!;
}
