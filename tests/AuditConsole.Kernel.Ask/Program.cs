// Asks this machine's kernel for its audit status, as a process that a test has put under other privileges.
// Prints the status as `auditctl -s` names it and ends with 0, or prints why it was refused and ends with 1.
using AuditConsole.Kernel.Host;
using AuditConsole.Kernel.Netlink;
using AuditConsole.Protocol;

try
{
    await using var client = new AuditClient(NetlinkTransport.Open(), TimeProvider.System);
    var status = await client.GetStatusAsync(CancellationToken.None);
    Console.WriteLine($"enabled {status.Enabled}");
    Console.WriteLine($"backlog_limit {status.BacklogLimit}");
    return 0;
}
catch (AuditException e)
{
    Console.WriteLine(new KernelAccess(new KernelHost()).Explain(e));
    return 1;
}
