using AuditConsole.Conformance.Behaviours;
using AuditConsole.Conformance.Subjects;

namespace AuditConsole.Engine.Tests.Conformance;

/// <summary>The engine in the shape of each kernel that the behaviours were seen on.</summary>
public sealed class ConformanceTests
{
    public enum Shape
    {
        /// <summary>Linux 6.12 with the high-water mark, booted with <c>audit=1</c>, HZ 1000.</summary>
        Patched,

        /// <summary>Linux 6.18 as it comes, HZ 250.</summary>
        Stock,

        /// <summary>The engine's own default: Linux 7.3 with the high-water mark.</summary>
        Default,
    }

    public static TheoryData<string, Shape> Behaviours =>
        [.. from shape in Enum.GetValues<Shape>() from name in Catalogue.Names(ShapeOf(SettingsOf(shape)), Reach.Locking) select (name, shape)];

    [Theory]
    [MemberData(nameof(Behaviours))]
    public async Task Engine_EachBehaviour_IsTheKernels(string name, Shape shape)
    {
        await using var engine = new EngineSubject(OptionsOf(shape));

        await Catalogue.RunAsync(name, engine);
    }

    // kauditd gives up on a stuck auditd sooner than the kernel's does, which changes nothing but the time a test takes.
    private static AuditEngineOptions OptionsOf(Shape shape) => SettingsOf(shape) with { SendTimeout = TimeSpan.FromMilliseconds(20) };

    private static SubjectShape ShapeOf(AuditEngineOptions options) => new(options.StatusSize, options.RefuseUnknownFields, options.AuditDefault);

    private static AuditEngineOptions SettingsOf(Shape shape) => shape switch
    {
        Shape.Patched => new AuditEngineOptions { RefuseUnknownFields = false, AuditDefault = true },
        Shape.Stock => new AuditEngineOptions { StatusSize = 44, Hz = 250, BacklogWaitTime = 15_000, RefuseUnknownFields = false, Enabled = 0 },
        _ => new AuditEngineOptions(),
    };
}
