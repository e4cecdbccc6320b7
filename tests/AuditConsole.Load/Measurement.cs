namespace AuditConsole.Load;

/// <summary>What one part of a run measured.</summary>
public sealed record Measurement
{
    /// <summary>A snapshot that arrives later than this is late.</summary>
    public static readonly TimeSpan MostDelay = TimeSpan.FromSeconds(1);

    /// <summary>How long was measured.</summary>
    public TimeSpan Span { get; init; }

    /// <summary>CPU time of the server's process.</summary>
    public TimeSpan Cpu { get; init; }

    /// <summary>Resident memory of the server's process at the end.</summary>
    public long ResidentBytes { get; init; }

    /// <summary>Bytes that all clients received, on their TCP connections.</summary>
    public long BytesReceived { get; init; }

    /// <summary>Bytes that all clients sent.</summary>
    public long BytesSent { get; init; }

    /// <summary>Milliseconds of CPU per second.</summary>
    public double CpuPerSecond => Cpu.TotalMilliseconds / Span.TotalSeconds;

    /// <summary>How many different samples any client saw.</summary>
    public int Expected => Clients.SelectMany(client => client).Select(snapshot => snapshot.At).Distinct().Count();

    /// <summary>Snapshots per client, fewest first.</summary>
    public IReadOnlyList<int> PerClient => [.. Clients.Select(client => client.Count).Order()];

    /// <summary>The longest that a snapshot took to a client.</summary>
    public TimeSpan LongestDelay => Clients.SelectMany(client => client).Select(snapshot => snapshot.Delay).DefaultIfEmpty().Max();

    /// <summary>Clients that missed a sample another one saw, or got one late.</summary>
    public int FallenBehind
    {
        get
        {
            var expected = Expected;
            return Clients.Count(client =>
                client.Select(snapshot => snapshot.At).Distinct().Count() < expected || client.Any(snapshot => snapshot.Delay > MostDelay));
        }
    }

    internal IReadOnlyList<IReadOnlyList<Received>> Clients { get; init; } = [];
}
