using System.Net;
using System.Net.Sockets;

namespace AccountTwins.Silo.Changes.Webhooks;

/// <summary>
/// Where a webhook may go. The name is looked up for each connection and the address that is connected to is the one that was looked at, so a name that
/// changes its mind reaches nothing more. Redirects are not followed.
/// </summary>
internal static class WebhookAddresses
{
    public const int UrlLengthMax = 2_000;

    /// <summary>What is wrong with an address, or null.</summary>
    public static string? FaultOf(string url, WebhookOptions options)
    {
        if (url.Length > UrlLengthMax || !Uri.TryCreate(url, UriKind.Absolute, out var uri))
            return "The url is no absolute address of at most 2,000 characters.";
        if (uri.Scheme != Uri.UriSchemeHttps && !(options.AllowHttp && uri.Scheme == Uri.UriSchemeHttp))
            return "The url must begin with https://.";
        if (uri.UserInfo.Length > 0 || uri.Fragment.Length > 0)
            return "The url may hold neither a user nor a fragment.";
        if (!options.AllowPrivate && (uri.IsLoopback || (IPAddress.TryParse(uri.IdnHost.Trim('[', ']'), out var address) && !IsPublic(address))))
            return "The url leads to this machine or into a private network.";
        return null;
    }

    public static HttpMessageInvoker Sender(WebhookOptions options) => new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = false,
        ConnectTimeout = options.AnswerWithin,
        PooledConnectionLifetime = TimeSpan.FromMinutes(2),
        MaxResponseHeadersLength = 32,
        ConnectCallback = (context, cancellationToken) => ConnectAsync(context.DnsEndPoint, options, cancellationToken),
    });

    public static bool IsPublic(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();
        if (address.AddressFamily == AddressFamily.InterNetworkV6)
        {
            var first = address.GetAddressBytes();
            // Global unicast is 2000::/3; of it, 2001:db8::/32 is for documents, and 2002::/16 and 64:ff9b::/96 hide IPv4 addresses.
            return (first[0] & 0xE0) == 0x20 && !(first[0] == 0x20 && first[1] == 0x02) && !(first[0] == 0x20 && first[1] == 0x01 && first[2] < 0x02)
                && !(first[0] == 0x20 && first[1] == 0x01 && first[2] == 0x0D && first[3] == 0xB8);
        }

        var bytes = address.GetAddressBytes();
        return bytes[0] switch
        {
            0 or 10 or 127 or >= 224 => false,
            100 => (bytes[1] & 0xC0) != 64,
            169 => bytes[1] != 254,
            172 => (bytes[1] & 0xF0) != 16,
            192 => bytes[1] != 168 && !(bytes[1] == 0 && bytes[2] is 0 or 2),
            198 => bytes[1] is not (18 or 19) && !(bytes[1] == 51 && bytes[2] == 100),
            203 => !(bytes[1] == 0 && bytes[2] == 113),
            _ => true,
        };
    }

    private static async ValueTask<Stream> ConnectAsync(DnsEndPoint to, WebhookOptions options, CancellationToken cancellationToken)
    {
        var found = await Dns.GetHostAddressesAsync(to.Host, cancellationToken);
        var allowed = found.Where(address => options.AllowPrivate || IsPublic(address)).ToArray();
        if (allowed.Length == 0)
            throw new HttpRequestException("The address leads to this machine or into a private network.");
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(allowed, to.Port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
