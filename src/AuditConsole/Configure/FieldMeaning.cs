using AuditConsole.Components;
using AuditConsole.Protocol;

namespace AuditConsole.Configure;

/// <summary>What a value of the configuration means, in words.</summary>
public static class FieldMeaning
{
    /// <summary>A field's value in words.</summary>
    /// <param name="field">The field.</param>
    /// <param name="value">Its value.</param>
    /// <param name="hz">Ticks per second, where known.</param>
    public static string Of(AuditSetting field, uint value, int? hz) => field switch
    {
        AuditSetting.BacklogLimit => value == 0 ? ConfigureText.LimitNone : Words.Say(ConfigureText.LimitAbove, Words.Records(value)),
        AuditSetting.BacklogWaitTime => value == 0 ? ConfigureText.WaitNone : Words.Say(ConfigureText.WaitUpTo, Ticks(value, hz)),
        AuditSetting.RateLimit => value == 0 ? ConfigureText.RateNone : value == 1 ? ConfigureText.RateOne : Words.Say(ConfigureText.RateMany, Words.Records(value - 1)),
        AuditSetting.Failure => value switch { 0 => ConfigureText.SilentMeaning, 1 => ConfigureText.PrintkMeaning, _ => ConfigureText.PanicMeaning },
        _ => value switch { 0 => ConfigureText.OffMeaning, 1 => ConfigureText.OnMeaning, _ => ConfigureText.LockedMeaning },
    };

    /// <summary>A wait in seconds where that is known, else in ticks with what they may be.</summary>
    public static string Ticks(uint ticks, int? hz) => hz is { } known
        ? Words.Time(TimeSpan.FromSeconds((double)ticks / known))
        : Words.Say(
            ConfigureText.TicksAtHz, Words.Counted(ticks, SharedText.TicksOne, SharedText.TicksMany), Words.Time(TimeSpan.FromSeconds(ticks / 1000.0)), Words.Time(TimeSpan.FromSeconds(ticks / 250.0)));
}
