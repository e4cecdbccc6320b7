using System.Text.RegularExpressions;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;

namespace AuditConsole.Tests.Support;

/// <summary>What people read of a piece of markup: its text, and the attributes that are shown or read out.</summary>
internal static partial class RenderedWords
{
    /// <summary>The attributes that are words.</summary>
    public static readonly string[] Attributes = ["title", "aria-label", "placeholder", "alt"];

    // Names, keys and lines to type are the same in every language.
    private const string Untranslated = "code, kbd, script, style";

    /// <summary>Each text and each attribute.</summary>
    public static IEnumerable<string> Of(string markup)
    {
        var body = new HtmlParser().ParseDocument($"<body>{markup}").Body!;
        foreach (var name in body.QuerySelectorAll(Untranslated))
        {
            name.Remove();
        }

        return [
            .. body.Descendants<IText>().Select(text => text.Data.Trim()),
            .. body.QuerySelectorAll("*").SelectMany(element => Attributes.Select(element.GetAttribute)).OfType<string>(),
        ];
    }

    /// <summary>Whether a text has letters of ASCII beside what is the same in every language.</summary>
    public static bool AreWords(string text) => SameEverywhere().Replace(text, "").Any(char.IsAsciiLetter);

    // A unit, also after its number; a name in capitals, as of a format or of a record's type.
    [GeneratedRegex(@"\b[0-9]+\s(ms|s|min|h|d|y)\b|^(ms|s|min|h|d)$|\b[A-Z_]{2,}\b", RegexOptions.ExplicitCapture)]
    private static partial Regex SameEverywhere();
}
