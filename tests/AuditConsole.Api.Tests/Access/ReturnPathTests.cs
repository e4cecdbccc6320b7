using AuditConsole.Access.Http;

namespace AuditConsole.Api.Tests.Access;

public sealed class ReturnPathTests
{
    [Theory]
    [InlineData("/")]
    [InlineData("/history?range=1y&from=now-1d%2Fd")]
    [InlineData("/a//b")]
    public void Path_OfThisConsole_IsGoneBackTo(string path) => Assert.Equal(path, ReturnPath.Local(path));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("history")]
    [InlineData("https://elsewhere.example/")]
    [InlineData("//elsewhere.example")]
    [InlineData("/\\elsewhere.example")]
    [InlineData("/\t/elsewhere.example")]
    [InlineData("/a\\b")]
    [InlineData("\\\\elsewhere.example")]
    [InlineData("javascript:alert(1)")]
    [InlineData("/a\r\nLocation: https://elsewhere.example")]
    [InlineData("/sign-in?return=/sign-in")]
    public void Path_ThatLeadsElsewhere_IsTheFirstPage(string? path)
    {
        Assert.Equal("/", ReturnPath.Local(path));
        Assert.Equal("/sign-in", ReturnPath.SignIn(path));
    }
}
