using System.Runtime.InteropServices;
using AuditConsole.Kernel.Netlink;

namespace AuditConsole.Kernel.Sampling;

/// <summary>Lets one thread wait for a time, to some 50 µs, until another one ends all its waits.</summary>
internal sealed class StoppableWait : IDisposable
{
    private readonly NetlinkHandle _wake;

    /// <exception cref="Protocol.AuditUnavailableException">This process has too many open files.</exception>
    public StoppableWait()
    {
        _wake = LibC.EventFd(0, LibC.EventFdCloseOnExec);
        if (_wake.IsInvalid)
        {
            var errno = Marshal.GetLastPInvokeError();
            _wake.Dispose();
            throw NetlinkFailure.Of(NetlinkStep.EventFd, errno);
        }
    }

    /// <summary>Waits, unless <see cref="Stop"/> has been called.</summary>
    public void For(TimeSpan time)
    {
        if (time <= TimeSpan.Zero)
        {
            return;
        }

        var held = false;
        try
        {
            _wake.DangerousAddRef(ref held);
            Span<PollEntry> entries = [new PollEntry { Descriptor = (int)_wake.DangerousGetHandle(), Events = LibC.PollIn }];
            _ = LibC.PollFor(entries, (nuint)entries.Length, TimeSpec.Of(time), signalMask: 0);
        }
        finally
        {
            if (held)
            {
                _wake.DangerousRelease();
            }
        }
    }

    /// <summary>Ends the wait under way and every later one.</summary>
    public void Stop() => _ = LibC.Write(_wake, 1UL, sizeof(ulong));

    public void Dispose() => _wake.Dispose();
}
