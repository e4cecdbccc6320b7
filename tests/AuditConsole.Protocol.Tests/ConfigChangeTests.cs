namespace AuditConsole.Protocol.Tests;

public sealed class ConfigChangeTests
{
    public static TheoryData<string, ConfigChange> Texts => new()
    {
        { "op=set backlog_max_depth=0 old=2040 auid=4294967295 ses=4294967295 res=1", new("backlog_max_depth", 0, 2040, ConfigChange.Unset, ConfigChange.Unset, true) },
        { "op=set audit_backlog_limit=8192 old=64 auid=1000 ses=3 subj=unconfined_u:unconfined_r:unconfined_t:s0 res=1", new("audit_backlog_limit", 8192, 64, 1000, 3, true) },
        { "op=set audit_rate_limit=7 old=0 auid=1000 ses=3 res=0", new("audit_rate_limit", 7, 0, 1000, 3, false) },
        { "audit_enabled=1 old=0 auid=0 ses=1 subj=kernel res=1", new("audit_enabled", 1, 0, 0, 1, true) },
        { "audit_failure=2 old=1 by auid=500 res=1", new("audit_failure", 2, 1, 500, null, true) },
        { "lost=0 old=4294967295 auid=0 ses=1 res=1", new("lost", 0, uint.MaxValue, 0, 1, true) },
        { "lost=0 old=-1 auid=0 ses=1 res=1", new("lost", 0, uint.MaxValue, 0, 1, true) },
    };

    [Theory]
    [MemberData(nameof(Texts))]
    public void TryParse_ARecordOfAField_GivesItsParts(string text, ConfigChange change)
    {
        Assert.True(ConfigChange.TryParse(Record(AuditMessageType.ConfigChange, text), out var parsed));
        Assert.Equal(change, parsed);
    }

    [Theory]
    [InlineData("auid=1000 ses=3 op=add_rule key=\"exec\" list=4 res=1")]
    [InlineData("op=updated_rules path=\"/etc/passwd\" key=(null) list=4 res=1")]
    [InlineData("op=set audit_backlog_limit=8192 auid=1000 res=1")]
    [InlineData("op=set audit_backlog_limit=x old=64 auid=1000 res=1")]
    [InlineData("op=set audit_backlog_limit=8192 old=4294967296 auid=1000 res=1")]
    [InlineData("old=64")]
    [InlineData("word old=64")]
    [InlineData("=1 old=64")]
    [InlineData("")]
    public void TryParse_AnyOtherText_IsNoneOfThem(string text) => Assert.False(ConfigChange.TryParse(Record(AuditMessageType.ConfigChange, text), out _));

    [Fact]
    public void TryParse_ARecordOfAnotherType_IsNoneOfThem() =>
        Assert.False(ConfigChange.TryParse(Record(AuditMessageType.User, "op=set lost=0 old=7 auid=0 ses=1 res=1"), out _));

    private static AuditRecord Record(AuditMessageType type, string text) => new(type, DateTimeOffset.UnixEpoch, 1, text);
}
