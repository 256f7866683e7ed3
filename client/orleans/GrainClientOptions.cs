using System.Net;

namespace AccountTwins.Client.Cluster;

/// <summary>The cluster that an agent's program is a client of, and as whom it asks. Section <c>AccountTwins:Orleans</c>.</summary>
public sealed class GrainClientOptions
{
    /// <summary>The service id of every AccountTwins cluster.</summary>
    public const string ServiceId = "account-twins";

    private const int NameLengthMax = 128;

    /// <summary>The tenant of everything that is asked; default the one that there is without tenants. The cluster believes it.</summary>
    public string Tenant { get; set; } = "default";

    /// <summary>Who asks, in every decision, as the key's name does over HTTP. Required; the cluster believes it.</summary>
    public string Agent { get; set; } = "";

    /// <summary>Cluster:ClusterId of the silos; default theirs.</summary>
    public string ClusterId { get; set; } = "account-twins";

    /// <summary>Gateways of silos, address:port, when they are few and fixed; default none: the gateway of a silo on this machine, 127.0.0.1:30000.</summary>
    public string[] Gateways { get; set; } = [];

    /// <summary>The PostgreSQL in which the silos find each other: gateways come and go with them. Reading the table of members is enough. Default none: <see cref="Gateways"/>.</summary>
    public string? ConnectionString { get; set; }

    /// <summary>How long a program's start waits for the cluster before it fails, default 1 minute.</summary>
    public TimeSpan ConnectWithin { get; set; } = TimeSpan.FromMinutes(1);

    internal IPEndPoint[] Endpoints => Gateways.Length == 0 ? [new IPEndPoint(IPAddress.Loopback, 30_000)] : [.. Gateways.Select(IPEndPoint.Parse)];

    /// <summary>Throws with what is wrong, so that a start fails and not the first question.</summary>
    /// <exception cref="ArgumentException">One sentence.</exception>
    public void Check()
    {
        if (!IsName(Tenant))
            throw new ArgumentException($"AccountTwins:Orleans:Tenant is needed: at most {NameLengthMax} characters, no slash.");
        if (!IsName(Agent))
            throw new ArgumentException($"AccountTwins:Orleans:Agent is needed: who asks, at most {NameLengthMax} characters, no slash.");
        if (Gateways.Any(gateway => !IPEndPoint.TryParse(gateway, out var parsed) || parsed.Port == 0))
            throw new ArgumentException("AccountTwins:Orleans:Gateways are IP addresses with ports: 10.0.0.5:30000.");
        if (ConnectWithin < TimeSpan.Zero)
            throw new ArgumentException("AccountTwins:Orleans:ConnectWithin is not negative.");
    }

    private static bool IsName(string name) => name.Length is > 0 and <= NameLengthMax && !name.Any(letter => letter == '/' || char.IsControl(letter));
}
