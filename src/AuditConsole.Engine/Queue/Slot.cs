namespace AuditConsole.Engine.Queue;

/// <summary>A record's place. It holds the record of ticket <see cref="Written"/> − 1 once that number is written there, and 0 before.</summary>
internal struct Slot<T>
{
    public T Item;
    public long Written;
}
