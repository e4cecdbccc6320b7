using System.Text.Encodings.Web;
using AuditConsole.Access.Storage;
using AuditConsole.Settings;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace AuditConsole.Access.Http;

/// <summary>Lets programs in that send a token.</summary>
internal sealed class TokenHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, AccessFile file, AuthSettings settings)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public const string Name = "token";

    /// <summary>The name of the token that the settings give.</summary>
    public const string Bootstrap = "bootstrap";

    private const string Bearer = "Bearer ";

    protected override Task<AuthenticateResult> HandleAuthenticateAsync() => Task.FromResult(Authenticate());

    private AuthenticateResult Authenticate()
    {
        var header = Request.Headers[HeaderNames.Authorization].ToString();
        if (!header.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase))
        {
            return AuthenticateResult.NoResult();
        }

        var secret = header[Bearer.Length..].Trim();
        var (name, role) = settings.BootstrapTokenHash is byte[] hash && Secret.IsSame(hash, secret) ? (Bootstrap, ConsoleRole.Admin)
            : file.Tokens.Use(secret) is { } token ? (token.Name, token.Role)
            : default;
        return name is null
            ? AuthenticateResult.Fail("The token is unknown, expired or revoked.")
            : AuthenticateResult.Success(new AuthenticationTicket(
                new Caller($"token {name}", role, Caller.Readable(Context.Connection.RemoteIpAddress)) { Token = name }.ToPrincipal(Name), Name));
    }
}
