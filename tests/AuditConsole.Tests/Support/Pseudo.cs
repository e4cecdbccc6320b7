using System.Collections;
using System.Globalization;
using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using System.Resources;
using System.Runtime.Loader;

namespace AuditConsole.Tests.Support;

/// <summary>A translation of the pages into a language of wide letters, made as the build makes one of NameText.xx.resx files: a satellite of the program.</summary>
internal static class Pseudo
{
    private const string Name = "xx";
    private static readonly Assembly s_program = typeof(Program).Assembly;
    private static readonly Lazy<CultureInfo> s_culture = new(Load);

    /// <summary>The language. Whatever is shown in it with a letter of ASCII does not come from the resources.</summary>
    public static CultureInfo Culture => s_culture.Value;

    /// <summary>The resources that are translated.</summary>
    public static IEnumerable<string> Texts => s_program.GetManifestResourceNames().Where(name => name.EndsWith("Text.resources", StringComparison.Ordinal));

    /// <summary>Each letter in its wide form.</summary>
    public static string Wide(string text) => string.Concat(text.Select(letter => char.IsAsciiLetter(letter) ? (char)(letter + 0xFEE0) : letter));

    private static CultureInfo Load()
    {
        var satellite = Satellite();
        AssemblyLoadContext.Default.Resolving += (context, name) =>
            name.CultureName == Name && name.Name == $"{s_program.GetName().Name}.resources" ? context.LoadFromStream(new MemoryStream(satellite)) : null;
        return CultureInfo.GetCultureInfo(Name);
    }

    private static byte[] Satellite()
    {
        var metadata = new MetadataBuilder();
        var resources = new BlobBuilder();
        metadata.AddModule(0, metadata.GetOrAddString("satellite"), metadata.GetOrAddGuid(Guid.NewGuid()), default, default);
        metadata.AddAssembly(metadata.GetOrAddString($"{s_program.GetName().Name}.resources"), s_program.GetName().Version!, metadata.GetOrAddString(Name), default, default, default);
        metadata.AddTypeDefinition(default, default, metadata.GetOrAddString("<Module>"), default, MetadataTokens.FieldDefinitionHandle(1), MetadataTokens.MethodDefinitionHandle(1));
        foreach (var text in Texts)
        {
            metadata.AddManifestResource(ManifestResourceAttributes.Public, metadata.GetOrAddString(text.Replace(".resources", $".{Name}.resources", StringComparison.Ordinal)), default, (uint)resources.Count);
            var translated = Translated(text);
            resources.WriteInt32(translated.Length);
            resources.WriteBytes(translated);
            resources.Align(8);
        }

        var image = new BlobBuilder();
        new ManagedPEBuilder(PEHeaderBuilder.CreateLibraryHeader(), new MetadataRootBuilder(metadata), new BlobBuilder(), managedResources: resources).Serialize(image);
        return image.ToArray();
    }

    private static byte[] Translated(string text)
    {
        using var content = new MemoryStream();
        using (var reader = new ResourceReader(s_program.GetManifestResourceStream(text)!))
        using (var writer = new ResourceWriter(content))
        {
            foreach (DictionaryEntry entry in reader)
            {
                writer.AddResource((string)entry.Key, Wide((string)entry.Value!));
            }

            writer.Generate();
            return content.ToArray();
        }
    }
}
