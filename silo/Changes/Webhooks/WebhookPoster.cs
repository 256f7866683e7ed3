using System.Globalization;
using System.Net.Http.Headers;
using AccountTwins.Domain.Changes;
using AccountTwins.Silo.Storage.Changes;
using Microsoft.Extensions.Options;

namespace AccountTwins.Silo.Changes.Webhooks;

/// <summary>Posts one message to one receiver, signed by Standard Webhooks. It keeps nothing: whether to try again is for others.</summary>
internal sealed class WebhookPoster(IOptions<WebhookOptions> options, TimeProvider clock) : IDisposable
{
    private readonly HttpMessageInvoker _sender = WebhookAddresses.Sender(options.Value);

    /// <summary>The status, or 0 without an answer. What a receiver writes beside it is not read.</summary>
    public async Task<int> PostAsync(WebhookRow row, string id, byte[] body, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var timestamp = now.ToUnixTimeSeconds();
        string[] secrets = [row.Secret, .. row.OldSecrets.Where(old => old.Until > now).Select(old => old.Secret)];
        using var request = new HttpRequestMessage(HttpMethod.Post, row.Url) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue(ChangeEvent.ContentType);
        request.Headers.Add("webhook-id", id);
        request.Headers.Add("webhook-timestamp", timestamp.ToString(CultureInfo.InvariantCulture));
        request.Headers.Add("webhook-signature", WebhookSignature.Of(id, timestamp, body, secrets));
        request.Headers.UserAgent.ParseAdd("AccountTwins-Webhooks");
        using var deadline = new CancellationTokenSource(options.Value.AnswerWithin, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        try
        {
            using var response = await _sender.SendAsync(request, either.Token);
            return (int)response.StatusCode;
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return 0;
        }
    }

    public void Dispose() => _sender.Dispose();
}
