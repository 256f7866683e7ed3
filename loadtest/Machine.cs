using System.Diagnostics;
using System.Reflection;

namespace AccountTwins.LoadTest;

/// <summary>What a number was measured on: without it a number says nothing.</summary>
internal static class Machine
{
    /// <summary>Which engine runs the grains: the real Orleans, or the stand-in of this solution.</summary>
    public static string Engine
    {
        get
        {
            var assembly = typeof(Grain).Assembly.GetName();
            return assembly.Name!.StartsWith("AccountTwins", StringComparison.Ordinal) ? "stand-in (single process)" : $"Orleans {assembly.Version?.ToString(3)}";
        }
    }

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
        $"engine {Engine}; {Environment.ProcessorCount} cores, {Processor}; .NET {Environment.Version}; store {store}; commit {Commit}{(IsOptimized ? "" : "; DEBUG BUILD")}";
}
