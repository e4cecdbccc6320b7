using AuditConsole.Access;
using AuditConsole.Monitoring.Changes;
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
        catch (BadHttpRequestException e)
        {
            return ApiProblemException.Unreadable(e).ToResult();
        }
        catch (NotPermittedException e)
        {
            return ApiProblemException.Forbidden(e.Message).ToResult();
        }
        catch (RequestRefusedException e)
        {
            return ApiProblemException.Conflict(e.Message).ToResult();
        }
        catch (ChangeInvalidException e)
        {
            return ApiProblemException.BadRequest(e.Message).ToResult();
        }
        catch (Exception e) when (e is HostBusyException or HistoryException)
        {
            return ApiProblemException.Unavailable(e.Message).ToResult();
        }
    }
}
