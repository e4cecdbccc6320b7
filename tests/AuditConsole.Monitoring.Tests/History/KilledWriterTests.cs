using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using AuditConsole.Monitoring.History;
using AuditConsole.Monitoring.History.Postgres;
using AuditConsole.Monitoring.History.Sqlite;
using AuditConsole.Monitoring.Tests.Support;
using AuditConsole.Tests.Support;

namespace AuditConsole.Monitoring.Tests.History;

/// <summary>A program that writes at full speed is killed at random: what it was told is committed is there, once.</summary>
/// <remarks><c>AUDITCONSOLE_KILLS</c> says how often; 5 without it.</remarks>
public sealed class KilledWriterTests(SharedPostgres postgres) : IClassFixture<SharedPostgres>
{
    private static readonly int s_kills = int.TryParse(Environment.GetEnvironmentVariable("AUDITCONSOLE_KILLS"), out var kills) ? kills : 5;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Kill_OfAWriterToSqlite_LosesNothingThatWasCommitted()
    {
        using var folder = new TemporaryFolder();
        await KillAgainAndAgainAsync("sqlite", $"Data Source={folder.File("history.db")}");
    }

    [Fact]
    public async Task Kill_OfAWriterToPostgres_LosesNothingThatWasCommitted()
    {
        Assert.SkipWhen(PostgresServer.Missing is not null, PostgresServer.Missing ?? "");
        await KillAgainAndAgainAsync("postgres", postgres.Server.CreateDatabase());
    }

    private static async Task KillAgainAndAgainAsync(string provider, string connection)
    {
        var random = new Random(11);
        var told = new Dictionary<string, long>();
        for (var kill = 0; kill < s_kills; kill++)
        {
            await WriteAndKillAsync(provider, connection, lines: random.Next(1, Math.Max(200, 20_000 / s_kills)), told);
            await using IHistory history = provider == "postgres" ? new PostgresHistory(connection) : new SqliteHistory(connection);
            var problems = await history.CheckAsync(Token);
            var stored = await history.ExportAsync(Token).GroupBy(window => window.Host).ToDictionaryAsync(group => group.Key, group => group.Select(window => window.Seq).ToList(), cancellationToken: Token);

            Assert.Empty(problems);
            Assert.All(stored.Values, numbers => Assert.Equal(Enumerable.Range(1, numbers.Count).Select(n => (long)n), numbers));
            Assert.All(told, host => Assert.True(stored[host.Key].Count >= host.Value, $"{host.Key}: {host.Value} committed, {stored[host.Key].Count} stored"));
        }

        Assert.NotEmpty(told);
    }

    // Killed as soon as it has told of that many windows, while the next ones are on their way.
    private static async Task WriteAndKillAsync(string provider, string connection, int lines, Dictionary<string, long> told)
    {
        var start = new ProcessStartInfo(
            Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "../../../dotnet")),
            [Path.Combine(AppContext.BaseDirectory, "AuditConsole.History.Writer.dll"), provider, connection])
        { RedirectStandardOutput = true };
        using var writer = Process.Start(start)!;
        try
        {
            for (var line = 0; line < lines; line++)
            {
                Note(await writer.StandardOutput.ReadLineAsync(Token) ?? throw new InvalidOperationException("The writer ended by itself."));
            }
        }
        finally
        {
            writer.Kill();
        }

        while (await writer.StandardOutput.ReadLineAsync(Token) is { } rest)
        {
            Note(rest);
        }

        await writer.WaitForExitAsync(Token);

        // The last line may have been cut off.
        void Note(string line)
        {
            if (line.Split(' ') is [var host, var number] && host.Length == "host-0".Length && long.TryParse(number, CultureInfo.InvariantCulture, out var seq))
            {
                told[host] = Math.Max(told.GetValueOrDefault(host), seq);
            }
        }
    }
}
