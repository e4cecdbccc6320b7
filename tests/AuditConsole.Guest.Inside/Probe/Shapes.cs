namespace AuditConsole.Guest.Inside.Support;

/// <summary>Floods of one shape: what each window of it hands in, as sizes of datagrams in records.</summary>
/// <param name="Name">What the shape is called.</param>
/// <param name="Windows">One list of datagrams for each window.</param>
internal sealed record Shape(string Name, int[][] Windows)
{
    private const int Seed = 20261122;

    /// <summary>Those the probe is compared with the kernel's mark in.</summary>
    public static IReadOnlyList<Shape> All { get; } =
    [
        new("single records", Repeat(12, _ => [1])),
        new("sizes around a bucket's edge", [.. new[] { 127, 128, 129, 254, 255, 256, 257, 258, 510, 511, 512, 513 }.Select(n => new[] { n })]),
        new("stairs up and down", [.. Enumerable.Range(0, 16).Select(i => new[] { 40 * (i < 8 ? i + 1 : 16 - i) })]),
        new("nothing between two bursts", [[900], [], [900], [], []]),
        new("trains", Repeat(8, random => [.. Enumerable.Range(0, 10).Select(_ => random.Next(1, 120))])),
        new("sizes drawn with a long tail", Repeat(20, random => [(int)Math.Min(1200, 3 / Math.Pow(random.NextDouble(), 1.2))])),
        new("a small one behind a large one", Repeat(8, _ => [700, 3])),
    ];

    private static int[][] Repeat(int windows, Func<Random, int[]> window)
    {
        var random = new Random(Seed);
        return [.. Enumerable.Range(0, windows).Select(_ => window(random))];
    }
}
