using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace AuditConsole.Api.Tests.Support;

/// <summary>Asks the API and reads what it answers as JSON, so that names are checked as they are sent.</summary>
internal static class Answers
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static async Task<JsonElement> JsonAsync(this HttpClient client, string route)
    {
        using var answer = await client.GetAsync(route, Token);
        return await answer.JsonAsync();
    }

    /// <summary>The body of a good answer.</summary>
    public static async Task<JsonElement> JsonAsync(this HttpResponseMessage answer)
    {
        var body = await answer.Content.ReadAsStringAsync(Token);
        Assert.True(answer.IsSuccessStatusCode, $"{(int)answer.StatusCode} {body}");
        Assert.Equal("application/json", answer.Content.Headers.ContentType?.MediaType);
        return JsonElement.Parse(body);
    }

    /// <summary>The detail of problem details with that status.</summary>
    public static async Task<string> ProblemAsync(this HttpResponseMessage answer, HttpStatusCode status)
    {
        Assert.Equal(status, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        var problem = await answer.Content.ReadFromJsonAsync<JsonElement>(Token);
        Assert.Equal((int)status, problem.GetProperty("status").GetInt32());
        Assert.NotEqual("", problem.GetProperty("title").GetString());
        return problem.GetProperty("detail").GetString()!;
    }

    public static async Task<string> ProblemAsync(this HttpClient client, string route, HttpStatusCode status)
    {
        using var answer = await client.GetAsync(route, Token);
        return await answer.ProblemAsync(status);
    }

    public static Task<HttpResponseMessage> SendJsonAsync(this HttpClient client, string route, string body, string type = "application/json") =>
        client.PostAsync(route, new StringContent(body, Encoding.UTF8, type), Token);

    /// <summary>Lets time pass until the reset is answered.</summary>
    public static async Task<JsonElement> ResetAsync(this ConsoleFactory console, string counter, string? body = null)
    {
        using var client = console.CreateClient();
        using var answer = await console.DriveAsync(
            body is null
                ? client.PostAsync($"{ConsoleFactory.HostRoute}/{counter}/reset", null, Token)
                : client.SendJsonAsync($"{ConsoleFactory.HostRoute}/{counter}/reset", body));
        return await answer.JsonAsync();
    }

    public static string[] Names(this JsonElement json) => [.. json.EnumerateObject().Select(property => property.Name)];

    public static JsonValueKind Kind(this JsonElement json, string name) => json.GetProperty(name).ValueKind;

    public static long Number(this JsonElement json, string name) => json.GetProperty(name).GetInt64();

    public static string? Text(this JsonElement json, string name) => json.GetProperty(name).GetString();
}
