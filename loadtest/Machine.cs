using System.Diagnostics;
using System.Reflection;
using System.Runtime;
using AccountTwins.Silo.Api.Health;

namespace AccountTwins.LoadTest;

/// <summary>What a number was measured on: without it a number says nothing.</summary>
internal static class Machine
{
    /// <summary>Which engine runs the grains: Orleans with its version, or the stand-in of this solution.</summary>
    public static string Engine => EnginePart.Describe();

    /// <summary>How garbage is collected: it decides between throughput and pauses, and the limit follows the processor's cache unless it is set.</summary>
    public static string Collector =>
        $"{(GCSettings.IsServerGC ? "server" : "workstation")} collector, young generation at most {YoungBytesMax / (1024 * 1024)} MB a heap";

    public static string Processor => File.Exists("/proc/cpuinfo")
        ? File.ReadLines("/proc/cpuinfo").FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))?.Split(": ")[1] ?? "unknown"
        : System.Runtime.InteropServices.RuntimeInformation.ProcessArchitecture.ToString();

    /// <summary>The commit the program was built from, or "unknown" outside a checkout.</summary>
    public static string Commit =>
        Assembly.GetExecutingAssembly().GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+') is [_, var commit, ..]
            ? commit[..Math.Min(10, commit.Length)]
            : "unknown";

    public static bool IsOptimized => Assembly.GetExecutingAssembly().GetCustomAttribute<DebuggableAttribute>()?.IsJITOptimizerDisabled != true;

    public static string Header(string store) =>
        $"engine {Engine}; {Environment.ProcessorCount} cores, {Processor}; .NET {Environment.Version}, {Collector}; store {store}; commit {Commit}{(IsOptimized ? "" : "; DEBUG BUILD")}";

    /// <summary>What the runtime made of the processor's cache and of <c>System.GC.Gen0MaxBudget</c>.</summary>
    private static long YoungBytesMax => GC.GetConfigurationVariables().TryGetValue("GCGen0MaxBudget", out var bytes) && bytes is long known ? known : 0;
}
