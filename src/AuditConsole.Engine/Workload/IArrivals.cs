namespace AuditConsole.Engine.Workload;

/// <summary>How many records arrive in each millisecond, one after another. For one thread.</summary>
internal interface IArrivals
{
    /// <summary>Records of the next millisecond, drawn from <paramref name="random"/> where they are left to chance.</summary>
    int Next(Random random);
}
