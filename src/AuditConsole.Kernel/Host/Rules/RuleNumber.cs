using System.Globalization;

namespace AuditConsole.Kernel.Host.Rules;

/// <summary>A number as <c>auditctl</c> reads it: decimal, or octal after 0, or hexadecimal after 0x; what follows the digits is not looked at.</summary>
internal static class RuleNumber
{
    /// <summary>The number at the beginning of a word; <see langword="null"/> where none begins it.</summary>
    /// <param name="word">The word.</param>
    /// <param name="isWhole">Whether the word is nothing but that number.</param>
    public static uint? Read(string word, out bool isWhole)
    {
        isWhole = false;
        if (word.Length == 0 || !char.IsAsciiDigit(word[0]))
        {
            return null;
        }

        var (start, radix) = word switch
        {
            ['0', 'x' or 'X', var first, ..] when char.IsAsciiHexDigit(first) => (2, 16u),
            ['0', ..] => (0, 8u),
            _ => (0, 10u),
        };
        ulong value = 0;
        var at = start;
        for (; at < word.Length && Digit(word[at]) is { } digit && digit < radix; at++)
        {
            value = (value * radix) + digit;
            if (value > uint.MaxValue)
            {
                return null;
            }
        }

        isWhole = at == word.Length;
        return (uint)value;
    }

    private static uint? Digit(char sign) =>
        uint.TryParse([sign], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var digit) ? digit : null;
}
