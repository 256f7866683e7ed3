using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using AccountTwins.Domain.Signals;
using AccountTwins.Domain.Signals.Writing;

namespace AccountTwins.Tests.Silo.Fuzz;

/// <summary>Signals of every type in the three forms that HTTP takes: one event, a batch, and one with its attributes in headers.</summary>
internal static class FuzzSignals
{
    private const string Single = "application/cloudevents+json";
    private const string Batch = "application/cloudevents-batch+json";

    private static readonly string[] Events = [.. SignalCatalogue.All.Select(OfSample)];

    public static bool Takes(string route) => route is "/v1/signals" or "/v1/signals/validate";

    /// <summary>Sets the body, its media type and, in binary mode, the attributes.</summary>
    public static void Fill(Random random, HttpRequestMessage request, byte[] foreign)
    {
        switch (random.Next(4))
        {
            case 0:
                var batch = "[" + string.Join(',', Enumerable.Range(0, random.Next(6)).Select(_ => random.Pick(Events))) + "]";
                Fill(request, FuzzBytes.Next(random, Encoding.UTF8.GetBytes(batch), foreign), Batch);
                break;
            case 1:
                Spread(random, request, foreign);
                break;
            default:
                Fill(request, FuzzBytes.Next(random, Encoding.UTF8.GetBytes(random.Pick(Events)), foreign), Single);
                break;
        }
    }

    private static void Spread(Random random, HttpRequestMessage request, byte[] foreign)
    {
        using var document = JsonDocument.Parse(random.Pick(Events));
        var data = document.RootElement.GetProperty("data");
        Fill(request, FuzzBytes.Next(random, Encoding.UTF8.GetBytes(data.GetRawText()), foreign), "application/json");
        foreach (var member in document.RootElement.EnumerateObject())
        {
            if (member.Name is not ("data" or "datacontenttype") && random.Next(20) > 0)
                request.Headers.TryAddWithoutValidation("ce-" + member.Name, random.Next(10) > 0 ? member.Value.GetString() : Uri.EscapeDataString(FuzzValues.Text(random)));
        }
    }

    private static void Fill(HttpRequestMessage request, byte[] body, string media)
    {
        request.Content = new ByteArrayContent(body);
        request.Content.Headers.TryAddWithoutValidation("Content-Type", media);
    }

    /// <summary>The published example, for the account of the samples in the caller's own tenant.</summary>
    private static string OfSample(SignalType type)
    {
        var example = JsonNode.Parse(SignalSchemas.ExampleEvent(type))!.AsObject();
        example.Remove("tenant");
        if (example.ContainsKey("subject"))
            example["subject"] = "acct-1";
        return example.ToJsonString();
    }
}
