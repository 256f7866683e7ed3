using System.CommandLine;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using AccountTwins.Client;
using AccountTwins.Client.Http;
using Spectre.Console;

namespace AccountTwins.Cli.Terminals;

/// <summary>One run of one command: its arguments, the service, and where its answer goes.</summary>
internal sealed class Call(ParseResult parsed, Terminal terminal, AccountTwinsClient client, CancellationToken cancellationToken)
{
    private static readonly JsonWriterOptions Indented = new() { Indented = true };

    public AccountTwinsClient Client => client;

    public Terminal Terminal => terminal;

    public CancellationToken Cancellation => cancellationToken;

    public IAnsiConsole Console { get; } = terminal.ConsoleOn(terminal.Output);

    public Uri Address => parsed.GetRequiredValue(GlobalOptions.Url);

    public bool IsJson => parsed.GetValue(GlobalOptions.Json);

    public T? Value<T>(Option<T> option) => parsed.GetValue(option);

    public T Value<T>(Argument<T> argument) => parsed.GetRequiredValue(argument);

    /// <summary>An argument that may be left out.</summary>
    public T? Maybe<T>(Argument<T> argument) => parsed.GetValue(argument);

    /// <summary>Shows an answer, or why there is none.</summary>
    /// <param name="isGood">False: the answer is a refusal or a finding; null: any answer is good.</param>
    public int Show<T>(ApiResult<T> result, Action<T> table, Func<T, bool>? isGood = null)
        where T : class
    {
        if (!result.IsOk)
            return Fail(result.Problem, result.Body);
        // Text is the same for programs.
        if (IsJson && result.Value is not string)
            WriteJson(result.Body.Span);
        else
            table(result.Value);
        return isGood is null || isGood(result.Value) ? Exit.Ok : Exit.Refused;
    }

    public int Fail(ApiProblem problem, ReadOnlyMemory<byte> body = default)
    {
        if (IsJson)
        {
            if (problem.Status == 0 || body.IsEmpty || problem.Code == ApiProblem.Unreadable)
                WriteJson(JsonSerializer.SerializeToUtf8Bytes(problem, ClientJson.Default.ApiProblem));
            else
                WriteJson(body.Span);
        }
        else
        {
            terminal.Error.WriteLine(problem);
        }

        return problem.Code is ApiProblem.Unreachable or ApiProblem.Unreadable ? Exit.Unreachable : Exit.Refused;
    }

    /// <summary>Ends with what is wrong with the arguments.</summary>
    public int Misused(string text)
    {
        terminal.Error.WriteLine(text);
        return Exit.Usage;
    }

    /// <summary>Plain text, never markup: it may come from outside.</summary>
    public void Line(string text = "") => terminal.Output.WriteLine(text);

    /// <summary>What this program put together itself, for programs.</summary>
    public void WriteJson<T>(T value, JsonTypeInfo<T> type) => WriteJson(JsonSerializer.SerializeToUtf8Bytes(value, type));

    private void WriteJson(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        using var document = JsonDocument.ParseValue(ref reader);
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, Indented))
            document.WriteTo(writer);
        terminal.Output.WriteLine(Encoding.UTF8.GetString(buffer.ToArray()));
    }
}
