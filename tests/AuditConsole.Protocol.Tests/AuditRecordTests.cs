using System.Text;

namespace AuditConsole.Protocol.Tests;

public sealed class AuditRecordTests
{
    private const string Cleared = "audit(1795333019.977:16): op=set backlog_max_depth=0 old=1147 auid=4294967295 ses=4294967295 subj=\"a:b\" res=1";

    [Theory]
    [InlineData("")]
    [InlineData("\n")]
    [InlineData("\0")]
    public void Record_OfAClear_GivesStampSerialAndOldValue(string end)
    {
        Assert.True(AuditRecord.TryParse(AuditMessageType.ConfigChange, Encoding.UTF8.GetBytes(Cleared + end), out var record));

        Assert.NotNull(record);
        Assert.Equal(DateTimeOffset.FromUnixTimeMilliseconds(1795333019977), record.At);
        Assert.Equal(16ul, record.Serial);
        Assert.Equal("1147", record.Field("old"));
        Assert.Equal("0", record.Field("backlog_max_depth"));
        Assert.Equal("a:b", record.Field("subj"));
        Assert.Equal("1", record.Field("res"));
    }

    [Theory]
    [InlineData("depth")]
    [InlineData("ol")]
    [InlineData("old=")]
    [InlineData("OLD")]
    [InlineData("")]
    public void Field_ThatIsOnlyPartOfAName_IsNull(string name)
    {
        Assert.True(AuditRecord.TryParse(AuditMessageType.ConfigChange, Encoding.UTF8.GetBytes(Cleared), out var record));
        Assert.Null(record!.Field(name));
    }

    [Theory]
    [InlineData("")]
    [InlineData("audit(")]
    [InlineData("audit(1.2:3)")]
    [InlineData("xaudit(1.002:3): a=b")]
    [InlineData("audit(1:2.3): a=b")]
    [InlineData("audit(1.1000:3): a=b")]
    [InlineData("audit(-1.002:3): a=b")]
    [InlineData("audit(999999999999999999.002:3): a=b")]
    [InlineData("audit(1.002:18446744073709551616): a=b")]
    [InlineData("I\0\0\0")]
    public void Record_WithoutAStamp_IsNoRecord(string text)
    {
        Assert.False(AuditRecord.TryParse(AuditMessageType.ConfigChange, Encoding.UTF8.GetBytes(text), out var record));
        Assert.Null(record);
    }
}
