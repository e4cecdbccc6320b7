using System.Globalization;
using Microsoft.AspNetCore.Localization;
using Microsoft.Net.Http.Headers;

namespace AuditConsole.Hosting;

/// <summary>The languages of the pages: English, and those whose translation lies beside the program, of which the browser's own is chosen.</summary>
internal static class Languages
{
    // What the compiler makes of every NameText.de.resx.
    private static readonly string s_translation = $"{typeof(Languages).Assembly.GetName().Name}.resources.dll";

    /// <summary>The translations in a program's folder, by name.</summary>
    public static IReadOnlyList<CultureInfo> In(string folder) =>
    [
        .. Directory.GetDirectories(folder)
            .Where(language => File.Exists(Path.Combine(language, s_translation)))
            .Select(language => CultureInfo.GetCultureInfo(Path.GetFileName(language)))
            .OrderBy(language => language.Name, StringComparer.Ordinal),
    ];

    /// <summary>The language that a browser wants most of those there are; <see langword="null"/> where it wants none of them.</summary>
    /// <remarks>Without the data of cultures the platform does not know that de-AT is a kind of de.</remarks>
    public static CultureInfo? Choose(IEnumerable<StringWithQualityHeaderValue> wanted, IReadOnlyList<CultureInfo> languages) => wanted
        .OrderByDescending(want => want.Quality ?? 1)
        .Select(want => languages.FirstOrDefault(language => $"{want.Value}-".StartsWith($"{language.Name}-", StringComparison.OrdinalIgnoreCase)))
        .FirstOrDefault(language => language is not null);

    /// <summary>Shows pages in the browser's language where there is a translation. What programs read stays English.</summary>
    public static void UseLanguages(this WebApplication app)
    {
        var translations = In(AppContext.BaseDirectory);
        if (translations.Count == 0)
        {
            return;
        }

        IReadOnlyList<CultureInfo> languages = [CultureInfo.GetCultureInfo("en"), .. translations];
        var options = new RequestLocalizationOptions
        {
            DefaultRequestCulture = new RequestCulture(CultureInfo.InvariantCulture, languages[0]),
            SupportedCultures = [CultureInfo.InvariantCulture],
            SupportedUICultures = [.. languages],
            RequestCultureProviders = [new CustomRequestCultureProvider(context => Task.FromResult(Result(Choose(context.Request.GetTypedHeaders().AcceptLanguage, languages))))],
        };
        app.UseWhen(context => !context.Request.Path.StartsWithSegments("/api"), pages => pages.UseRequestLocalization(options));
    }

    private static ProviderCultureResult? Result(CultureInfo? language) => language is null ? null : new ProviderCultureResult("", language.Name);
}
