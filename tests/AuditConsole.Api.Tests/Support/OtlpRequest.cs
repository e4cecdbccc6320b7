using System.Buffers.Binary;
using System.Text;

namespace AuditConsole.Api.Tests.Support;

/// <summary>An ExportMetricsServiceRequest, as far as metrics of this console need it (opentelemetry/proto/metrics/v1/metrics.proto).</summary>
internal sealed record OtlpRequest(IReadOnlyDictionary<string, string> Resource, IReadOnlyList<OtlpMetric> Metrics)
{
    public OtlpMetric this[string name] => Metrics.Single(metric => metric.Name == name);

    public static OtlpRequest Of(ReadOnlySpan<byte> request)
    {
        var (resource, metrics) = (new Dictionary<string, string>(), new List<OtlpMetric>());
        foreach (var resourceMetrics in Proto.Fields(request).Where(field => field.Number == 1))
        {
            foreach (var part in Proto.Fields(resourceMetrics.Bytes))
            {
                if (part.Number == 1)
                {
                    resource = Attributes(part.Bytes, 1);
                }
                else if (part.Number == 2)
                {
                    metrics.AddRange(Proto.Fields(part.Bytes).Where(field => field.Number == 2).Select(field => Metric(field.Bytes)));
                }
            }
        }

        return new OtlpRequest(resource, metrics);
    }

    private static OtlpMetric Metric(byte[] metric)
    {
        var fields = Proto.Fields(metric);
        var data = fields.Single(field => field.Number is 5 or 7);
        var inside = Proto.Fields(data.Bytes);
        var kind = data.Number == 5 ? "gauge" : inside.Any(field => field is { Number: 3, Value: 1 }) ? "counter" : "sum";
        return new OtlpMetric(
            Text(fields, 1), Text(fields, 3), kind, [.. inside.Where(field => field.Number == 1).Select(field => Point(field.Bytes))]);
    }

    private static OtlpPoint Point(byte[] point)
    {
        var fields = Proto.Fields(point);
        return new OtlpPoint(Attributes(point, 7), BitConverter.UInt64BitsToDouble(fields.Single(field => field.Number == 4).Value));
    }

    private static Dictionary<string, string> Attributes(byte[] message, int number) => Proto.Fields(message).Where(field => field.Number == number)
        .Select(field => Proto.Fields(field.Bytes))
        .ToDictionary(pair => Text(pair, 1), pair => Text(Proto.Fields(pair.Single(field => field.Number == 2).Bytes), 1));

    private static string Text(IEnumerable<Proto> fields, int number) => Encoding.UTF8.GetString(fields.FirstOrDefault(field => field.Number == number)?.Bytes ?? []);

    /// <summary>A field of a message on the wire.</summary>
    private sealed record Proto(int Number, ulong Value, byte[] Bytes)
    {
        public static List<Proto> Fields(ReadOnlySpan<byte> message)
        {
            var fields = new List<Proto>();
            while (message.Length > 0)
            {
                var tag = Varint(ref message);
                var (value, bytes) = (0UL, Array.Empty<byte>());
                switch (tag & 7)
                {
                    case 0:
                        value = Varint(ref message);
                        break;
                    case 1:
                        value = BinaryPrimitives.ReadUInt64LittleEndian(message);
                        message = message[8..];
                        break;
                    case 2:
                        var length = (int)Varint(ref message);
                        bytes = message[..length].ToArray();
                        message = message[length..];
                        break;
                    case 5:
                        value = BinaryPrimitives.ReadUInt32LittleEndian(message);
                        message = message[4..];
                        break;
                    default:
                        throw new InvalidDataException($"There is no wire type {tag & 7}.");
                }

                fields.Add(new Proto((int)(tag >> 3), value, bytes));
            }

            return fields;
        }

        private static ulong Varint(ref ReadOnlySpan<byte> message)
        {
            var (value, shift) = (0UL, 0);
            while (true)
            {
                var next = message[0];
                message = message[1..];
                value |= (ulong)(next & 0x7f) << shift;
                if (next < 0x80)
                {
                    return value;
                }

                shift += 7;
            }
        }
    }
}

/// <summary>A metric as it arrived.</summary>
internal sealed record OtlpMetric(string Name, string Unit, string Kind, IReadOnlyList<OtlpPoint> Points)
{
    /// <summary>The value of the one point with that attribute.</summary>
    public double With(string key, string value) => Points.Single(point => point.Attributes.GetValueOrDefault(key) == value).Value;
}

/// <summary>One value of it.</summary>
internal sealed record OtlpPoint(IReadOnlyDictionary<string, string> Attributes, double Value);
