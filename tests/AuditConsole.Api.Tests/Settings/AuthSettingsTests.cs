using AuditConsole.Settings;
using AuditConsole.Tests.Support;
using Microsoft.Extensions.Configuration;

namespace AuditConsole.Api.Tests.Settings;

public sealed class AuthSettingsTests : IDisposable
{
    private const string Good = "0123456789abcdef0123456789abcdef";
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Token_OfEitherKind_IsTakenAndOnlyItsHashKept()
    {
        var file = Write(Good + "\n");

        var given = Load(("Auth:BootstrapToken", Good)).Auth;
        var read = Load(("Auth:BootstrapTokenFile", file)).Auth;

        Assert.NotNull(given.BootstrapTokenHash);
        Assert.Equal(given.BootstrapTokenHash, read.BootstrapTokenHash);
        Assert.DoesNotContain(Good, $"{given}", StringComparison.Ordinal);
        Assert.Null(Load().Auth.BootstrapTokenHash);
    }

    [Theory]
    [InlineData("short")]
    [InlineData("0123456789abcdef0123456789abcde")]
    [InlineData("0123456789abcdef 0123456789abcdef")]
    public void Token_ThatCannotBeUsed_IsSaidWithoutIt(string token)
    {
        var given = Complaint(("Auth:BootstrapToken", token));
        var read = Complaint(("Auth:BootstrapTokenFile", Write(token)));

        Assert.All([given, read], complaint => Assert.Contains("at least 32", complaint, StringComparison.Ordinal));
        Assert.All([given, read], complaint => Assert.DoesNotContain(token, complaint, StringComparison.Ordinal));
    }

    [Fact]
    public void Token_GivenBothWays_IsAnError()
    {
        var complaint = Complaint(("Auth:BootstrapToken", Good), ("Auth:BootstrapTokenFile", Write(Good)));

        Assert.StartsWith("AuditConsole:Auth:BootstrapToken cannot be used", complaint, StringComparison.Ordinal);
        Assert.DoesNotContain(Good, complaint, StringComparison.Ordinal);
    }

    [Fact]
    public void TokenFile_ThatIsNotThere_IsNamed() =>
        Assert.Contains("/nowhere/token", Complaint(("Auth:BootstrapTokenFile", "/nowhere/token")), StringComparison.Ordinal);

    [Fact]
    public void Proxies_AreReadFromOneTextOrAList()
    {
        Assert.Equal(["10.0.0.7/32", "2001:db8::/32"], Load(("Auth:TrustedProxies", "10.0.0.7, 2001:db8::/32")).Auth.TrustedProxies.Select(network => network.ToString()));
        Assert.Equal(["10.1.0.0/16", "::1/128"], Load(("Auth:TrustedProxies:0", "10.1.0.0/16"), ("Auth:TrustedProxies:1", "::1")).Auth.TrustedProxies.Select(network => network.ToString()));
    }

    [Theory]
    [InlineData("0.0.0.0/0")]
    [InlineData("::/0")]
    [InlineData("proxy.example.org")]
    public void Proxy_ThatIsNoAddress_OrEveryAddress_IsRefused(string text)
    {
        var complaint = Complaint(("Auth:TrustedProxies", $"10.0.0.7,{text}"));

        Assert.StartsWith($"AuditConsole:Auth:TrustedProxies is \"{text}\"; accepted", complaint, StringComparison.Ordinal);
    }

    private static string Complaint(params (string Key, string Value)[] settings) =>
        Assert.Single(Assert.Throws<SettingsException>(() => Load(settings)).Complaints);

    private static ConsoleSettings Load(params (string Key, string Value)[] settings) => SettingsLoader.Load(
        new ConfigurationBuilder().AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create($"AuditConsole:{setting.Key}", (string?)setting.Value))).Build(), "machine");

    private string Write(string text)
    {
        var path = Path.Combine(_folder.Path, Guid.NewGuid().ToString("n"));
        File.WriteAllText(path, text);
        return path;
    }
}
