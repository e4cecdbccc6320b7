using System.Runtime.CompilerServices;
using Bunit;
using Microsoft.Extensions.DependencyInjection;

namespace AuditConsole.Tests.Support;

/// <summary>A test that renders parts.</summary>
public abstract class ComponentTest : BunitContext
{
    protected ComponentTest()
    {
        JSInterop.Mode = JSRuntimeMode.Loose;
        // Comparing markup needs AngleSharp.Diffing, which is stood in for. Find, Click and Markup never use the comparer,
        // so bUnit is handed one whose constructor never ran.
        if (typeof(BunitContext).Assembly.GetType("Bunit.Diffing.HtmlComparer") is { } comparer)
        {
            Services.AddSingleton(comparer, _ => RuntimeHelpers.GetUninitializedObject(comparer));
        }
    }
}
