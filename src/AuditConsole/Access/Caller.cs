using System.Net;
using System.Security.Claims;
using AuditConsole.Monitoring.Hosts;

namespace AuditConsole.Access;

/// <summary>Who asks: a person who has signed in, a program with a token, or whoever reaches an open console.</summary>
/// <param name="Name">As the activity and the pages name them.</param>
/// <param name="Role">What they may do.</param>
/// <param name="Address">From where, without the port; <see langword="null"/> for this process itself.</param>
public sealed record Caller(string Name, ConsoleRole Role, string? Address)
{
    /// <summary>Who acts where nobody has to sign in: whoever reaches the loopback listener.</summary>
    public const string LocalOperator = "local operator";

    private const string AddressClaim = "address";
    private const string AccountClaim = "account";
    private const string SessionClaim = "session";
    private const string TokenClaim = "token";

    /// <summary>The account of a person; <see langword="null"/> for others.</summary>
    public string? Account { get; init; }

    /// <summary>The session that a sign-in began; <see langword="null"/> for others.</summary>
    public string? Session { get; init; }

    /// <summary>The name of a program's token; <see langword="null"/> for others.</summary>
    public string? Token { get; init; }

    /// <summary>Whether somebody signed in, rather than being let in because the console is open.</summary>
    public bool HasSession => Session is not null;

    /// <summary>Whoever reaches an open console from <paramref name="address"/>.</summary>
    public static Caller Local(IPAddress? address) => new(LocalOperator, ConsoleRole.Admin, Readable(address));

    /// <summary>The address as it is read: an IPv4 address that came in over IPv6 is an IPv4 address.</summary>
    public static string? Readable(IPAddress? address) => (address is { IsIPv4MappedToIPv6: true } ? address.MapToIPv4() : address)?.ToString();

    /// <summary>The caller that a request or circuit was authenticated as; <see langword="null"/> for nobody.</summary>
    public static Caller? Of(ClaimsPrincipal? user) =>
        user is { Identity: { IsAuthenticated: true, Name: { } name } } && Enum.TryParse<ConsoleRole>(user.FindFirstValue(ClaimTypes.Role), out var role)
            ? new Caller(name, role, user.FindFirstValue(AddressClaim))
            {
                Account = user.FindFirstValue(AccountClaim),
                Session = user.FindFirstValue(SessionClaim),
                Token = user.FindFirstValue(TokenClaim),
            }
            : null;

    /// <summary>The same for the framework, as authenticated by <paramref name="scheme"/>.</summary>
    public ClaimsPrincipal ToPrincipal(string scheme)
    {
        var claims = new List<Claim> { new(ClaimTypes.Name, Name), new(ClaimTypes.Role, Role.ToString()) };
        foreach (var (type, value) in new[] { (AddressClaim, Address), (AccountClaim, Account), (SessionClaim, Session), (TokenClaim, Token) })
        {
            if (value is not null)
            {
                claims.Add(new Claim(type, value));
            }
        }

        return new ClaimsPrincipal(new ClaimsIdentity(claims, scheme));
    }

    /// <summary>Who it is, as the activity keeps it.</summary>
    /// <param name="through">How it was asked: <c>page</c> or <c>API</c>.</param>
    /// <param name="reason">Why, in the operator's words.</param>
    public Requester As(string through, string? reason = null) => new(
        Name,
        $"{Address ?? "this process"}, {(Token is null ? through : $"API token {Token}")}",
        string.IsNullOrWhiteSpace(reason) ? null : reason.Trim());
}
