using AuditConsole.Security;
using Microsoft.Extensions.Configuration;

namespace AuditConsole.Api.Tests.Security;

public sealed class ListenRuleTests
{
    [Theory]
    [InlineData("http://127.0.0.1:5180")]
    [InlineData("http://127.0.0.1:0")]
    [InlineData("http://127.8.9.10:80")]
    [InlineData("http://localhost:5180")]
    [InlineData("http://LOCALHOST:5180/")]
    [InlineData("https://[::1]:5181")]
    [InlineData("http://[::ffff:127.0.0.1]:5180")]
    public void Address_OnLoopback_IsAccepted(string address)
    {
        Assert.Null(ListenRule.Refusal([address]));
        Assert.True(ListenRule.IsLoopback(address));
    }

    [Theory]
    [InlineData("http://0.0.0.0:5180")]
    [InlineData("http://[::]:5180")]
    [InlineData("http://*:5180")]
    [InlineData("http://+:5180")]
    [InlineData("http://192.0.2.7:5180")]
    [InlineData("http://[fe80::1]:5180")]
    [InlineData("http://example.org:5180")]
    [InlineData("http://localhost.example.org:5180")]
    [InlineData("http://127.0.0.1.example.org:5180")]
    public void Address_ElsewhereWithoutTls_IsRefusedUnlessAProxyHasIt(string address)
    {
        var refusal = ListenRule.Refusal(["http://127.0.0.1:5180", address]);

        Assert.Contains(address, refusal, StringComparison.Ordinal);
        Assert.Contains("http://127.0.0.1:PORT", refusal, StringComparison.Ordinal);
        Assert.Contains("AuditConsole:Auth:TrustedProxies", refusal, StringComparison.Ordinal);
        Assert.Null(ListenRule.Refusal([address], hasProxies: true));
        Assert.False(ListenRule.IsLoopback(address));
        Assert.Null(ListenRule.Refusal([address.Replace("http:", "https:", StringComparison.Ordinal)]));
    }

    [Theory]
    [InlineData("http://unix:/run/console.sock")]
    [InlineData("localhost:5180")]
    [InlineData("nonsense")]
    [InlineData("http://")]
    public void Address_ThatIsNone_IsRefusedAlsoBehindAProxy(string address)
    {
        Assert.Contains(address, ListenRule.Refusal([address], hasProxies: true), StringComparison.Ordinal);
        Assert.False(ListenRule.IsLoopback(address));
    }

    [Theory]
    [InlineData("urls", "http://127.0.0.1:1; http://0.0.0.0:2", "http://127.0.0.1:1|http://0.0.0.0:2")]
    [InlineData("Kestrel:Endpoints:Open:Url", "http://0.0.0.0:3", "http://0.0.0.0:3")]
    [InlineData("HTTP_PORTS", "8080", "http://*:8080")]
    [InlineData("HTTPS_PORTS", "8443", "https://*:8443")]
    public void Configuration_NamesAddressesInEveryWayTheServerReads(string key, string value, string addresses) =>
        Assert.Equal(addresses.Split('|'), ListenRule.Configured(Configuration((key, value))));

    [Fact]
    public void Https_ElsewhereWithoutACertificateOrAName_IsToldWhatIsMissing()
    {
        var address = ("urls", "https://*:5181");
        var certificate = ("Kestrel:Certificates:Default:Path", "/etc/ssl/audit.pem");
        var loopback = ("AllowedHosts", "localhost;127.0.0.1");

        Assert.Contains(ListenRule.Complaints(Configuration(address, loopback), hasProxies: false), complaint => complaint.Contains("without a certificate", StringComparison.Ordinal));
        Assert.StartsWith("AllowedHosts is \"localhost;127.0.0.1\"; accepted", Assert.Single(ListenRule.Complaints(Configuration(address, loopback, certificate), hasProxies: false)), StringComparison.Ordinal);
        Assert.Empty(ListenRule.Complaints(Configuration(address, certificate, ("AllowedHosts", "audit.example.org")), hasProxies: false));
        Assert.Empty(ListenRule.Complaints(Configuration(("urls", "https://192.0.2.7:5181"), certificate, loopback), hasProxies: false));
    }

    [Fact]
    public void Http_BehindAProxyWithoutAName_IsToldWhatIsMissing()
    {
        Assert.StartsWith("AllowedHosts is", Assert.Single(ListenRule.Complaints(Configuration(("urls", "http://127.0.0.1:5180"), ("AllowedHosts", "localhost")), hasProxies: true)), StringComparison.Ordinal);
        Assert.Empty(ListenRule.Complaints(Configuration(("urls", "http://127.0.0.1:5180"), ("AllowedHosts", "localhost")), hasProxies: false));
    }

    private static IConfiguration Configuration(params (string Key, string Value)[] settings) =>
        new ConfigurationBuilder().AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Key, (string?)setting.Value))).Build();
}
