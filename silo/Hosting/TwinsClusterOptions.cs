using System.ComponentModel.DataAnnotations;

namespace AccountTwins.Silo.Hosting;

/// <summary>Whether this silo stands alone or shares the accounts with others. Section <c>Cluster</c>.</summary>
public sealed class TwinsClusterOptions
{
    public const string Section = "Cluster";

    /// <summary>True: silos find each other in PostgreSQL and share accounts and partitions. Default false: this silo alone.</summary>
    public bool Enabled { get; set; }

    /// <summary>Name of this silo, the same after each start. Default: the machine's name.</summary>
    [Required, StringLength(100, MinimumLength = 1)]
    public string SiloName { get; set; } = Environment.MachineName;

    /// <summary>Silos with the same cluster id form one cluster.</summary>
    [Required, StringLength(100, MinimumLength = 1)]
    public string ClusterId { get; set; } = "account-twins";

    /// <summary>TCP port for other silos.</summary>
    [Range(1, 65_535)]
    public int SiloPort { get; set; } = 11_111;

    /// <summary>TCP port for Orleans clients.</summary>
    [Range(1, 65_535)]
    public int GatewayPort { get; set; } = 30_000;

    /// <summary>Minutes without a call after which a durable twin leaves memory. Default 60.</summary>
    [Range(1, 100_000)]
    public int CollectAfterMinutes { get; set; } = 60;
}
