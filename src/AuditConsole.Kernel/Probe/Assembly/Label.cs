namespace AuditConsole.Kernel.Probe.Assembly;

/// <summary>A place in a program that jumps lead to.</summary>
/// <param name="name">What errors call it.</param>
internal sealed class Label(string name)
{
    public string Name => name;

    /// <summary>The index of the instruction it stands before; <see langword="null"/> until it is placed.</summary>
    public int? Place { get; set; }
}
