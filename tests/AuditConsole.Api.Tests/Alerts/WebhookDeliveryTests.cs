using AuditConsole.Alerts;
using AuditConsole.Alerts.Delivery;
using AuditConsole.Api.Tests.Support;
using AuditConsole.Monitoring.Alerts;
using AuditConsole.Tests.Support;

namespace AuditConsole.Api.Tests.Alerts;

public sealed class WebhookDeliveryTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Notices_OfSeveralAlerts_ArriveOnceEachAndInOrder()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var harness = new DeliveryHarness(receiver.Address);
        for (var i = 0; i < 20; i++)
        {
            harness.Delivery.Put(harness.Notice(i));
        }

        await harness.UntilAsync(state => state.Delivered == 20);

        for (var i = 0; i < 20; i++)
        {
            Assert.Equal(harness.Notice(i).Id, (await receiver.NextAsync()).Body.Text("id"));
        }

        Assert.Equal((20, 0), (receiver.Count, harness.Delivery.State.Waiting));
        Assert.Equal(Enumerable.Range(0, 20).Select(i => (harness.Notice(i).Id, ToldPhase.Firing)), harness.Told);
    }

    [Theory]
    [InlineData(ToldPhase.Firing, 0)]
    [InlineData(ToldPhase.Resolved, 1)]
    public async Task Notice_PutAgainWhileItIsTold_WaitsOnlyWithNews(ToldPhase again, int left)
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var harness = new DeliveryHarness(receiver.Address);
        var queue = new NoticeQueue(most: 10);
        var notice = harness.Notice(1);

        queue.Put(notice);
        queue.Put(notice with { Phase = again, At = notice.At.AddSeconds(1) });
        queue.Done(notice);

        Assert.Equal(left, queue.Count);
    }

    [Fact]
    public async Task Notice_AnsweredWithServerErrors_IsTriedAgainUntilItIsTaken()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        receiver.Answer(500, 503, 429, 408);
        await using var harness = new DeliveryHarness(receiver.Address);

        harness.Delivery.Put(harness.Notice(1));
        harness.Delivery.Put(harness.Notice(2));
        var failing = await harness.UntilAsync(state => state.NextTry is not null, letTimePass: false);
        Assert.Equal(("It answered 500.", 2, null), (failing.LastError, failing.Waiting, failing.LastSuccess));
        var state = await harness.UntilAsync(state => state.Delivered == 2);

        Assert.Equal((6, null, null), (receiver.Count, state.LastError, state.NextTry));
        Assert.Contains("takes alerts again", harness.Log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pauses_WhileItFails_GrowUpToAMinute()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        receiver.Answer([.. Enumerable.Repeat(500, 20)]);
        await using var harness = new DeliveryHarness(receiver.Address);
        harness.Delivery.Put(harness.Notice(1));
        var pauses = new List<TimeSpan>();
        for (var i = 0; i < 20; i++)
        {
            var at = harness.Clock.GetUtcNow();
            var tried = receiver.Count;
            var state = await harness.UntilAsync(state => state.NextTry > at && receiver.Count > tried - 1, letTimePass: false);
            pauses.Add(state.NextTry!.Value - at);
            harness.Clock.Advance(pauses[^1]);
            await harness.UntilAsync(state => state.NextTry > harness.Clock.GetUtcNow() || state.Delivered == 1, letTimePass: false);
        }

        Assert.All(pauses, pause => Assert.InRange(pause, TimeSpan.FromTicks(1), TimeSpan.FromMinutes(1)));
        Assert.True(pauses[^1] > 5 * pauses[0], $"The pauses do not grow: {string.Join(", ", pauses)}");
    }

    [Fact]
    public async Task Receiver_ThatIsDown_IsToldWhenItIsBack()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        await receiver.StopAsync();
        await using var harness = new DeliveryHarness(receiver.Address);
        harness.Delivery.Put(harness.Notice(1));
        var down = await harness.UntilAsync(state => state.NextTry is not null, letTimePass: false);
        Assert.Contains("ConnectionRefused", down.LastError, StringComparison.Ordinal);

        await receiver.ListenAsync();
        var state = await harness.UntilAsync(state => state.Delivered == 1);

        Assert.Equal((0, null), (state.Waiting, state.LastError));
        Assert.Equal("firing", (await receiver.NextAsync()).Body.Text("event"));
    }

    [Fact]
    public async Task Notice_ThatIsOverBeforeTheReceiverIsBack_IsToldOnceAsResolved()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        await receiver.StopAsync();
        await using var harness = new DeliveryHarness(receiver.Address);
        harness.Delivery.Put(harness.Notice(1));
        harness.Delivery.Put(harness.Notice(2));
        await harness.UntilAsync(state => state.NextTry is not null, letTimePass: false);
        harness.Delivery.Put(harness.Notice(1, ToldPhase.Resolved));

        await receiver.ListenAsync();
        await harness.UntilAsync(state => state.Delivered == 2);

        Assert.Equal(("resolved", "firing"), ((await receiver.NextAsync()).Body.Text("event"), (await receiver.NextAsync()).Body.Text("event")));
        Assert.Equal(0, harness.Delivery.State.Dropped);
    }

    [Fact]
    public async Task Notice_OfWhatTheReceiverKnows_IsNotToldAgain()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var harness = new DeliveryHarness(receiver.Address);
        var notice = harness.Notice(1);
        harness.Delivery.Put(notice);
        await harness.UntilAsync(state => state.Delivered == 1);

        harness.Delivery.Put(notice);
        harness.Delivery.Put(harness.Notice(2));
        await harness.UntilAsync(state => state.Delivered == 2);

        Assert.Equal(2, receiver.Count);
    }

    [Fact]
    public async Task Queue_BeyondItsBound_DropsTheOldestThatIsOverAndSaysSo()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        await receiver.StopAsync();
        await using var harness = new DeliveryHarness(receiver.Address);
        harness.Delivery.Put(harness.Notice(0));
        await harness.UntilAsync(state => state.NextTry is not null, letTimePass: false);
        for (var i = 1; i <= WebhookDelivery.MostWaiting + 4; i++)
        {
            harness.Delivery.Put(harness.Notice(i, i % 2 == 0 ? ToldPhase.Firing : ToldPhase.Resolved));
        }

        Assert.Equal((5L, WebhookDelivery.MostWaiting), (harness.Delivery.State.Dropped, harness.Delivery.State.Waiting));
        Assert.Equal(Enumerable.Range(0, 5).Select(i => (harness.Notice((2 * i) + 1).Id, ToldPhase.Resolved)), harness.Told);
        Assert.Contains($"never told of the alert {harness.Notice(1).Id}", harness.Log.Text, StringComparison.Ordinal);

        await receiver.ListenAsync();
        await harness.UntilAsync(state => state.Delivered == WebhookDelivery.MostWaiting);
        Assert.Equal(harness.Notice(0).Id, (await receiver.NextAsync()).Body.Text("id"));
    }

    [Fact]
    public async Task Notice_ThatIsRefusedForGood_HoldsUpNobody()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        receiver.Answer(400);
        await using var harness = new DeliveryHarness(receiver.Address);
        harness.Delivery.Put(harness.Notice(1));
        harness.Delivery.Put(harness.Notice(2));

        var state = await harness.UntilAsync(state => state.Delivered == 1, letTimePass: false);

        Assert.Equal((2, 1), (receiver.Count, state.Refused));
        Assert.Contains("refused the alert", harness.Log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Redirection_IsNotFollowed()
    {
        await using var other = await WebhookReceiver.StartAsync();
        await using var receiver = await WebhookReceiver.StartAsync();
        receiver.Answer(context =>
        {
            (context.Response.StatusCode, context.Response.Headers.Location) = (307, other.Address.ToString());
            return Task.CompletedTask;
        });
        await using var harness = new DeliveryHarness(receiver.Address);

        harness.Delivery.Put(harness.Notice(1));
        var state = await harness.UntilAsync(state => state.Refused == 1, letTimePass: false);

        Assert.Equal(0, other.Count);
        Assert.Contains("307", state.LastError, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Receiver_ThatDoesNotAnswer_IsGivenUpAfterTenSecondsAndTriedAgain()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        var gone = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        receiver.Answer(context =>
        {
            context.RequestAborted.Register(gone.SetResult);
            return gone.Task;
        });
        await using var harness = new DeliveryHarness(receiver.Address);
        harness.Delivery.Put(harness.Notice(1));
        await receiver.NextAsync();
        harness.Clock.Advance(TimeSpan.FromSeconds(10));
        var state = await harness.UntilAsync(state => state.NextTry is not null, letTimePass: false);
        Assert.Equal("It did not answer within 10 s.", state.LastError);
        await gone.Task.WaitAsync(Token);

        await harness.UntilAsync(state => state.Delivered == 1);
    }

    [Fact]
    public async Task Secret_IsSentAndNeverSaid()
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(folder.File("token"), "Bearer s3cret\n", Token);
        await using var receiver = await WebhookReceiver.StartAsync();
        receiver.Answer(500, 401);
        await using var harness = new DeliveryHarness(receiver.Address, secretFile: folder.File("token"));
        harness.Delivery.Put(harness.Notice(1));
        harness.Delivery.Put(harness.Notice(2));
        await harness.UntilAsync(state => state.Delivered == 1);

        var said = $"{harness.Log.Text} {harness.Delivery.State}";
        Assert.Equal("Bearer s3cret", (await receiver.NextAsync()).Authorization);
        Assert.DoesNotContain("s3cret", said, StringComparison.Ordinal);
        Assert.DoesNotContain("secret-path", said, StringComparison.Ordinal);
        Assert.Contains($"http://127.0.0.1:{receiver.Address.Port}", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Generic_HasTheNumbersAndWhatToDo()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var harness = new DeliveryHarness(receiver.Address);
        harness.Delivery.Put(harness.Notice(1));

        var posted = await receiver.NextAsync();

        Assert.Equal("/hook/secret-path", posted.Path);
        Assert.Equal(("firing", "db-07", "kernel", "lost", "critical"), (posted.Body.Text("event"), posted.Body.Text("host"), posted.Body.Text("source"), posted.Body.Text("rule"), posted.Body.Text("severity")));
        Assert.Equal((1, 37, 40, 0), (posted.Body.Number("version"), posted.Body.Number("value"), posted.Body.Number("worst"), posted.Body.Number("threshold")));
        Assert.Equal(("37 records lost in the last 10 min.", "Give it more room.", "records"), (posted.Body.Text("text"), posted.Body.Text("remedy"), posted.Body.Text("unit")));
        Assert.Equal(System.Text.Json.JsonValueKind.Null, posted.Body.Kind("resolved_at"));
    }

    [Fact]
    public async Task Alertmanager_HasAnEndThatMovesOnWhileItFires()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var harness = new DeliveryHarness(receiver.Address, WebhookFormat.Alertmanager);
        var firing = harness.Notice(1);
        harness.Delivery.Put(firing);
        var first = Assert.Single((await receiver.NextAsync()).Body.EnumerateArray());
        await harness.UntilAsync(state => state.Delivered == 1);
        var now = harness.Clock.GetUtcNow();
        harness.Delivery.Put(firing, again: true);
        await receiver.NextAsync();
        harness.Delivery.Put(harness.Notice(1, ToldPhase.Resolved));
        var last = Assert.Single((await receiver.NextAsync()).Body.EnumerateArray());

        Assert.Equal(now.AddMinutes(4), first.GetProperty("endsAt").GetDateTimeOffset());
        Assert.Equal(now, last.GetProperty("endsAt").GetDateTimeOffset());
        Assert.Equal(first.GetProperty("labels").GetRawText(), last.GetProperty("labels").GetRawText());
        Assert.Equal(first.Text("startsAt"), last.Text("startsAt"));
        Assert.Equal(("AuditLost", "critical"), (first.GetProperty("labels").Text("alertname"), first.GetProperty("labels").Text("severity")));
        Assert.Equal("37 records", first.GetProperty("annotations").Text("value"));
    }
}
