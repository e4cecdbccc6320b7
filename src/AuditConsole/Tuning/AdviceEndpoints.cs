using System.Globalization;
using AuditConsole.Advice;
using AuditConsole.Api;

namespace AuditConsole.Tuning;

/// <summary>What the limit should be.</summary>
internal static class AdviceEndpoints
{
    private const double MostBudget = 1e15;

    public static void MapAdvice(this RouteGroupBuilder api) =>
        api.MapGet("/hosts/{host}/advice", async (
            string host, string? from, string? max_lost, string? max_memory, string? max_stall, HostDirectory hosts, AdviceKeeper keeper, CancellationToken token) =>
        {
            (BudgetKind Kind, double? Most)[] asked =
            [
                (BudgetKind.Lost, Number(nameof(max_lost), max_lost)), (BudgetKind.Memory, Number(nameof(max_memory), max_memory)), (BudgetKind.Stall, Number(nameof(max_stall), max_stall)),
            ];
            var start = Query.Time("from", from);
            await hosts.RequireAsync(host, token);
            var advice = await keeper.AdviseAsync(await keeper.FactsAsync(host, token), start, token);
            var days = advice.Levels.Record.Watched.TotalDays;
            return TypedResults.Ok(AdvicePayload.Of(advice, advice.Curve is { } curve ? [.. asked.Where(budget => budget.Most is not null).Select(budget => Budget.Of(budget.Kind, budget.Most!.Value, curve, days))] : []));
        }).WithSummary("What the limit should be, how sure that is and what it costs; from= leaves out what was before, max_lost=, max_memory= and max_stall= ask for the limit that keeps to records in 30 days, bytes or seconds in 30 days");

    private static double? Number(string name, string? text) =>
        text is null ? null
        : double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value) && value <= MostBudget ? value
        : throw ApiProblemException.BadRequest($"{name} is \"{text}\"; accepted is a number from 0 to {MostBudget:0}.");
}
