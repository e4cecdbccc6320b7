namespace AuditConsole.Kernel.Probe.Btf;

/// <summary><c>struct btf_type</c>: the twelve bytes every type begins with.</summary>
/// <param name="NameOffset">Where its name begins in the string section; 0 for none.</param>
/// <param name="Info">The number of entries in bits 0–15, the kind in bits 24–28, a flag of the kind in bit 31.</param>
internal readonly record struct BtfType(uint NameOffset, uint Info)
{
    public const int Size = 12;

    private const int Word = 4;
    private const int MemberSize = 12;
    private const int PairSize = 8;

    public int Entries => (int)(Info & 0xFFFF);

    public BtfKind Kind => (BtfKind)(Info >> 24 & 0x1F);

    /// <summary>For a struct or union: whether a member's offset has the width of a bit field in its upper eight bits.</summary>
    public bool HasBitFields => Info >> 31 != 0;

    /// <summary>The bytes of the entries behind the twelve; <see langword="null"/> for a kind this reader does not know.</summary>
    public int? TailSize => Kind switch
    {
        BtfKind.Int or BtfKind.Variable or BtfKind.DeclarationTag => Word,
        BtfKind.Array => MemberSize,
        BtfKind.Struct or BtfKind.Union or BtfKind.DataSection or BtfKind.Enum64 => MemberSize * Entries,
        BtfKind.Enum or BtfKind.FunctionPrototype => PairSize * Entries,
        BtfKind.Pointer or BtfKind.Forward or BtfKind.Typedef or BtfKind.Volatile or BtfKind.Const or BtfKind.Restrict
            or BtfKind.Function or BtfKind.Float or BtfKind.TypeTag => 0,
        _ => null,
    };
}
