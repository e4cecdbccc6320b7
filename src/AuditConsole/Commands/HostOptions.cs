using System.CommandLine;

namespace AuditConsole.Commands;

/// <summary>Whom a command talks to, and how it prints. One set is shared by all commands that ask a host.</summary>
internal sealed class HostOptions
{
    private const string DefaultAddress = "http://127.0.0.1:5180";
    private const string AddressVariable = "AUDITCONSOLE_URL";
    private const string TokenVariable = "AUDITCONSOLE_TOKEN";

    private readonly Option<string?> _url = new("--url") { Description = $"Where the console listens; {AddressVariable} or {DefaultAddress} where it is left out", HelpName = "ADDRESS" };
    private readonly Option<string?> _tokenFile = new("--token-file") { Description = $"A file that holds an API token; {TokenVariable} where it is left out", HelpName = "FILE" };
    private readonly Option<string?> _host = new("--host") { Description = "The host's name; the one the console watches where it is left out", HelpName = "HOST" };
    private readonly Option<bool> _direct = new("--direct") { Description = "Ask this machine's kernel itself, without a console; needs CAP_AUDIT_CONTROL" };
    private readonly Option<bool> _json = new("--json") { Description = "As the API answers" };

    /// <summary>Gives a command these options.</summary>
    public void AddTo(Command command, bool direct = false)
    {
        foreach (var option in new Option[] { _url, _tokenFile, _host, _json })
        {
            command.Add(option);
        }

        if (direct)
        {
            command.Add(_direct);
        }
    }

    /// <summary>Whether JSON is asked for.</summary>
    public bool AsJson(ParseResult parsed) => parsed.GetValue(_json);

    /// <exception cref="CommandFailure">The address or the token cannot be used.</exception>
    public IAuditHost Open(ParseResult parsed) => parsed.GetValue(_direct) ? new KernelClient() : OpenConsole(parsed);

    /// <exception cref="CommandFailure">The address or the token cannot be used.</exception>
    public ConsoleClient OpenConsole(ParseResult parsed)
    {
        var text = parsed.GetValue(_url) ?? Variable(AddressVariable) ?? DefaultAddress;
        return Uri.TryCreate(text.EndsWith('/') ? text : text + '/', UriKind.Absolute, out var address) && (address.Scheme == Uri.UriSchemeHttp || address.Scheme == Uri.UriSchemeHttps)
            ? new ConsoleClient(address, Token(parsed.GetValue(_tokenFile)), parsed.GetValue(_host))
            : throw new CommandFailure($"\"{text}\" is no address; accepted is one like {DefaultAddress}.", ExitCode.Usage);
    }

    private static string? Token(string? file)
    {
        try
        {
            return file is null ? Variable(TokenVariable) : File.ReadAllText(file).Trim();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailure($"The token cannot be read: {e.Message}", ExitCode.Usage);
        }
    }

    private static string? Variable(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value.Trim() : null;
}
