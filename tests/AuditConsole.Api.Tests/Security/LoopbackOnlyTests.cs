using AuditConsole.Security;
using Microsoft.Extensions.Configuration;

namespace AuditConsole.Api.Tests.Security;

public sealed class LoopbackOnlyTests
{
    [Theory]
    [InlineData("http://127.0.0.1:5180")]
    [InlineData("http://127.0.0.1:0")]
    [InlineData("http://127.8.9.10:80")]
    [InlineData("http://localhost:5180")]
    [InlineData("http://LOCALHOST:5180/")]
    [InlineData("https://[::1]:5181")]
    [InlineData("http://[::ffff:127.0.0.1]:5180")]
    public void Address_OnLoopback_IsAccepted(string address) => Assert.Null(LoopbackOnly.Refusal([address]));

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
    [InlineData("http://unix:/run/console.sock")]
    [InlineData("localhost:5180")]
    [InlineData("nonsense")]
    [InlineData("http://")]
    public void Address_Elsewhere_IsRefusedWithItsNameAndWhatIsAccepted(string address)
    {
        var refusal = LoopbackOnly.Refusal(["http://127.0.0.1:5180", address]);

        Assert.Contains(address, refusal, StringComparison.Ordinal);
        Assert.Contains("http://127.0.0.1:PORT", refusal, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("urls", "http://127.0.0.1:1; http://0.0.0.0:2", "http://127.0.0.1:1|http://0.0.0.0:2")]
    [InlineData("Kestrel:Endpoints:Open:Url", "http://0.0.0.0:3", "http://0.0.0.0:3")]
    [InlineData("HTTP_PORTS", "8080", "http://*:8080")]
    [InlineData("HTTPS_PORTS", "8443", "http://*:8443")]
    public void Configuration_NamesAddressesInEveryWayTheServerReads(string key, string value, string addresses)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([KeyValuePair.Create(key, (string?)value)]).Build();

        Assert.Equal(addresses.Split('|'), LoopbackOnly.Configured(configuration));
    }
}
