using System.Text.RegularExpressions;
using AuditConsole.BrowserTests.Support;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace AuditConsole.BrowserTests.Access;

/// <summary>A console on the engine that wants to know who comes.</summary>
public sealed partial class SignedConsole : ConsoleProcess
{
    protected override IReadOnlyDictionary<string, string> Settings => new Dictionary<string, string> { ["Auth:SignIn"] = "always" };
}

public sealed partial class SignInTests(Chromium chromium, SignedConsole console) : IClassFixture<SignedConsole>
{
    private const string Password = "correct horse battery";

    [Fact]
    public async Task People_MakeAccountsSignInAndAreLedOut()
    {
        await using var admin = await OpenAsync(await console.PrintedAsync("/setup?token="));
        await SetPasswordAsync(admin.Page, "ada");
        await Assertions.Expect(admin.Page.GetByRole(AriaRole.Button, new() { Name = "Reset…" })).ToBeEnabledAsync();
        await AssertAccessibleAsync(admin.Page);

        await admin.Page.GetByRole(AriaRole.Button, new() { Name = "Account of ada" }).ClickAsync();
        await admin.Page.GetByRole(AriaRole.Link, new() { Name = "Accounts and tokens" }).ClickAsync();
        var form = admin.Page.GetByRole(AriaRole.Form, new() { Name = "A new account" });
        await form.GetByLabel("Name", new() { Exact = true }).FillAsync("victor");
        await form.GetByRole(AriaRole.Button, new() { Name = "Add an account" }).ClickAsync();
        var link = await admin.Page.Locator(".once code").TextContentAsync();
        await AssertAccessibleAsync(admin.Page);

        // The viewer's page shows and changes nothing, and ends where the role does.
        await using var viewer = await OpenAsync(new Uri(link!).PathAndQuery, 390);
        await SetPasswordAsync(viewer.Page, null);
        await Assertions.Expect(viewer.Page.GetByRole(AriaRole.Button, new() { Name = "Reset…" })).ToBeDisabledAsync();
        await Chart.Live(viewer.Page).ReadyAsync();
        await Chart.Peaks(viewer.Page).ReadyAsync();
        Assert.Empty(viewer.Trouble);
        await viewer.Page.GotoAsync("/accounts");
        await Assertions.Expect(viewer.Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("This page needs the role admin.");
        await viewer.Page.GotoAsync("/history");
        await Assertions.Expect(viewer.Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToBeVisibleAsync();
        await admin.Page.GetByRole(AriaRole.Combobox, new() { Name = "Role of victor" }).SelectOptionAsync("operator");
        await viewer.Page.WaitForURLAsync(SignInAddress());
        await Assertions.Expect(viewer.Page.GetByRole(AriaRole.Status)).ToHaveTextAsync("Your session has ended.");
        await AssertAccessibleAsync(viewer.Page);

        await viewer.Page.GetByLabel("Name", new() { Exact = true }).FillAsync("victor");
        await viewer.Page.GetByLabel("Password", new() { Exact = true }).FillAsync(Password);
        await viewer.Page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await viewer.Page.WaitForURLAsync(new Regex("/history"));

        await admin.Page.GetByRole(AriaRole.Button, new() { Name = "Account of ada" }).ClickAsync();
        await admin.Page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();
        await admin.Page.WaitForURLAsync(SignInAddress());
        Assert.Empty(admin.Trouble);
    }

    private Task<Tab> OpenAsync(string path, int width = 1280) => Tab.OpenAsync(chromium.Browser, console.Address, path, width, 900, ColorScheme.Light);

    private static async Task SetPasswordAsync(IPage page, string? name)
    {
        if (name is not null)
        {
            await page.GetByLabel("Name", new() { Exact = true }).FillAsync(name);
        }

        await page.GetByLabel("Password", new() { Exact = true }).FillAsync(Password);
        await page.GetByLabel("Once more").FillAsync(Password);
        await page.Locator("button[type=submit]").ClickAsync();
    }

    private static async Task AssertAccessibleAsync(IPage page) => Assert.Empty((await page.RunAxe()).Violations.Select(violation => $"{violation.Id}: {violation.Help}"));

    [GeneratedRegex("/sign-in")]
    private static partial Regex SignInAddress();
}
