using Microsoft.AspNetCore.Http.HttpResults;

namespace AuditConsole.Api;

/// <summary>A request that cannot be answered as asked. Becomes problem details (RFC 9457) whose detail says what to do.</summary>
public sealed class ApiProblemException(int status, string title, string detail) : Exception(detail)
{
    public int Status => status;

    public string Title => title;

    public static ApiProblemException BadRequest(string detail) => new(StatusCodes.Status400BadRequest, "The request is wrong", detail);

    public static ApiProblemException Forbidden(string detail) => new(StatusCodes.Status403Forbidden, "Not permitted", detail);

    public static ApiProblemException Conflict(string detail) => new(StatusCodes.Status409Conflict, "The host's state does not allow it", detail);

    public static ApiProblemException Unavailable(string detail) => new(StatusCodes.Status503ServiceUnavailable, "Not now", detail);

    /// <summary>A request that the server itself could not read, such as one whose body is too long.</summary>
    public static ApiProblemException Unreadable(BadHttpRequestException e) => new(
        e.StatusCode,
        "The request cannot be read",
        e.StatusCode == StatusCodes.Status413PayloadTooLarge ? $"The body is longer than the {Security.ServerLimits.MostBody / 1024} kB that are accepted." : e.Message);

    public ProblemHttpResult ToResult() => TypedResults.Problem(Message, statusCode: Status, title: Title);

    /// <summary>Says what to do where the framework itself refused a request.</summary>
    public static void AddDetail(ProblemDetailsContext context) =>
        context.ProblemDetails.Detail ??= context.ProblemDetails.Status switch
        {
            StatusCodes.Status404NotFound => $"There is nothing at {context.HttpContext.Request.Path}; GET /openapi/v1.json lists what there is.",
            StatusCodes.Status405MethodNotAllowed => $"{context.HttpContext.Request.Method} is not possible at {context.HttpContext.Request.Path}; GET /openapi/v1.json lists what is.",
            StatusCodes.Status415UnsupportedMediaType => "Send Content-Type: application/json and a JSON body.",
            StatusCodes.Status500InternalServerError => "The console failed; its log says why under the trace id.",
            _ => null,
        };
}
