using System.Globalization;
using AuditConsole.Protocol;

namespace AuditConsole.Engine.Control;

/// <summary>AUDIT_GET_FEATURE and AUDIT_SET_FEATURE. Called with the control lock held.</summary>
/// <remarks>Source: <c>audit_get_feature</c> and <c>audit_set_feature</c> in <c>kernel/audit.c</c>.</remarks>
internal sealed class FeatureRequests(ControlLog records)
{
    private static readonly string[] s_names = ["only_unset_loginuid", "loginuid_immutable"];
    private uint _features;
    private uint _locked;

    public byte[] Get() => new AuditFeatures(Version: 1, Mask: uint.MaxValue, _features, _locked).ToBytes();

    /// <summary>Applies all of the change, or nothing of it when one feature in it is locked to another value.</summary>
    public int Set(Request request)
    {
        if (request.Payload.Length < AuditFeatures.Size)
        {
            return -Errno.InvalidArgument;
        }

        var change = AuditFeatures.Parse(request.Payload.Span);
        for (var i = 0; i < s_names.Length; i++)
        {
            var bit = 1u << i;
            if ((change.Mask & bit & _locked) != 0 && ((change.Features ^ _features) & bit) != 0)
            {
                Log(request, i, change, allowed: false);
                return -Errno.OperationNotPermitted;
            }
        }

        for (var i = 0; i < s_names.Length; i++)
        {
            var bit = change.Mask & (1u << i);
            if (((change.Features ^ _features) & bit) != 0)
            {
                Log(request, i, change, allowed: true);
            }

            _features = (_features & ~bit) | (change.Features & bit);
            _locked |= change.Lock & bit;
        }

        return 0;
    }

    private void Log(Request request, int index, AuditFeatures change, bool allowed)
    {
        var bit = 1u << index;
        records.Message(
            AuditMessageType.FeatureChange,
            request.Sender.Identity,
            string.Create(
                CultureInfo.InvariantCulture,
                $"feature={s_names[index]} old={Flag(_features)} new={Flag(change.Features)} old_lock={Flag(_locked)} new_lock={Flag(change.Lock | _locked)} res={(allowed ? 1 : 0)}"));

        int Flag(uint bits) => (bits & bit) != 0 ? 1 : 0;
    }
}
