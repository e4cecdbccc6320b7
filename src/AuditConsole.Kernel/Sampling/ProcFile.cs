using System.Buffers.Text;
using Microsoft.Win32.SafeHandles;

namespace AuditConsole.Kernel.Sampling;

/// <summary>A small file of the proc file system that is read again and again, without an object for each time.</summary>
/// <remarks>Not thread-safe.</remarks>
internal sealed class ProcFile : IDisposable
{
    private const int Largest = 4096;
    private readonly SafeFileHandle _file;
    private readonly byte[] _text = new byte[Largest];

    private ProcFile(SafeFileHandle file) => _file = file;

    /// <summary>Opens a file; <see langword="null"/> where that is not possible.</summary>
    public static ProcFile? TryOpen(string path)
    {
        try
        {
            return new ProcFile(File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>What it says now, until the next read; empty where it cannot be read.</summary>
    public ReadOnlySpan<byte> Read()
    {
        try
        {
            return _text.AsSpan(0, RandomAccess.Read(_file, _text, fileOffset: 0));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return default;
        }
    }

    /// <summary>The whole number that follows a label; <see langword="null"/> where there is none.</summary>
    public static long? Number(ReadOnlySpan<byte> text, ReadOnlySpan<byte> label)
    {
        var at = text.IndexOf(label);
        return at >= 0 && Utf8Parser.TryParse(text[(at + label.Length)..], out long number, out _) ? number : null;
    }

    public void Dispose() => _file.Dispose();
}
