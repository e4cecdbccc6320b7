using System.Net;
using System.Net.Http.Headers;
using System.Text.RegularExpressions;
using AuditConsole.Access;
using AuditConsole.Access.Storage;
using AuditConsole.Load;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace AuditConsole.Api.Tests.Support;

/// <summary>A console that wants to know who comes, with an admin, an operator and a viewer.</summary>
public sealed partial class SignedConsole : ConsoleFactory
{
    public const string Password = "correct horse battery";
    public const string BootstrapToken = "a-bootstrap-token-of-the-tests-alone";

    private readonly ILoggerProvider? _logs;

    public SignedConsole()
        : this(null)
    {
    }

    internal SignedConsole(ILoggerProvider? logs, params (string Key, string Value)[] settings)
        : base([("AuditConsole:Auth:SignIn", "always"), ("AuditConsole:Auth:BootstrapToken", BootstrapToken), .. settings]) => _logs = logs;

    internal AccessFile File => Services.GetRequiredService<AccessFile>();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Makes the three accounts, each named as its role.</summary>
    internal void AddAccounts()
    {
        foreach (var role in Enum.GetValues<ConsoleRole>())
        {
            File.Accounts.Add($"a-{role}", role, Password);
        }
    }

    /// <summary>A browser without scripts: it keeps cookies and follows nothing.</summary>
    internal HttpClient Browser() => CreateClient(new WebApplicationFactoryClientOptions { AllowAutoRedirect = false });

    /// <summary>A program with a token.</summary>
    internal HttpClient Program(string token)
    {
        var client = CreateClient(new WebApplicationFactoryClientOptions { AllowAutoRedirect = false, HandleCookies = false });
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return client;
    }

    /// <summary>A program with a new token of that role.</summary>
    internal HttpClient Program(ConsoleRole role) => Program(File.Tokens.Create($"t-{Guid.NewGuid():n}", role, null, "a test"));

    /// <summary>Fills in a form of a page and sends it, as a browser does.</summary>
    internal static async Task<HttpResponseMessage> SendFormAsync(HttpClient browser, string page, params (string Name, string Value)[] fields)
    {
        var html = await browser.GetStringAsync(page, Token);
        var hidden = HiddenField().Matches(html).Select(field => (WebUtility.HtmlDecode(field.Groups[1].Value), WebUtility.HtmlDecode(field.Groups[2].Value)));
        return await browser.PostAsync(page, Form([.. hidden, .. fields]), Token);
    }

    internal static FormUrlEncodedContent Form(params (string Name, string Value)[] fields) =>
        new(fields.DistinctBy(field => field.Name).Select(field => KeyValuePair.Create(field.Name, field.Value)));

    /// <summary>Signs in over the page.</summary>
    internal static Task<HttpResponseMessage> SignInAsync(HttpClient browser, string name, string password = Password, string page = "/sign-in") =>
        SendFormAsync(browser, page, ("name", name), ("password", password));

    /// <summary>A hub connection with a token, or none.</summary>
    internal HubConnection HubWith(string? token)
    {
        var sockets = Server.CreateWebSocketClient();
        sockets.ConfigureRequest = request =>
        {
            if (token is not null)
            {
                request.Headers.Authorization = $"Bearer {token}";
            }
        };
        return WebSocketHub.Build(new Uri(Server.BaseAddress, "hubs/audit"), sockets.ConnectAsync);
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        base.ConfigureWebHost(builder);
        if (_logs is not null)
        {
            builder.UseSetting("Logging:LogLevel:Default", "Trace");
            builder.UseSetting("Logging:LogLevel:Microsoft.AspNetCore", "Trace");
            builder.ConfigureServices(services => services.AddLogging(logging => logging.ClearProviders().AddProvider(_logs).SetMinimumLevel(LogLevel.Trace)));
        }
    }

    [GeneratedRegex("<input type=\"hidden\" name=\"([^\"]+)\" value=\"([^\"]*)\"")]
    private static partial Regex HiddenField();
}
