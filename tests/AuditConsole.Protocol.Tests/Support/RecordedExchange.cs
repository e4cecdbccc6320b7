using System.Text.Json;

namespace AuditConsole.Protocol.Tests.Support;

/// <summary>A request and what a live kernel answered, with the meaning of each answer, from <c>Data/exchanges.json</c>.</summary>
internal sealed record RecordedExchange(string Name, string Kernel, string Note, string Request, IReadOnlyList<RecordedReply> Replies)
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web);

    public static IReadOnlyDictionary<string, RecordedExchange> All { get; } = Load();

    public byte[] RequestBytes => Convert.FromHexString(Request);

    /// <summary>The messages of the request; none where the kernel spoke unasked.</summary>
    public IReadOnlyList<NetlinkMessage> Requests => Request.Length == 0 ? [] : NetlinkMessage.Split(RequestBytes);

    private static Dictionary<string, RecordedExchange> Load()
    {
        using var file = File.OpenRead(Path.Combine(AppContext.BaseDirectory, "Data", "exchanges.json"));
        return JsonSerializer.Deserialize<List<RecordedExchange>>(file, Options)!.ToDictionary(e => e.Name, StringComparer.Ordinal);
    }
}

/// <summary>One datagram of a kernel; <paramref name="Status"/>, <paramref name="Error"/> and <paramref name="Text"/> are given where it carries them.</summary>
internal sealed record RecordedReply(
    string Hex, uint Length, ushort Type, ushort Flags, uint Seq, uint Pid, IReadOnlyDictionary<string, uint?>? Status, int? Error, string? Text)
{
    public byte[] Bytes => Convert.FromHexString(Hex);
}
