using System.Globalization;
using System.Threading.RateLimiting;
using AuditConsole.Api;

namespace AuditConsole.Access.Http;

/// <summary>How often anybody may ask: to sign in, without being let in, and at all.</summary>
internal sealed class AccessLimits(TimeProvider time) : IDisposable
{
    /// <summary>Sign-ins and uses of links by one address in a minute.</summary>
    public const int SignInsOfAddress = 10;

    /// <summary>Sign-ins to one account in a minute, from wherever.</summary>
    public const int SignInsOfAccount = 10;

    /// <summary>Requests of one address in a minute that were not let in.</summary>
    public const int UnauthorizedOfAddress = 120;

    // Far above what ten open pages and a scraper ask.
    private const int Burst = 1000;
    private const int PerSecond = 200;
    // A password takes a processor for some 50 ms: others wait meanwhile, and not for long.
    private const int PasswordsAtOnce = 2;
    private const int PasswordsWaiting = 20;
    private static readonly TimeSpan s_minute = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan s_shortly = TimeSpan.FromSeconds(1);

    private readonly KeyedLimiters<Counted> _counts = new(LimiterOf, time);

    private readonly ConcurrencyLimiter _passwords = new(new ConcurrencyLimiterOptions { PermitLimit = PasswordsAtOnce, QueueLimit = PasswordsWaiting, QueueProcessingOrder = QueueProcessingOrder.OldestFirst });

    /// <summary>Counts an attempt to sign in.</summary>
    /// <param name="address">From where.</param>
    /// <param name="account">To which account, if there is one of that name.</param>
    /// <returns>How long to wait first; <see langword="null"/> where it may be made now.</returns>
    public TimeSpan? SignIn(string? address, string? account) =>
        Wait(Count.SignInOfAddress, address ?? "") ?? (account is null ? null : Wait(Count.SignInOfAccount, account));

    /// <summary>Counts a request that was not let in.</summary>
    public TimeSpan? Unauthorized(HttpContext context) => Wait(Count.Unauthorized, Caller.Readable(context.Connection.RemoteIpAddress) ?? "");

    /// <summary>Waits for a turn to check a password; not acquired where too many wait.</summary>
    public ValueTask<RateLimitLease> PasswordTurnAsync(CancellationToken cancellationToken) => _passwords.AcquireAsync(1, cancellationToken);

    /// <summary>Counts a request, whoever makes it.</summary>
    public TimeSpan? Request(HttpContext context) => IsFree(context) ? null : Wait(Count.Request, Key(context));

    public static Task RefuseAsync(HttpContext context, TimeSpan wait)
    {
        context.Response.Headers.RetryAfter = Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        return TooMany(wait).ToResult().ExecuteAsync(context);
    }

    public void Dispose() => _passwords.Dispose();

    private static ApiProblemException TooMany(TimeSpan wait) =>
        new(StatusCodes.Status429TooManyRequests, "Too many requests", $"Try again in {Math.Ceiling(wait.TotalSeconds):0} s, and less often.");

    // Simulated figures on loopback keep nobody out, and whether the process is up must be answered to whoever watches it.
    private static bool IsFree(HttpContext context) =>
        context.RequestServices.GetRequiredService<AccessMode>().Open || context.Request.Path.StartsWithSegments("/livez");

    private static string Key(HttpContext context) => context.Caller() is { } caller
        ? caller.Session ?? $"token {caller.Token}"
        : $"address {Caller.Readable(context.Connection.RemoteIpAddress)}";

    private static ReplenishingRateLimiter LimiterOf(Counted counted) => counted.What switch
    {
        Count.SignInOfAddress => PerMinute(SignInsOfAddress),
        Count.SignInOfAccount => PerMinute(SignInsOfAccount),
        Count.Unauthorized => PerMinute(UnauthorizedOfAddress),
        _ => new TokenBucketRateLimiter(new TokenBucketRateLimiterOptions
        {
            TokenLimit = Burst,
            TokensPerPeriod = PerSecond,
            ReplenishmentPeriod = s_shortly,
            QueueLimit = 0,
            AutoReplenishment = false,
        }),
    };

    private static FixedWindowRateLimiter PerMinute(int permits) =>
        new(new FixedWindowRateLimiterOptions { PermitLimit = permits, Window = s_minute, QueueLimit = 0, AutoReplenishment = false });

    private TimeSpan? Wait(Count what, string who)
    {
        using var lease = _counts.Take(new Counted(what, who));
        return lease.IsAcquired ? null : lease.TryGetMetadata(MetadataName.RetryAfter, out var after) ? after : s_shortly;
    }

    private enum Count
    {
        Request,
        SignInOfAddress,
        SignInOfAccount,
        Unauthorized,
    }

    private readonly record struct Counted(Count What, string Who);
}

/// <summary>Turns away who asks too often.</summary>
internal static class AccessLimitsExtensions
{
    public static void UseAccessLimits(this WebApplication app)
    {
        var limits = app.Services.GetRequiredService<AccessLimits>();
        app.Use((context, next) => limits.Request(context) is { } wait ? AccessLimits.RefuseAsync(context, wait) : next(context));
    }
}
