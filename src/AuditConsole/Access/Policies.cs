using Microsoft.AspNetCore.Authorization;

namespace AuditConsole.Access;

/// <summary>What a route or page may demand. Where nothing is demanded, <see cref="View"/> is.</summary>
public static class Policies
{
    /// <summary>Needs <see cref="ConsoleRole.Viewer"/>.</summary>
    public const string View = "view";

    /// <summary>Needs <see cref="ConsoleRole.Operator"/>.</summary>
    public const string Operate = "operate";

    /// <summary>Needs <see cref="ConsoleRole.Admin"/>.</summary>
    public const string Administer = "administer";

    /// <summary>The policy that demands <paramref name="role"/>.</summary>
    public static string For(ConsoleRole role) => role switch
    {
        ConsoleRole.Admin => Administer,
        ConsoleRole.Operator => Operate,
        _ => View,
    };

    /// <summary>Answers a route's callers only from <paramref name="role"/> on: others get 401 or 403.</summary>
    internal static TBuilder Needs<TBuilder>(this TBuilder endpoint, ConsoleRole role)
        where TBuilder : IEndpointConventionBuilder => endpoint.RequireAuthorization(For(role));

    /// <summary>The three policies, and denial of whatever demands none.</summary>
    internal static void Add(AuthorizationOptions options)
    {
        foreach (var role in Enum.GetValues<ConsoleRole>())
        {
            options.AddPolicy(For(role), policy => policy.RequireAuthenticatedUser().AddRequirements(new RoleRequirement(role)));
        }

        options.DefaultPolicy = options.FallbackPolicy = options.GetPolicy(View)!;
    }
}

/// <summary>At least this role.</summary>
/// <param name="Role">The least role.</param>
internal sealed record RoleRequirement(ConsoleRole Role) : IAuthorizationRequirement;

/// <summary>Judges <see cref="RoleRequirement"/>.</summary>
internal sealed class RoleHandler : AuthorizationHandler<RoleRequirement>
{
    protected override Task HandleRequirementAsync(AuthorizationHandlerContext context, RoleRequirement requirement)
    {
        if (Caller.Of(context.User)?.Role >= requirement.Role)
        {
            context.Succeed(requirement);
        }

        return Task.CompletedTask;
    }
}
