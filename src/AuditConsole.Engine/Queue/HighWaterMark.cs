namespace AuditConsole.Engine.Queue;

/// <summary>The highest backlog reported since the last clear, in records: <c>backlog_max_depth</c>.</summary>
/// <remarks>
/// <para>Any number of threads may call any member at once; none of them ever waits.</para>
/// <para>
/// The law: the calls behave as if each happened at one instant between its begin and its end. So a raise that begins after one clear
/// has returned and ends before the next begins is covered by that next clear, whose value is at least as high; one that overlaps a
/// clear is covered by it or by one of the clears after it, up to the first that begins when the raise has ended; and every value
/// returned was raised, or is 0. <c>docs/high-water-mark.md</c> says how this is proved.
/// </para>
/// <para>Source: the patch "audit: add backlog high water mark metric" of 2026-03-23 (<c>kernel/audit.c</c>).</para>
/// </remarks>
public sealed class HighWaterMark
{
    private readonly MaxRegister<HardwareMemory> _register;

    /// <summary>A mark of 0.</summary>
    public HighWaterMark()
        : this(new MaxRegister<HardwareMemory>())
    {
    }

    internal HighWaterMark(MaxRegister<HardwareMemory> register) => _register = register;

    /// <summary>The mark now, in records; 0 when nothing was reported since the last clear.</summary>
    public uint Value => (uint)_register.Read();

    /// <summary>Reports a backlog. The mark rises to it, or stays when it is as high already.</summary>
    /// <param name="backlog">The backlog that an append left behind, in records.</param>
    public void Raise(uint backlog) => _register.Raise(backlog);

    /// <summary>Returns the mark and sets it to 0, in one atomic step: each peak is returned to exactly one caller.</summary>
    public uint ReadAndClear() => (uint)_register.ReadAndClear();

    /// <summary><see cref="Raise"/> by a producer that read the mark as <paramref name="seen"/>, however long ago.</summary>
    internal void RaiseFrom(uint seen, uint backlog) => _register.RaiseFrom(seen, backlog);
}
