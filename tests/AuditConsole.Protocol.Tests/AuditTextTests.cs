namespace AuditConsole.Protocol.Tests;

public sealed class AuditTextTests
{
    [Theory]
    [InlineData("alice", "acct=\"alice\"")]
    [InlineData("", "acct=?")]
    [InlineData("a b", "acct=612062")]
    [InlineData("x\" res=failed acct=\"y", "acct=7822207265733D6661696C656420616363743D2279")]
    [InlineData("é", "acct=C3A9")]
    [InlineData("a\nb", "acct=610A62")]
    public void Field_AnyValue_CannotPassForAnotherField(string value, string expected) => Assert.Equal(expected, AuditText.Field("acct", value));
}
