using System.Globalization;

namespace AuditConsole.Monitoring.Hosts;

/// <summary>The right to clear a host's mark: a destructive read has one reader. Held through a lock file as long as this lives.</summary>
public sealed class Lease : IDisposable
{
    // EWOULDBLOCK of flock(2), which .NET hands on as it is.
    private const int Locked = 11;
    private readonly FileStream? _file;

    private Lease(FileStream? file, string? refusal) => (_file, Refusal) = (file, refusal);

    /// <summary>Why the lease could not be had; <see langword="null"/> when it is held.</summary>
    public string? Refusal { get; }

    /// <summary>No lease, by choice.</summary>
    public static Lease None(string reason) => new(null, reason);

    /// <summary>Tries to take the lease of <paramref name="host"/> in <paramref name="folder"/>, which is created.</summary>
    public static Lease Take(string folder, string host)
    {
        var path = Path.Combine(folder, $"{Uri.EscapeDataString(host)}.lease");
        FileStream? file = null;
        try
        {
            Directory.CreateDirectory(folder);
            // .NET holds an exclusive flock(2) on a file opened for nobody else to share; the kernel drops it with the process.
            file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            File.WriteAllText(HolderFile(path), Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
            return new Lease(file, null);
        }
        catch (IOException e) when (e.HResult == Locked)
        {
            return new Lease(null, $"A console with process id {Holder(path)} polls this host and owns the clear.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            file?.Dispose();
            return new Lease(null, $"The lock file {path} cannot be created ({e.Message.TrimEnd('.')}), so this console does not clear: another one might.");
        }
    }

    /// <summary>Gives the lease back.</summary>
    public void Dispose() => _file?.Dispose();

    // Beside the lock file, since nobody may open that one while it is held.
    private static string HolderFile(string path) => Path.ChangeExtension(path, ".pid");

    private static string Holder(string path) => File.Exists(HolderFile(path)) ? File.ReadAllText(HolderFile(path)) : "unknown";
}
