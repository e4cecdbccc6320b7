using System.Text.Json;

namespace AuditConsole.Monitoring.Changes;

/// <summary>What is kept of changes over the end of a console, whatever ended it.</summary>
public sealed record KeptChanges
{
    /// <summary>The version this program writes.</summary>
    public const int CurrentVersion = 1;

    private const int MostPast = 20;

    /// <summary>Which version wrote it.</summary>
    public int Version { get; init; } = CurrentVersion;

    /// <summary>The host.</summary>
    public string Host { get; init; } = "";

    /// <summary>The change that is taken back unless somebody confirms it.</summary>
    public ChangeRecord? Pending { get; init; }

    /// <summary>Changes that are over, newest first.</summary>
    public IReadOnlyList<ChangeRecord> Past { get; init; } = [];

    /// <summary>The same with a change that is over.</summary>
    public KeptChanges With(ChangeRecord over)
    {
        ArgumentNullException.ThrowIfNull(over);
        return this with { Pending = Pending?.Id == over.Id ? null : Pending, Past = [over, .. Past.Take(MostPast - 1)] };
    }
}

/// <summary>The file that changes are kept in, with the values to go back to. It is written before the first of them is sent.</summary>
/// <remarks>It is replaced as a whole. A file that cannot be used is moved aside and said, never overwritten: it may hold a change that nobody confirmed.</remarks>
public sealed class ChangeJournal(string path)
{
    private const string NotTakenBack = ". If a change waited in it to be confirmed, it is not taken back: compare the configuration with the activity.";

    private readonly KeptFile<KeptChanges> _file = new(
        path, KeptChanges.CurrentVersion, kept => kept.Host, IsWhole, new(NotTakenBack, NotTakenBack, ", so a change that waited in it is not taken back.", "."));

    /// <summary>Where it is.</summary>
    public string Path => path;

    /// <summary>Reads what was kept.</summary>
    /// <param name="host">The host; what is kept of another one is not taken over.</param>
    /// <param name="now">Names a file that is moved aside.</param>
    /// <param name="problem">Why nothing could be taken over, and where the file is now; <see langword="null"/> when there is nothing to say.</param>
    public KeptChanges Load(string host, DateTimeOffset now, out string? problem) => _file.Load(host, now, out problem) ?? new KeptChanges { Host = host };

    /// <summary>Reads the file as it is.</summary>
    /// <exception cref="JsonException">It is damaged, or of a newer program.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">Likewise, for want of permission.</exception>
    public KeptChanges Read() => _file.Read();

    /// <summary>Writes all of it.</summary>
    /// <returns>Why it could not be written; <see langword="null"/> when it was.</returns>
    public string? Save(KeptChanges kept) => _file.Save(kept);

    private static bool IsWhole(KeptChanges kept) =>
        kept is { Host: not null, Past: not null }
        && kept.Past.All(IsWhole)
        && kept.Pending is null or { Due: not null, RevertsAt: not null, State: ChangeState.Pending }
        && (kept.Pending is null || IsWhole(kept.Pending));

    private static bool IsWhole(ChangeRecord change) =>
        change is { Id: not null, BootId: not null, By.Name: not null, Fields: not null, Reversal: not null }
        && change.Fields.All(IsWhole)
        && change.Reversal.All(reversal => reversal?.Change is { } field && IsWhole(field));

    private static bool IsWhole(FieldChange field) => field is not null && ChangeFields.InOrder.Contains(field.Field);
}
