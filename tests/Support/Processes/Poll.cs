using System.Text.Json;

namespace AuditConsole.Tests.Support.Processes;

/// <summary>A window as <c>/polls</c> writes it; equal where every word of it is.</summary>
internal sealed record Poll(string Json)
{
    private readonly JsonElement _json = JsonDocument.Parse(Json).RootElement;

    public long Seq => _json.GetProperty("seq").GetInt64();

    public DateTimeOffset From => _json.GetProperty("from").GetDateTimeOffset();

    public DateTimeOffset To => _json.GetProperty("to").GetDateTimeOffset();

    public uint Peak => _json.GetProperty("peak").GetUInt32();

    public string Bound => _json.GetProperty("bound").GetString()!;

    public string Tier => _json.GetProperty("tier").GetString()!;

    public bool Gap => _json.GetProperty("gap").GetBoolean();

    public long BlindMs => _json.GetProperty("blind_ms").GetInt64();

    public double Mean => _json.GetProperty("mean").GetDouble();

    public uint P99 => _json.GetProperty("p99").GetUInt32();

    public bool Equals(Poll? other) => Json == other?.Json;

    public override int GetHashCode() => Json.GetHashCode(StringComparison.Ordinal);

    /// <summary>Asserts that the windows tile time and that their numbers have no hole.</summary>
    public static void AssertTile(IReadOnlyList<Poll> polls) =>
        Assert.All(polls.Zip(polls.Skip(1)), pair =>
        {
            Assert.Equal(pair.First.Seq + 1, pair.Second.Seq);
            Assert.Equal(pair.First.To, pair.Second.From);
        });
}
