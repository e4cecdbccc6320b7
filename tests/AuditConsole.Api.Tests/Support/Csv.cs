using System.Text;

namespace AuditConsole.Api.Tests.Support;

/// <summary>Reads CSV strictly by RFC 4180: lines end with CR LF, quotes are doubled inside quotes.</summary>
internal static class Csv
{
    public static List<List<string>> Read(string text)
    {
        var lines = new List<List<string>>();
        for (var at = 0; at < text.Length;)
        {
            var fields = new List<string>();
            do
            {
                fields.Add(Field(text, ref at));
            }
            while (text[at++] == ',');

            Assert.Equal(('\r', '\n'), (text[at - 1], text[at]));
            at++;
            lines.Add(fields);
        }

        return lines;
    }

    private static string Field(string text, ref int at)
    {
        if (text[at] != '"')
        {
            var start = at;
            at = text.AsSpan(at).IndexOfAny(',', '\r') + at;
            Assert.DoesNotContain('"', text[start..at]);
            return text[start..at];
        }

        var field = new StringBuilder();
        for (at++; ; at++)
        {
            if (text[at] == '"' && text[++at] != '"')
            {
                return field.ToString();
            }

            field.Append(text[at]);
        }
    }
}
