using AuditConsole.Monitoring.History;
using AuditConsole.Monitoring.Hosts;

namespace AuditConsole.Api;

/// <summary>Turns what the console's own parts throw into problem details.</summary>
internal sealed class ProblemFilter : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        try
        {
            return await next(context);
        }
        catch (ApiProblemException e)
        {
            return e.ToResult();
        }
        catch (ResetRefusedException e)
        {
            return ApiProblemException.Conflict(e.Message).ToResult();
        }
        catch (Exception e) when (e is HostBusyException or HistoryException)
        {
            return ApiProblemException.Unavailable(e.Message).ToResult();
        }
    }
}
