using System.Net;
using System.Text.Json;
using AuditConsole.Api.Tests.Support;
using AuditConsole.Monitoring.Losses;
using AuditConsole.Monitoring.Windows;

namespace AuditConsole.Api.Tests.Api;

public sealed class ExportTests(ConsoleFactory console) : IClassFixture<ConsoleFactory>
{
    private const string Route = $"/api/v1/hosts/{ImportedWindows.Host}/polls";
    private const int Imported = 25_000;

    [Theory]
    [InlineData("")]
    [InlineData("&points=100")]
    public async Task Csv_OfARange_HasTheFieldsAndValuesOfPolls(string points)
    {
        using var client = await ImportedAsync();
        var range = Range(500) + points;

        var csv = Csv.Read(await client.GetStringAsync($"{Route}.csv?{range}", TestContext.Current.CancellationToken));
        var polls = (await client.JsonAsync($"{Route}?{range}")).GetProperty("polls").EnumerateArray().ToList();

        Assert.Equal(polls[0].Names(), csv[0].Where(polls[0].Names().Contains));
        Assert.Equal(polls.Select(poll => Fields(poll, csv[0])), csv.Skip(1));
    }

    [Fact]
    public async Task Csv_OfEverything_HasEachWindowOnceInOrder()
    {
        using var client = await ImportedAsync();

        // The range begins inside a window and is read in several stretches.
        var text = await client.GetStringAsync($"{Route}.csv?from={Time(console.Now - Imported * ImportedWindows.Length + TimeSpan.FromSeconds(1))}&to={Time(console.Now)}", TestContext.Current.CancellationToken);
        var csv = Csv.Read(text);

        Assert.Equal(Imported, csv.Count - 1);
        var seq = csv[0].IndexOf("seq");
        Assert.Equal(Enumerable.Range(1, Imported).Select(number => number.ToString(System.Globalization.CultureInfo.InvariantCulture)), csv.Skip(1).Select(line => line[seq]));
    }

    [Fact]
    public async Task Csv_WithDetails_QuotesTheirJson()
    {
        await console.History.ImportAsync(
            [
                new PollWindow
                {
                    Host = "quoted", From = console.Now.AddHours(-1), To = console.Now.AddHours(-1).AddSeconds(15), Peak = 3, BacklogLimit = 64,
                    Details = new WindowDetails { Doubts = ["He said \"no\", twice"], Losses = [new LossShare(LossCause.BacklogLimit, 2, "printk")] },
                },
            ],
            console.Now, TestContext.Current.CancellationToken);
        using var client = console.CreateClient();

        var csv = Csv.Read(await client.GetStringAsync("/api/v1/hosts/quoted/polls.csv", TestContext.Current.CancellationToken));

        var details = JsonElement.Parse(csv[1][csv[0].IndexOf("details")]);
        Assert.Equal("He said \"no\", twice", details.GetProperty("doubts")[0].GetString());
        Assert.Equal("", csv[1][csv[0].IndexOf("mean")]);
    }

    [Fact]
    public async Task Json_OfEverything_IsTheFormOfPolls()
    {
        using var client = await ImportedAsync();

        using var answer = await client.GetAsync($"{Route}.json?{Range(Imported)}", TestContext.Current.CancellationToken);
        var all = (await answer.JsonAsync()).GetProperty("polls");
        var newest = (await client.JsonAsync($"{Route}?{Range(1)}")).GetProperty("polls")[0];

        Assert.Equal(Imported, all.GetArrayLength());
        Assert.Equal(newest.ToString(), all[Imported - 1].ToString());
        Assert.Equal("attachment", answer.Content.Headers.ContentDisposition?.DispositionType);
        Assert.EndsWith("Z.json", answer.Content.Headers.ContentDisposition?.FileNameStar, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("csv")]
    [InlineData("json")]
    public async Task Points_Given_AreNeverExceeded(string form)
    {
        using var client = await ImportedAsync();

        var text = await client.GetStringAsync($"{Route}.{form}?points=100&{Range(Imported)}", TestContext.Current.CancellationToken);

        var rows = form == "csv" ? Csv.Read(text).Count - 1 : JsonElement.Parse(text).GetProperty("polls").GetArrayLength();
        Assert.InRange(rows, 90, 100);
    }

    [Theory]
    [InlineData("csv", "seq,from,to,peak")]
    [InlineData("json", "{\"polls\":[]}")]
    public async Task Range_WithoutAWindow_IsAnEmptyFile(string form, string begins)
    {
        using var client = console.CreateClient();

        var text = await client.GetStringAsync($"{ConsoleFactory.HostRoute}/polls.{form}?from=0001-01-01T00:00:00Z&to=2000-01-01T00:00:00Z", TestContext.Current.CancellationToken);

        Assert.StartsWith(begins, text, StringComparison.Ordinal);
        Assert.Single(text.TrimEnd().Split('\n'));
    }

    [Theory]
    [InlineData("polls.csv?points=0", "1 to 20000")]
    [InlineData("polls.json?points=many", "1 to 20000")]
    [InlineData("polls.csv?from=yesterday", "RFC 3339")]
    public async Task Query_ThatCannotBeUsed_Is400WithWhatIsAccepted(string query, string accepted)
    {
        using var client = console.CreateClient();

        Assert.Contains(accepted, await client.ProblemAsync($"{ConsoleFactory.HostRoute}/{query}", HttpStatusCode.BadRequest), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("csv")]
    [InlineData("json")]
    public async Task Host_ThatIsUnknown_Is404(string form)
    {
        using var client = console.CreateClient();

        Assert.Contains("\"nobody\"", await client.ProblemAsync($"/api/v1/hosts/nobody/polls.{form}", HttpStatusCode.NotFound), StringComparison.Ordinal);
    }

    private static List<string> Fields(JsonElement poll, IEnumerable<string> names) =>
        [.. names.Select(name => !poll.TryGetProperty(name, out var value) ? "" : value.ValueKind switch
        {
            JsonValueKind.Null => "",
            JsonValueKind.String => value.GetString()!,
            _ => value.GetRawText(),
        })];

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", System.Globalization.CultureInfo.InvariantCulture);

    private string Range(int windows) => $"from={Time(console.Now - windows * ImportedWindows.Length)}&to={Time(console.Now)}";

    // Taking in the same windows again changes nothing, so each test may.
    private async Task<HttpClient> ImportedAsync()
    {
        var client = console.CreateClient();
        await console.History.ImportAsync(ImportedWindows.Before(console.Now, Imported), console.Now, TestContext.Current.CancellationToken);
        return client;
    }
}
