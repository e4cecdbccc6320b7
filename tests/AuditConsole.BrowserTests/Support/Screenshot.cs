using Microsoft.Playwright;

namespace AuditConsole.BrowserTests.Support;

/// <summary>The pixels of a page as it is seen, in CSS pixels.</summary>
internal sealed class Screenshot
{
    private const int PerPixel = 4;

    // Decoded on an empty page, where no content security policy forbids it.
    private const string Decode = """
        async png => {
          const image = await createImageBitmap(new Blob([Uint8Array.from(atob(png), each => each.charCodeAt(0))]));
          const canvas = new OffscreenCanvas(image.width, image.height);
          const context = canvas.getContext("2d");
          context.drawImage(image, 0, 0);
          const { data } = context.getImageData(0, 0, image.width, image.height);
          let text = "";
          for (let at = 0; at < data.length; at += 32768) text += String.fromCharCode(...data.subarray(at, at + 32768));
          return [String(image.width), btoa(text)];
        }
        """;

    private readonly byte[] _pixels;
    private readonly int _width;

    private Screenshot(int width, byte[] pixels) => (_width, _pixels) = (width, pixels);

    public static async Task<Screenshot> TakeAsync(IPage page)
    {
        var png = Convert.ToBase64String(await page.ScreenshotAsync());
        var empty = await page.Context.NewPageAsync();
        var decoded = await empty.EvaluateAsync<string[]>(Decode, png);
        await empty.CloseAsync();
        return new Screenshot(int.Parse(decoded[0], System.Globalization.CultureInfo.InvariantCulture), Convert.FromBase64String(decoded[1]));
    }

    /// <summary>Whether the pixel has that colour, each channel within a few steps.</summary>
    public bool Has(int x, int y, Colour colour)
    {
        var at = ((y * _width) + x) * PerPixel;
        return Math.Abs(_pixels[at] - colour.Red) + Math.Abs(_pixels[at + 1] - colour.Green) + Math.Abs(_pixels[at + 2] - colour.Blue) <= 12;
    }
}

/// <summary>A colour of the page's palette.</summary>
internal readonly record struct Colour(byte Red, byte Green, byte Blue)
{
    /// <summary>Reads a custom property such as <c>--ac-peak</c>.</summary>
    public static async Task<Colour> OfAsync(IPage page, string property)
    {
        var channels = await page.EvaluateAsync<int[]>(
            """
            name => {
              const context = new OffscreenCanvas(1, 1).getContext("2d");
              context.fillStyle = getComputedStyle(document.documentElement).getPropertyValue(name).trim();
              context.fillRect(0, 0, 1, 1);
              return [...context.getImageData(0, 0, 1, 1).data].slice(0, 3);
            }
            """,
            property);
        return new Colour((byte)channels[0], (byte)channels[1], (byte)channels[2]);
    }
}
