using System.Diagnostics;

namespace AuditConsole.Tests.Support;

/// <summary>A file system of half a megabyte that a test can fill and set read-only. Needs root, which may mount.</summary>
internal sealed class SmallDisk : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public SmallDisk() => Run("mount", "-t", "tmpfs", "-o", "size=512k", "tmpfs", _folder.Path);

    public static string? Missing => Environment.IsPrivilegedProcess ? null : "Mounting a small disk needs root.";

    public string File(string name) => _folder.File(name);

    public void Fill()
    {
        using var filler = System.IO.File.Create(File("filler"));
        try
        {
            while (true)
            {
                filler.Write(new byte[4096]);
                filler.Flush();
            }
        }
        catch (IOException)
        {
            // Full, as asked.
        }
    }

    public void Empty() => System.IO.File.Delete(File("filler"));

    public void SetReadOnly() => Run("mount", "-o", "remount,ro", _folder.Path);

    public void Dispose()
    {
        Run("umount", "-l", _folder.Path);
        _folder.Dispose();
    }

    private static void Run(string program, params string[] arguments)
    {
        using var process = Process.Start(program, arguments);
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
    }
}
