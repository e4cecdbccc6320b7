using AuditConsole.Access.SigningIn;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server.Circuits;

namespace AuditConsole.Access;

/// <summary>Says who a circuit's operator is, whoever its connection was authenticated as, and that they are nobody as soon as they lose that.</summary>
internal sealed class CallerCircuit(AuthenticationStateProvider authentication, CurrentOperator current, LiveConnections connections) : CircuitHandler, IDisposable
{
    private IDisposable? _entry;

    public override async Task OnCircuitOpenedAsync(Circuit circuit, CancellationToken cancellationToken)
    {
        current.Become(Caller.Of((await authentication.GetAuthenticationStateAsync()).User));
        if (current.Caller is { } caller)
        {
            _entry = connections.Add(caller, current.End);
        }
    }

    public override Task OnCircuitClosedAsync(Circuit circuit, CancellationToken cancellationToken)
    {
        Dispose();
        return Task.CompletedTask;
    }

    public void Dispose() => _entry?.Dispose();
}
