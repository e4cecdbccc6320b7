using AuditConsole.Components;
using AuditConsole.Monitoring.Losses;
using AuditConsole.Monitoring.Records;
using AuditConsole.Monitoring.Windows;

namespace AuditConsole.History;

/// <summary>What is known of a window beside its figures, in sentences.</summary>
public static class PeakExplanation
{
    /// <summary>Who filled the queue, how sure the peak is, and whether the kernel held somebody; empty where nothing is known.</summary>
    public static string Of(PollWindow window)
    {
        var sentences = new List<string>();
        if (window.Details is { } details)
        {
            sentences.AddRange(details.Producers is { Records: > 0 } producers ? Producers(producers) : []);
            if (details.Records is { } records)
            {
                sentences.Add(details.MeanWait is { } wait
                    ? Words.Say(HistoryText.RecordsPassedWaited, Words.Records(records), PerSecond(records, window), Words.Time(wait))
                    : Words.Say(HistoryText.RecordsPassed, Words.Records(records), PerSecond(records, window)));
            }

            if (details.Inferred)
            {
                sentences.Add(HistoryText.Inferred);
            }

            if (details.Held is { } held)
            {
                sentences.Add(Words.Say(HistoryText.HeldThis, Words.Time(held)));
            }

            sentences.AddRange(details.Doubts);
        }

        if (window is { Bound: Monitoring.Bound.AtLeast, Tier: Monitoring.Tier.Sampled } && window.Blind > TimeSpan.Zero)
        {
            sentences.Add(Words.Say(HistoryText.MayHaveHidden, Words.Time(window.Blind)));
        }

        return string.Join(' ', sentences);
    }

    /// <summary>Losses of all windows by cause, the greatest first.</summary>
    public static IEnumerable<LossShare> Losses(IEnumerable<PollWindow> windows) =>
        windows.SelectMany(window => window.Details?.Losses ?? [])
            .GroupBy(loss => loss.Cause)
            .Select(shares => shares.Aggregate((sum, share) => share with { Records = sum.Records is null ? share.Records : sum.Records + (share.Records ?? 0) }))
            .OrderByDescending(loss => loss.Records ?? 0);

    private static IEnumerable<string> Producers(WindowProducers producers)
    {
        var named = producers.Shares.GroupBy(share => share.Kind).Select(shares => shares.MaxBy(share => share.Records)!)
            .Where(share => share.Kind is "key" or "exe" or "type")
            .OrderByDescending(share => share.Records)
            .Select(share => $"{Words.Percent((double)share.Records / producers.Records, 0)} {share.Kind}={share.Name}")
            .ToList();
        if (named.Count > 0)
        {
            yield return $"{string.Join(", ", named)}.";
        }

        if ((double)producers.Own / producers.Records is >= 0.01 and var own)
        {
            yield return Words.Say(HistoryText.CausedByConsole, Words.Percent(own, 0));
        }
    }

    private static string PerSecond(long records, PollWindow window) =>
        Words.Count((long)Math.Round(records / Math.Max((window.To - window.From).TotalSeconds, 0.001)));
}
