using AuditConsole.Monitoring.Watchers;
using AuditConsole.Monitoring.Windows;
using AuditConsole.Protocol;

namespace AuditConsole.Monitoring.Hosts;

/// <summary>Ends a window with all that the source, the probe and the sampler know of it. Nothing is awaited, so nothing falls between them.</summary>
internal static class WindowClosing
{
    public static PollWindow Close(HostContext context, WindowKeeper keeper, AuditStatus end, bool markIsOurs)
    {
        var (probe, exact) = context.Probe.Take(moved: keeper.Open.Fell);
        var (sampler, sampled) = context.Sampler.Take();
        keeper.Open.Settle(probe?.Peak ?? 0, probe?.PeakAt);
        keeper.Open.Raise(sampler?.Peak ?? 0, sampler?.PeakAt);
        var tier = TierRules.Of(context.Host, end, exact);
        if (tier == Tier.Probe)
        {
            context.Mark.Cleared(probe!.Peak, probe.PeakAt ?? context.Now());
        }

        var whole = exact ? probe : null;

        // Where the mark alone tells the peak, what happens after the last answer shows in the next window.
        var to = tier is Tier.Kernel or Tier.Engine ? keeper.ObservedAt : context.Now();
        var closed = keeper.Close(
            to, tier, end, markIsOurs, tier == Tier.Probe ? probe!.Summary : null, tier == Tier.Sampled && sampled ? sampler?.Blind : null);
        if (tier == Tier.Sampled)
        {
            context.Mark.Seen(closed.Peak, closed.PeakAt ?? closed.From);
        }

        return closed with { Details = Details(closed, probe, whole, sampler, context.Losses.Close(closed, end, whole, keeper.KnowsBoot)) };
    }

    private static WindowDetails? Details(
        PollWindow closed, ProbeTake? probe, ProbeTake? whole, SamplerTake? sampler, IReadOnlyList<Losses.LossShare> losses)
    {
        var held = closed.Details?.Held ?? TimeSpan.Zero;

        // A processor that is busy with others delays a sampler just so; only above the limit is it the kernel.
        held = closed.Peak > closed.BacklogLimit && closed.BacklogLimit != 0 && sampler?.Held > held ? sampler.Held : held;
        var details = closed.Details! with
        {
            Held = held > TimeSpan.Zero ? held : null,
            Records = whole?.Records,
            MeanWait = whole?.MeanWait,
            Samples = sampler?.Samples,
            Doubts = probe?.Doubts ?? [],
            Losses = losses,
        };
        return details.IsEmpty ? null : details;
    }
}
