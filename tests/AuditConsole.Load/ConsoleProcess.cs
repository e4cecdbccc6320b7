using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace AuditConsole.Load;

/// <summary>The console as a process of its own, on the engine, with a state folder that goes with it.</summary>
internal sealed class ConsoleProcess : IAsyncDisposable
{
    // USER_HZ, in which /proc counts CPU time on every Linux architecture .NET runs on.
    private const double ClockTicksPerSecond = 100;
    private const int FieldsBeforeState = 2;
    private static readonly TimeSpan s_startPatience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan s_retry = TimeSpan.FromMilliseconds(50);

    private readonly Process _process;
    private readonly string _state;
    private readonly List<string> _output = [];

    private ConsoleProcess(Process process, string state, Uri address) => (_process, _state, Address) = (process, state, address);

    public Uri Address { get; }

    /// <summary>CPU time of all its threads so far.</summary>
    public TimeSpan Cpu => TimeSpan.FromSeconds((Stat(13) + Stat(14)) / ClockTicksPerSecond);

    /// <summary>Resident memory now, in bytes.</summary>
    public long ResidentBytes => Stat(23) * Environment.SystemPageSize;

    /// <exception cref="InvalidOperationException">It ended, or did not become ready in time; the message has what it printed.</exception>
    public static async Task<ConsoleProcess> StartAsync(string program, CancellationToken cancellationToken)
    {
        var state = Directory.CreateTempSubdirectory("auditconsole-load-").FullName;
        var address = new Uri($"http://127.0.0.1:{FreePort()}/");
        var start = new ProcessStartInfo("dotnet", [
            program,
            "--urls", address.AbsoluteUri,
            "--AuditConsole:Source=engine",
            $"--AuditConsole:StateDirectory={state}",
        ])
        {
            WorkingDirectory = Path.GetDirectoryName(program)!,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        var console = new ConsoleProcess(Process.Start(start)!, state, address);
        console.ReadOutput();
        try
        {
            await console.BecomeReadyAsync(cancellationToken);
            return console;
        }
        catch
        {
            await console.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        await _process.WaitForExitAsync();
        _process.Dispose();
        Directory.Delete(_state, recursive: true);
    }

    private void ReadOutput()
    {
        DataReceivedEventHandler keep = (_, line) =>
        {
            lock (_output)
            {
                _output.Add(line.Data ?? "");
            }
        };
        _process.OutputDataReceived += keep;
        _process.ErrorDataReceived += keep;
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    private async Task BecomeReadyAsync(CancellationToken cancellationToken)
    {
        using var http = new HttpClient { BaseAddress = Address };
        var started = TimeProvider.System.GetTimestamp();
        while (!await IsReadyAsync(http, cancellationToken))
        {
            if (_process.HasExited || TimeProvider.System.GetElapsedTime(started) > s_startPatience)
            {
                lock (_output)
                {
                    throw new InvalidOperationException($"The console did not become ready. It printed:\n{string.Join('\n', _output)}");
                }
            }

            await Task.Delay(s_retry, TimeProvider.System, cancellationToken);
        }
    }

    private static async Task<bool> IsReadyAsync(HttpClient http, CancellationToken cancellationToken)
    {
        try
        {
            using var answer = await http.GetAsync("readyz", cancellationToken);
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    // proc_pid_stat(5), numbered from 0; the second field is the program's name, which may hold spaces.
    private long Stat(int field)
    {
        var text = File.ReadAllText($"/proc/{_process.Id}/stat");
        return long.Parse(text[(text.LastIndexOf(')') + 2)..].Split(' ')[field - FieldsBeforeState], CultureInfo.InvariantCulture);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
