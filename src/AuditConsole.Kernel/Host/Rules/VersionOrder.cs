using System.Buffers;
using System.Globalization;
using System.Numerics;

namespace AuditConsole.Kernel.Host.Rules;

/// <summary>The order of <c>ls -v</c>, in which <c>augenrules</c> takes the files: digits by their value, <c>~</c> first, letters before other signs.</summary>
/// <remarks>Source: the version sort of GNU coreutils (manual, "Version sort ordering"), checked against <c>ls -1v</c>.</remarks>
internal sealed class VersionOrder : IComparer<string>
{
    private const string Suffix = ".rules";
    private static readonly SearchValues<char> s_inExtension =
        SearchValues.Create("~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    /// <summary>Compares two names that end in <c>.rules</c>.</summary>
    public int Compare(string? x, string? y)
    {
        var (left, right) = (x ?? "", y ?? "");
        int[] inTurn = [Walk(Stem(left), Stem(right)), Walk(left, right), string.CompareOrdinal(left, right)];
        return inTurn.FirstOrDefault(difference => difference != 0);
    }

    /// <summary>The name without the extensions at its end; each begins with a letter.</summary>
    private static ReadOnlySpan<char> Stem(string name)
    {
        var stem = name.AsSpan(0, name.Length - (name.EndsWith(Suffix, StringComparison.Ordinal) ? Suffix.Length : 0));
        for (var dot = stem.LastIndexOf('.'); dot > 0 && IsExtension(stem[(dot + 1)..]); dot = stem.LastIndexOf('.'))
        {
            stem = stem[..dot];
        }

        return stem;
    }

    private static bool IsExtension(ReadOnlySpan<char> text) =>
        text.Length > 0 && !char.IsAsciiDigit(text[0]) && text.IndexOfAnyExcept(s_inExtension) < 0;

    private static int Walk(ReadOnlySpan<char> left, ReadOnlySpan<char> right)
    {
        while (left.Length > 0 || right.Length > 0)
        {
            while (StartsWithSign(left) || StartsWithSign(right))
            {
                if (Weight(left) is var weight && weight != Weight(right))
                {
                    return weight - Weight(right);
                }

                left = left[1..];
                right = right[1..];
            }

            var byNumber = TakeNumber(ref left).CompareTo(TakeNumber(ref right));
            if (byNumber != 0)
            {
                return byNumber;
            }
        }

        return 0;
    }

    private static bool StartsWithSign(ReadOnlySpan<char> text) => text.Length > 0 && !char.IsAsciiDigit(text[0]);

    private static int Weight(ReadOnlySpan<char> text) => text switch
    {
        [] => 0,
        [>= '0' and <= '9', ..] => 0,
        ['~', ..] => -1,
        [var letter, ..] when char.IsAsciiLetter(letter) => letter,
        [var sign, ..] => sign + char.MaxValue,
    };

    private static BigInteger TakeNumber(ref ReadOnlySpan<char> text)
    {
        var end = text.IndexOfAnyExceptInRange('0', '9');
        var digits = end < 0 ? text : text[..end];
        text = text[digits.Length..];
        return digits.IsEmpty ? default : BigInteger.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture);
    }
}
