using AuditConsole.Kernel.Probe.Btf;
using AuditConsole.Kernel.Tests.Probe.Support;

namespace AuditConsole.Kernel.Tests.Probe.Btf;

public sealed class BtfImageTests
{
    private const int Mutants = 20_000;

    [Fact]
    public void Function_ByItsName_HasTheNumberOfItsPlaceAmongTheTypes()
    {
        var btf = BtfImage.Parse(SyntheticBtf.Complete());

        Assert.Equal(7u, btf.FunctionId("kauditd_send_queue"));
        Assert.Equal(8u, btf.FunctionId("kauditd_send_multicast_skb"));
    }

    [Theory]
    [InlineData("kauditd_send")]
    [InlineData("kauditd_send_queue_")]
    [InlineData("sk_buff_head")]
    [InlineData("")]
    public void Function_OfNoSuchName_IsNotFound(string name) => Assert.Null(BtfImage.Parse(SyntheticBtf.Complete()).FunctionId(name));

    [Theory]
    [InlineData("sk_buff_head", "qlen", 16)]
    [InlineData("sk_buff_head", "lock", 20)]
    [InlineData("sk_buff_head", "list", 0)]
    [InlineData("sk_buff_list", "prev", 8)]
    [InlineData("sk_buff_head", "prev", null)]
    [InlineData("sk_buff", "qlen", null)]
    public void Member_OfAStruct_HasItsPlaceInBytes(string structure, string member, int? expected) =>
        Assert.Equal(expected, BtfImage.Parse(SyntheticBtf.Complete()).MemberOffset(structure, member));

    [Fact]
    public void Member_InUnnamedPartsWithinEachOther_HasThePlaceInTheWhole()
    {
        var btf = new SyntheticBtf();
        var number = btf.Add("int", BtfKind.Int, 4, [32]);
        var inner = btf.Struct("", BtfKind.Struct, 8, [("a", number, 0), ("b", number, 32)]);
        var middle = btf.Struct("", BtfKind.Union, 12, [("x", number, 0), ("", inner, 32)]);
        btf.Struct("whole", BtfKind.Struct, 32, [("first", number, 0), ("", middle, 64)]);

        Assert.Equal(16, BtfImage.Parse(btf.Build()).MemberOffset("whole", "b"));
    }

    [Fact]
    public void Member_ThatIsABitField_HasNoPlaceInBytes()
    {
        var btf = new SyntheticBtf();
        var number = btf.Add("int", BtfKind.Int, 4, [32]);
        btf.Struct("flags", BtfKind.Struct, 8, [("bit", number, 1u << 24 | 3), ("plain", number, 32)], bitFields: true);
        var image = BtfImage.Parse(btf.Build());

        Assert.Null(image.MemberOffset("flags", "bit"));
        Assert.Equal(4, image.MemberOffset("flags", "plain"));
    }

    [Fact]
    public void Struct_ThatHasItselfAsAnUnnamedMember_IsLookedThroughAndLeft()
    {
        var btf = new SyntheticBtf();
        btf.Struct("loop", BtfKind.Struct, 8, [("", 1, 0), ("", 1, 0)]);

        Assert.Null(BtfImage.Parse(btf.Build()).MemberOffset("loop", "x"));
    }

    [Theory]
    [InlineData(0, 0x9E, "begins with")]
    [InlineData(2, 2, "version is 2")]
    [InlineData(4, 23, "header claims 23 bytes")]
    [InlineData(13, 0x7F, "type section ends at byte")]
    [InlineData(21, 0x7F, "string section ends at byte")]
    [InlineData(12, 7, "ends 7 bytes into type 1")]
    [InlineData(31, 20, "is of kind 20")]
    [InlineData(31, 0, "is of kind 0")]
    public void Image_WithAByteChanged_IsRefusedWithWhatIsWrong(int at, byte value, string reason)
    {
        var image = SyntheticBtf.Complete();
        image[at] = value;

        Assert.Contains(reason, Assert.Throws<InvalidDataException>(() => BtfImage.Parse(image)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Image_CutOffAnywhere_IsRefused()
    {
        var image = SyntheticBtf.Complete();
        for (var length = 0; length < image.Length; length++)
        {
            Assert.Throws<InvalidDataException>(() => BtfImage.Parse(image.AsMemory(0, length)));
        }
    }

    [Fact]
    public void Image_DamagedAtRandom_IsReadOrRefusedAndNothingElse()
    {
        var random = new Random(20261122);
        var refused = 0;
        for (var mutant = 0; mutant < Mutants; mutant++)
        {
            var image = SyntheticBtf.Complete();
            for (var changes = random.Next(1, 8); changes > 0; changes--)
            {
                image[random.Next(image.Length)] = (byte)random.Next(256);
            }

            try
            {
                var btf = BtfImage.Parse(image);
                btf.FunctionId("kauditd_send_queue");
                btf.MemberOffset("sk_buff_head", "qlen");
                btf.MemberOffset("sk_buff_head", "missing");
            }
            catch (InvalidDataException)
            {
                refused++;
            }
        }

        Assert.InRange(refused, Mutants / 10, Mutants - (Mutants / 10));
    }

    [Fact]
    public void Image_OfThisMachinesKernel_HasTheLengthOfAQueueBehindTwoPointers()
    {
        Assert.SkipUnless(File.Exists(BtfImage.KernelPath), $"This kernel has no {BtfImage.KernelPath}.");
        var btf = BtfImage.Parse(File.ReadAllBytes(BtfImage.KernelPath));

        Assert.Equal(2 * nint.Size, btf.MemberOffset("sk_buff_head", "qlen"));
        Assert.NotNull(btf.FunctionId("audit_log_start"));
    }
}
