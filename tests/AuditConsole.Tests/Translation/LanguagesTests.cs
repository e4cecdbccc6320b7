using System.Globalization;
using AuditConsole.Hosting;
using Microsoft.Net.Http.Headers;

namespace AuditConsole.Tests.Translation;

public sealed class LanguagesTests
{
    private static readonly CultureInfo[] s_languages = [CultureInfo.GetCultureInfo("en"), CultureInfo.GetCultureInfo("de"), CultureInfo.GetCultureInfo("pt-BR")];

    [Theory]
    [InlineData("de", "de")]
    [InlineData("de-AT", "de")]
    [InlineData("pt-BR,de;q=0.5", "pt-BR")]
    [InlineData("pt-PT,de;q=0.5", "de")]
    [InlineData("de;q=0.4,en-GB", "en")]
    [InlineData("den", null)]
    [InlineData("*", null)]
    public void Choose_WhatTheBrowserWants_TakesTheMostWantedThatIsThere(string header, string? expected) => Assert.Equal(
        expected,
        Languages.Choose(StringWithQualityHeaderValue.ParseList([header]), s_languages)?.Name);

    [Fact]
    public void In_AFolder_FindsTheLanguagesWithATranslation()
    {
        var folder = Directory.CreateTempSubdirectory("languages-").FullName;
        try
        {
            File.WriteAllBytes(Path.Combine(Directory.CreateDirectory(Path.Combine(folder, "de")).FullName, "AuditConsole.resources.dll"), []);
            File.WriteAllBytes(Path.Combine(Directory.CreateDirectory(Path.Combine(folder, "fr")).FullName, "Other.resources.dll"), []);
            Directory.CreateDirectory(Path.Combine(folder, "wwwroot"));

            Assert.Equal(["de"], Languages.In(folder).Select(language => language.Name));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
