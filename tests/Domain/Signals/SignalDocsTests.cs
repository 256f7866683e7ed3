using System.Text;
using System.Text.Json;
using AccountTwins.Domain.Signals;
using AccountTwins.Domain.Signals.Writing;
using AccountTwins.Tests.Support;

namespace AccountTwins.Tests.Domain.Signals;

/// <summary>What is published under docs/signals is what the catalogue says; <c>UPDATE_GOLDEN=1</c> writes it anew.</summary>
public sealed class SignalDocsTests
{
    private const string ValidEvents = "payloads/cloudevents-valid-events.json";

    private static readonly DecodeRules Rules = new() { Now = new(2026, 1, 17, 12, 0, 0, TimeSpan.Zero) };

    [Fact]
    public void Published_schemas_and_overview_are_the_generated_ones()
    {
        RepositoryFiles.MustEqual("docs/signals/README.md", SignalSchemas.Overview());
        foreach (var type in SignalCatalogue.All)
        {
            RepositoryFiles.MustEqual($"docs/signals/{type.WireName}.json", SignalSchemas.Schema(type));
            RepositoryFiles.MustEqual($"docs/signals/examples/{type.WireName}.json", SignalSchemas.ExampleEvent(type));
        }

        var files = Directory.GetFiles(Path.Combine(RepositoryFiles.Root, "docs/signals"), "*.json").Length;
        Assert.Equal(SignalCatalogue.All.Length, files);
    }

    [Fact]
    public void Every_example_decodes_and_packs_to_the_stored_body()
    {
        var bodies = new StringBuilder();
        foreach (var type in SignalCatalogue.All)
        {
            var decoded = SignalDecoder.Decode(Encoding.UTF8.GetBytes(SignalSchemas.ExampleEvent(type)), Rules);
            Assert.True(decoded.Kind != DecodedKind.Rejected, $"{type}: {decoded.Message}");
            if (decoded.Signal is not { } signal)
                continue;
            Assert.Same(type, signal.Type);
            using var data = JsonDocument.Parse(SignalWriter.Data(signal));
            using var example = JsonDocument.Parse(type.Example);
            Assert.True(JsonElement.DeepEquals(example.RootElement, data.RootElement), $"{type}: {data.RootElement.GetRawText()}");
            bodies.Append(type.WireName).Append(' ').AppendLine(Convert.ToHexString(signal.Body));
        }

        RepositoryFiles.MustEqual("tests/Golden/signals/bodies.txt", bodies.ToString());
    }

    [Fact]
    public void Stored_bodies_of_yesterday_are_still_read()
    {
        foreach (var line in File.ReadLines(Path.Combine(RepositoryFiles.Root, "tests/Golden/signals/bodies.txt")))
        {
            var parts = line.Split(' ');
            Assert.Equal(parts[0], Signal.Unpack(Convert.FromHexString(parts[1])).Read().SignalType.WireName);
        }
    }

    [Fact]
    public void Reject_codes_are_numbered_once_and_never_renamed()
    {
        var codes = string.Concat(RejectCodes.All.Select(code => $"{code.Number} {code.Code}\n"));
        RepositoryFiles.MustEqual("tests/Golden/signals/reject-codes.txt", codes);
        Assert.Equal(RejectCodes.All.Length, RejectCodes.All.Select(code => code.Number).Distinct().Count());
    }

    [SharedDataFact(ValidEvents)]
    public void Official_valid_events_are_decoded_or_rejected_with_a_code()
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(RepositoryFiles.SharedData(ValidEvents)!));
        foreach (var test in document.RootElement.GetProperty("tests").EnumerateArray())
        {
            var decoded = SignalDecoder.Decode(Encoding.UTF8.GetBytes(test.GetProperty("event").GetRawText()), Rules);
            Assert.Equal((DecodedKind.Rejected, RejectCodes.UnknownType), (decoded.Kind, decoded.Code));
        }
    }
}
