namespace AuditConsole.Engine.Loss;

/// <summary>The engine's kernel log: hands on as many lines as the kernel's rate limit lets through. Any thread may call.</summary>
internal sealed class Printer(TimeProvider time, Action<string>? printk)
{
    private readonly PrintkLimit _limit = new(time);

    /// <summary>Prints a line, unless ten were printed within the last five seconds.</summary>
    public void Print(string line)
    {
        if (_limit.Passes())
        {
            printk?.Invoke($"audit: {line}");
        }
    }

    /// <summary>Prints a line that costs something to build, if it may be printed and somebody reads it.</summary>
    public void Print(Func<string> line)
    {
        if (_limit.Passes())
        {
            printk?.Invoke($"audit: {line()}");
        }
    }
}
