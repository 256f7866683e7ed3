using System.Data.Common;
using System.Diagnostics;
using System.Net;

namespace Orleans.Configuration;

public class ClusterOptions
{
    public const string DefaultClusterId = "default";
    public const string DefaultServiceId = "default";

    public string ClusterId { get; set; } = DefaultClusterId;

    public string ServiceId { get; set; } = DefaultServiceId;
}

public class SiloOptions
{
    public string SiloName { get; set; } = null!;
}

public class EndpointOptions
{
    public const int DEFAULT_SILO_PORT = 11111;
    public const int DEFAULT_GATEWAY_PORT = 30000;

    public IPAddress AdvertisedIPAddress { get; set; } = IPAddress.Loopback;

    public int SiloPort { get; set; } = DEFAULT_SILO_PORT;

    public int GatewayPort { get; set; } = DEFAULT_GATEWAY_PORT;

    public IPEndPoint? SiloListeningEndpoint { get; set; }

    public IPEndPoint? GatewayListeningEndpoint { get; set; }
}

public class GrainCollectionOptions
{
    public static readonly TimeSpan DEFAULT_COLLECTION_QUANTUM = TimeSpan.FromMinutes(1);
    public static readonly TimeSpan DEFAULT_ACTIVATION_TIMEOUT = TimeSpan.FromSeconds(30);
    public static readonly TimeSpan DEFAULT_DEACTIVATION_TIMEOUT = TimeSpan.FromSeconds(30);

    public TimeSpan CollectionQuantum { get; set; } = DEFAULT_COLLECTION_QUANTUM;

    public TimeSpan CollectionAge { get; set; } = TimeSpan.FromMinutes(15);

    public Dictionary<string, TimeSpan> ClassSpecificCollectionAge { get; set; } = [];

    public TimeSpan ActivationTimeout { get; set; } = DEFAULT_ACTIVATION_TIMEOUT;

    public TimeSpan DeactivationTimeout { get; set; } = DEFAULT_DEACTIVATION_TIMEOUT;
}

public abstract class MessagingOptions
{
    private TimeSpan _responseTimeout = TimeSpan.FromSeconds(30);

    public TimeSpan ResponseTimeout
    {
        get => Debugger.IsAttached ? ResponseTimeoutWithDebugger : _responseTimeout;
        set => _responseTimeout = value;
    }

    public TimeSpan ResponseTimeoutWithDebugger { get; set; } = TimeSpan.FromMinutes(30);
}

public class SiloMessagingOptions : MessagingOptions;

public class ClientMessagingOptions : MessagingOptions;

public class MemoryGrainStorageOptions;

public class AdoNetGrainStorageOptions
{
    public const string DEFAULT_ADONET_INVARIANT = "Microsoft.Data.SqlClient";

    public string? ConnectionString { get; set; }

    public DbDataSource? DataSource { get; set; }

    public string Invariant { get; set; } = DEFAULT_ADONET_INVARIANT;

    public bool DeleteStateOnClear { get; set; }
}

public class AdoNetClusteringSiloOptions
{
    public string? ConnectionString { get; set; }

    public DbDataSource? DataSource { get; set; }

    public string Invariant { get; set; } = "Microsoft.Data.SqlClient";
}

public class AdoNetClusteringClientOptions
{
    public string? ConnectionString { get; set; }

    public DbDataSource? DataSource { get; set; }

    public string Invariant { get; set; } = null!;
}
