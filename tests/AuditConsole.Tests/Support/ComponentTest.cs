using System.Runtime.CompilerServices;
using AuditConsole.Access;
using AuditConsole.Alerts;
using Bunit;
using Microsoft.Extensions.DependencyInjection;

namespace AuditConsole.Tests.Support;

/// <summary>A test that renders parts.</summary>
public abstract class ComponentTest : BunitContext
{
    protected ComponentTest()
    {
        JSInterop.Mode = JSRuntimeMode.Loose;
        Services.AddScoped<AuditConsole.Components.TabVisibility>();
        Services.AddScoped<AuditConsole.Components.Ticker>();
        Services.AddScoped(_ => CurrentOperator.Of(Caller.Local(null)));
        // The title of every page shows how many alerts fire; parts and pages are tested without any.
        ComponentFactories.AddStub<ConsoleTitle>();
        // Comparing markup needs AngleSharp.Diffing, which is stood in for. Find, Click and Markup never use the comparer,
        // so bUnit is handed one whose constructor never ran.
        if (typeof(BunitContext).Assembly.GetType("Bunit.Diffing.HtmlComparer") is { } comparer)
        {
            Services.AddSingleton(comparer, _ => RuntimeHelpers.GetUninitializedObject(comparer));
        }
    }
}
