namespace AuditConsole.Protocol.Tests;

public sealed class AuditFeaturesTests
{
    [Theory]
    [InlineData(0u, 0u, false, false)]
    [InlineData(1u, 1u, false, false)]
    [InlineData(2u, 0u, true, false)]
    [InlineData(3u, 2u, true, true)]
    public void Features_WrittenAndRead_KeepTheLoginUidSwitch(uint features, uint locks, bool immutable, bool locked)
    {
        var read = AuditFeatures.Parse([.. new AuditFeatures(1, uint.MaxValue, features, locks).ToBytes(), 0xFF]);

        Assert.Equal(new AuditFeatures(1, uint.MaxValue, features, locks), read);
        Assert.Equal(immutable, read.LoginUidImmutable);
        Assert.Equal(locked, read.LoginUidImmutableLocked);
    }

    [Fact]
    public void Features_Of15Bytes_AreRefused() =>
        Assert.Throws<AuditProtocolException>(() => AuditFeatures.Parse(new byte[15]));
}
