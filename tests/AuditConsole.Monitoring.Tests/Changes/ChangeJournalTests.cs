using AuditConsole.Monitoring.Changes;
using AuditConsole.Monitoring.Hosts;
using AuditConsole.Tests.Support;
using FsCheck;
using FsCheck.Fluent;

namespace AuditConsole.Monitoring.Tests.Changes;

public sealed class ChangeJournalTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Kept_WhateverItIs_IsReadBackAsItWas()
    {
        var journal = new ChangeJournal(_folder.File("change.json"));
        Prop.ForAll(Kept.ToArbitrary(), kept =>
        {
            Assert.Null(journal.Save(kept));
            var read = journal.Load("host", DateTimeOffset.UnixEpoch, out var problem);
            Assert.Null(problem);
            AssertSame(kept.Pending, read.Pending);
            Assert.Equal(kept.Past.Count, read.Past.Count);
            Assert.All(kept.Past.Zip(read.Past), pair => AssertSame(pair.First, pair.Second));
        }).QuickCheckThrowOnFailure();
    }

    [Theory]
    [InlineData("", "damaged")]
    [InlineData("{", "damaged")]
    [InlineData("null", "damaged")]
    [InlineData("""{"version":1,"host":"host","past":null}""", "damaged")]
    [InlineData("""{"version":1,"host":"host","pending":{"id":"a","boot_id":"b","by":{"name":"me"},"at":"2026-11-22T00:00:00Z","fields":[],"state":"pending"},"past":[]}""", "damaged")]
    [InlineData("""{"version":1,"host":"host","past":[{"id":"a","boot_id":"b","by":{"name":"me"},"at":"2026-11-22T00:00:00Z","fields":[{"field":"pid","old":1,"new":2}]}]}""", "damaged")]
    [InlineData("""{"version":2,"host":"host","past":[]}""", "newer")]
    [InlineData("""{"version":1,"host":"other","past":[]}""", "other")]
    public void File_ThatCannotBeUsed_IsMovedAsideAndSaid(string text, string aside)
    {
        var path = _folder.File("change.json");
        File.WriteAllText(path, text);

        var kept = new ChangeJournal(path).Load("host", DateTimeOffset.UnixEpoch, out var problem);

        Assert.Null(kept.Pending);
        Assert.Contains("compare the configuration with the activity", problem, StringComparison.Ordinal);
        Assert.Equal(text, File.ReadAllText($"{path}.{aside}-19700101T000000000Z"));
        Assert.False(File.Exists(path));
    }

    [Fact]
    public void File_ThatCannotBeOpened_IsNeverOverwritten()
    {
        var path = _folder.File("change.json");
        Directory.CreateDirectory(path);
        var journal = new ChangeJournal(path);

        // A folder is no file to .NET, so the journal counts as not there; what cannot replace it is said.
        journal.Load("host", DateTimeOffset.UnixEpoch, out _);

        Assert.Contains("cannot be written", journal.Save(new KeptChanges { Host = "host" }), StringComparison.Ordinal);
        Assert.True(Directory.Exists(path));
    }

    private static Gen<KeptChanges> Kept =>
        from pending in Gen.OneOf(Gen.Constant<ChangeRecord?>(null), Change(ChangeState.Pending).Select(change => (ChangeRecord?)change))
        from past in Gen.Elements(ChangeState.Applied, ChangeState.Confirmed, ChangeState.Reverted, ChangeState.Left).SelectMany(Change).ListOf()
        select new KeptChanges { Host = "host", Pending = pending, Past = [.. past] };

    private static Gen<ChangeRecord> Change(ChangeState state) =>
        from name in ArbMap.Default.GeneratorFor<NonNull<string>>()
        from reason in ArbMap.Default.GeneratorFor<string?>()
        from fields in Field.NonEmptyListOf()
        from outcome in Gen.Elements(Enum.GetValues<ReversalOutcome>())
        from found in ArbMap.Default.GeneratorFor<uint?>()
        from due in ArbMap.Default.GeneratorFor<long>()
        select new ChangeRecord
        {
            Id = "id",
            BootId = "boot",
            By = new Requester(Printable(name.Get), null, reason is null ? null : Printable(reason)),
            At = DateTimeOffset.UnixEpoch.AddMilliseconds(due % 1_000_000_000),
            Fields = [.. fields],
            State = state,
            RevertsAt = DateTimeOffset.UnixEpoch,
            Due = due,
            ConfirmWithin = TimeSpan.FromSeconds(60),
            Reversal = state == ChangeState.Pending ? [] : [.. fields.Select(field => new FieldReversal(field, outcome, found, reason is null ? null : Printable(reason)))],
        };

    private static Gen<FieldChange> Field =>
        from name in Gen.Elements<Protocol.AuditSetting>([.. ChangeFields.InOrder])
        from old in ArbMap.Default.GeneratorFor<uint>()
        from now in ArbMap.Default.GeneratorFor<uint>()
        select new FieldChange(name, old, now);

    // JSON has no lone surrogates.
    private static string Printable(string text) => new([.. text.Where(sign => !char.IsSurrogate(sign))]);

    private static void AssertSame(ChangeRecord? expected, ChangeRecord? read)
    {
        Assert.Equal(expected?.Fields, read?.Fields);
        Assert.Equal(expected?.Reversal, read?.Reversal);
        Assert.Equal(expected is null ? null : expected with { Fields = [], Reversal = [] }, read is null ? null : read with { Fields = [], Reversal = [] });
    }
}
