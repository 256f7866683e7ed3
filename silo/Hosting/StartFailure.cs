using System.Net.Sockets;
using System.Text.RegularExpressions;
using AccountTwins.Grains.State;
using AccountTwins.Silo.Storage.Schema;
using Microsoft.Extensions.Options;

namespace AccountTwins.Silo.Hosting;

/// <summary>Something the person who starts a silo can put right, in a sentence for them.</summary>
public sealed class StartRefusedException(string message) : Exception(message);

/// <summary>
/// Tells what a person can put right from what is a fault of the program: the first is answered with a line or two, the second keeps
/// its stack trace.
/// </summary>
public static partial class StartFailure
{
    /// <summary>What to print, or null for a fault of the program.</summary>
    public static IReadOnlyList<string>? Explain(Exception exception) => exception switch
    {
        StartRefusedException or SchemaNewerException => [exception.Message],
        OptionsValidationException invalid => ["The settings cannot be used:", .. invalid.Failures.Select(failure => $"  {Wrapper().Replace(failure, "$1: $2")}")],
        AggregateException several when several.InnerExceptions.All(inner => inner is OptionsValidationException) =>
            [.. several.InnerExceptions.SelectMany(inner => Explain(inner)!).Distinct()],
        StoreUnavailableException => [$"The database does not answer: {exception.Message}"],
        OrleansConfigurationException => [exception.Message],
        // A value of the wrong kind, such as text for a number; the binder has no exception of its own.
        InvalidOperationException { Source: "Microsoft.Extensions.Configuration.Binder" } => ["The settings cannot be used:", $"  {exception.Message}"],
        IOException or UnauthorizedAccessException when FindTakenAddress(exception) is null => [$"A file or folder cannot be used: {exception.Message}"],
        _ when FindTakenAddress(exception) is { } taken => [taken],
        _ => null,
    };

    // DataAnnotation validation failed for 'StorageOptions' members: 'WriteLanes' with the error: 'The field … between 1 and 32.'.
    [GeneratedRegex(@"^DataAnnotation validation failed for '\w+' members: '([^']*)' with the error: '(.*)'\.$")]
    private static partial Regex Wrapper();

    private static string? FindTakenAddress(Exception exception)
    {
        for (var inner = exception; inner is not null; inner = inner.InnerException)
        {
            if (inner is SocketException { SocketErrorCode: SocketError.AddressAlreadyInUse })
                return $"A port that this silo needs is taken: {exception.Message} Another silo on this machine needs ports of its own: --port, Cluster:SiloPort and Cluster:GatewayPort.";
        }

        return null;
    }
}
