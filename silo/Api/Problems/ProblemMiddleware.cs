using AccountTwins.Grains.Interfaces;
using AccountTwins.Grains.State;
using AccountTwins.Silo.Security.Limits;

namespace AccountTwins.Silo.Api.Problems;

/// <summary>Gives every error the same form: what no endpoint answered, what the server refused, and faults, which only the log describes.</summary>
public sealed partial class ProblemMiddleware(RequestDelegate next, ILogger<ProblemMiddleware> logger)
{
    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            await next(context);
            if (context.Response is { HasStarted: false, StatusCode: >= 400, ContentType: null, ContentLength: null })
                await Problem.WriteAsync(context, Of(context.Response.StatusCode));
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            LogCallerLeft(context.Request.Path);
        }
        catch (Exception exception) when (!context.Response.HasStarted)
        {
            context.Response.Clear();
            RateLimitHeaders.ShowAgain(context);
            await Problem.WriteAsync(context, Of(exception));
        }
    }

    private ReasonCode Of(Exception exception)
    {
        switch (exception)
        {
            case BadHttpRequestException bad:
                return Of(bad.StatusCode);
            case StoreUnavailableException:
                return ReasonCodes.StoreUnavailable;
            case TimeoutException or OrleansMessageRejectionException:
                return ReasonCodes.AccountBusy;
            default:
                LogFault(exception);
                return ReasonCodes.Internal;
        }
    }

    private static ReasonCode Of(int status) => status switch
    {
        StatusCodes.Status401Unauthorized => ReasonCodes.Unauthenticated,
        StatusCodes.Status403Forbidden => ReasonCodes.Forbidden,
        StatusCodes.Status404NotFound => ReasonCodes.UnknownRoute,
        StatusCodes.Status405MethodNotAllowed => ReasonCodes.MethodNotAllowed,
        StatusCodes.Status406NotAcceptable => ReasonCodes.NotAcceptable,
        StatusCodes.Status413PayloadTooLarge => ReasonCodes.BodyTooLarge,
        StatusCodes.Status415UnsupportedMediaType => ReasonCodes.UnsupportedMediaType,
        >= 500 => ReasonCodes.Internal,
        _ => ReasonCodes.BadRequest,
    };

    [LoggerMessage(5001, LogLevel.Error, "A request failed by a fault of this service.")]
    private partial void LogFault(Exception exception);

    [LoggerMessage(5002, LogLevel.Debug, "The caller left before {Path} was answered.")]
    private partial void LogCallerLeft(PathString path);
}
