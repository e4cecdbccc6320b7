using System.Reflection;
using System.Reflection.Emit;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.CompilerServices;
using Microsoft.AspNetCore.Components.Rendering;

namespace AuditConsole.Tests.Support;

/// <summary>The words that stand in a component's own markup, found in what the compiler has made of it.</summary>
internal static class RazorLiterals
{
    // Parameters of components that are shown as they are.
    private static readonly string[] s_shown = [.. RenderedWords.Attributes, "Title", "Label", "Hint", "Page"];

    private static readonly Dictionary<short, OpCode> s_codes = typeof(OpCodes).GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(field => (OpCode)field.GetValue(null)!).ToDictionary(code => code.Value);

    /// <summary>The components of an assembly.</summary>
    public static IEnumerable<Type> Components(Assembly assembly) => assembly.GetTypes().Where(type => type.IsAssignableTo(typeof(ComponentBase)));

    /// <summary>The words in one component, with the fragments it hands to others.</summary>
    public static IEnumerable<string> Of(Type component) =>
        new[] { component }.Concat(component.GetNestedTypes(BindingFlags.NonPublic | BindingFlags.Public))
            .SelectMany(type => type.GetMethods(BindingFlags.DeclaredOnly | BindingFlags.Instance | BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.Public))
            .SelectMany(Of);

    private static IEnumerable<string> Of(MethodInfo method)
    {
        var (before, last) = ((string?)null, (string?)null);
        var elements = new Stack<string?>();
        foreach (var (code, operand) in Instructions(method))
        {
            if (code == OpCodes.Ldstr)
            {
                (before, last) = (last, method.Module.ResolveString(operand));
                continue;
            }

            var called = code.FlowControl == FlowControl.Call && code != OpCodes.Calli ? Called(method, operand) : null;
            if (called?.DeclaringType == typeof(RuntimeHelpers))
            {
                // The check of a parameter's type stands between its value and the call that sets it.
                continue;
            }

            if (called?.DeclaringType == typeof(RenderTreeBuilder))
            {
                switch (called.Name)
                {
                    case nameof(RenderTreeBuilder.OpenElement):
                        elements.Push(last);
                        break;
                    case nameof(RenderTreeBuilder.CloseElement):
                        elements.Pop();
                        break;
                    case nameof(RenderTreeBuilder.AddMarkupContent) when last is not null:
                        foreach (var words in RenderedWords.Of(last))
                        {
                            yield return words;
                        }

                        break;
                    case nameof(RenderTreeBuilder.AddContent) when last is not null && !elements.Contains("code") && !elements.Contains("kbd"):
                        yield return last;
                        break;
                    case nameof(RenderTreeBuilder.AddAttribute) or nameof(RenderTreeBuilder.AddComponentParameter) when last is not null && s_shown.Contains(before):
                        yield return last;
                        break;
                }
            }

            (before, last) = (null, null);
        }
    }

    private static MethodBase? Called(MethodInfo caller, int token) =>
        caller.Module.ResolveMethod(token, caller.DeclaringType!.GetGenericArguments(), caller.GetGenericArguments());

    private static IEnumerable<(OpCode Code, int Operand)> Instructions(MethodInfo method)
    {
        var body = method.GetMethodBody()?.GetILAsByteArray() ?? [];
        for (var at = 0; at < body.Length;)
        {
            var value = body[at] == 0xFE ? (short)((0xFE << 8) | body[at + 1]) : body[at];
            var code = s_codes[value];
            at += code.Size;
            yield return (code, Size(code) == 4 ? BitConverter.ToInt32(body, at) : 0);
            at += code.OperandType == OperandType.InlineSwitch ? 4 + (4 * BitConverter.ToInt32(body, at)) : Size(code);
        }
    }

    private static int Size(OpCode code) => code.OperandType switch
    {
        OperandType.InlineNone => 0,
        OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
        OperandType.InlineVar => 2,
        OperandType.InlineI8 or OperandType.InlineR => 8,
        _ => 4,
    };
}
