namespace AuditConsole.Monitoring;

/// <summary>Writes small files so that whoever reads one, after whatever happened, finds either the old or the new whole.</summary>
public static class WholeFile
{
    /// <summary>Writes to another file, has it reach the disk, and puts it in the place of the old one.</summary>
    /// <param name="path">The file.</param>
    /// <param name="write">Writes its content.</param>
    /// <exception cref="IOException">It cannot be written; the old one is as it was.</exception>
    /// <exception cref="UnauthorizedAccessException">Likewise, for want of permission.</exception>
    public static void Replace(string path, Action<Stream> write)
    {
        ArgumentNullException.ThrowIfNull(write);
        var next = $"{path}.{Environment.ProcessId}.new";
        using (var file = new FileStream(next, FileMode.Create, FileAccess.Write, FileShare.None))
        {
            write(file);
            file.Flush(flushToDisk: true);
        }

        File.Move(next, path, overwrite: true);
    }
}
