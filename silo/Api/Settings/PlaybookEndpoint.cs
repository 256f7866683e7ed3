using System.Text;
using System.Text.Json;
using AccountTwins.Domain.Playbooks;
using AccountTwins.Domain.Playbooks.Changes;
using AccountTwins.Domain.Playbooks.Format;
using AccountTwins.Domain.Tenants;
using AccountTwins.Grains.Interfaces;
using AccountTwins.Grains.Interfaces.Http;
using AccountTwins.Grains.State;
using AccountTwins.Silo.Api.Problems;
using AccountTwins.Silo.Api.Signals;
using AccountTwins.Silo.Playbooks;
using AccountTwins.Silo.Security;

namespace AccountTwins.Silo.Api.Settings;

/// <summary>The playbook: what is in force, whether a file is one, what it would change, and putting it in force. A bad file never replaces a good one.</summary>
public static class PlaybookEndpoint
{
    /// <summary>As files are described; one that says something else of itself is read all the same.</summary>
    internal const string MediaType = "application/yaml";

    private const int FileMax = 256 * 1024;

    private static readonly RequiredScopes Readers = new(KeyScopes.Reader | KeyScopes.Reviewer);

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v1/playbook", ShowAsync)
            .RequireScopes(Readers).WithName("getPlaybook").WithSummary("The playbook in force, word for word.")
            .Answers<PlaybookAnswer>().Fails(ReasonCodes.BadParameter, ReasonCodes.StoreUnavailable);
        routes.MapPut("/v1/playbook", ApplyAsync)
            .RequireScopes(new RequiredScopes(KeyScopes.Admin)).WithName("applyPlaybook").WithSummary("Puts a playbook (YAML, at most 256 KB) in force; silos follow within a second.")
            .Takes(MediaType, BodyForm.Playbook).Answers<PlaybookAnswer>().Fails(ReasonCodes.BadPlaybook, ReasonCodes.BodyTooLarge, ReasonCodes.StoreUnavailable);
        routes.MapPost("/v1/playbook/check", CheckAsync)
            .RequireScopes(Readers).WithName("checkPlaybook").WithSummary("Whether a file is a playbook; lines, paths and reasons where not.")
            .Takes(MediaType, BodyForm.Playbook).Answers<PlaybookCheckAnswer>().Fails(ReasonCodes.BodyTooLarge);
        routes.MapPost("/v1/playbook/diff", DiffAsync)
            .RequireScopes(Readers).WithName("diffPlaybook").WithSummary("What a file would change of the playbook in force.")
            .Takes(MediaType, BodyForm.Playbook).Answers<PlaybookDiffAnswer>().Fails(ReasonCodes.BadPlaybook, ReasonCodes.BodyTooLarge, ReasonCodes.StoreUnavailable);
    }

    private static async Task ShowAsync(HttpContext context, ISettings settings)
    {
        if (!await QueryParameters.AreNoneAsync(context))
            return;
        var (current, text) = await InForceAsync(context, settings);
        await WriteAsync(context, current, text);
    }

    private static async Task ApplyAsync(HttpContext context, ISettings settings)
    {
        if (await FileAsync(context) is not { } file || await ReadAsync(context, file) is null)
            return;
        var caller = context.Credential();
        if (!await SettingsAnswer.IsDoneAsync(context, await settings.ApplyPlaybookAsync(caller.Tenant, file, caller.Name, context.RequestAborted)))
            return;
        var (current, text) = await InForceAsync(context, settings);
        await WriteAsync(context, current, text);
    }

    private static async Task CheckAsync(HttpContext context, CancellationToken cancellationToken)
    {
        if (await FileAsync(context) is not { } file)
            return;
        var reading = PlaybookReader.Read(file);
        await JsonAnswer.WriteAsync(context, new PlaybookCheckAnswer
        {
            IsGood = reading.Playbook is not null,
            Version = reading.Playbook?.Version,
            Hash = reading.Playbook?.Hash,
            Faults = [.. reading.Errors.Select(error => new PlaybookFaultView(error.Line, error.Path, error.Text))],
        }, ApiJson.Default.PlaybookCheckAnswer);
    }

    private static async Task DiffAsync(HttpContext context, ISettings settings)
    {
        if (await FileAsync(context) is not { } file || await ReadAsync(context, file) is not { } after)
            return;
        var before = await PlaybookInForceAsync(context, settings);
        var changes = PlaybookDiff.Between(before, after);
        await JsonAnswer.WriteAsync(context, new PlaybookDiffAnswer
        {
            FromVersion = before.Version,
            ToVersion = after.Version,
            Direction = Word(changes.Direction),
            Changes = [.. changes.Items.Select(change => new PlaybookChangeView(change.Path, change.Before, change.After, Word(change.Direction)))],
        }, ApiJson.Default.PlaybookDiffAnswer);
    }

    internal static async Task<Playbook> PlaybookInForceAsync(HttpContext context, ISettings settings)
    {
        var (_, text) = await InForceAsync(context, settings);
        return PlaybookReader.Read(text).Playbook ?? throw new StoreUnavailableException("The playbook in force cannot be read by this release.");
    }

    /// <summary>The playbook of the body, or null after the problem was written.</summary>
    internal static async Task<Playbook?> ReadAsync(HttpContext context, byte[] file)
    {
        var reading = PlaybookReader.Read(file);
        if (reading.Playbook is null)
            await Problem.WriteAsync(context, ReasonCodes.BadPlaybook, string.Join('\n', reading.Errors));
        return reading.Playbook;
    }

    internal static async Task<byte[]?> FileAsync(HttpContext context)
    {
        using var body = await RequestBody.ReadAsync(context.Request, FileMax, context.RequestAborted);
        if (body is null)
            await Problem.WriteAsync(context, ReasonCodes.BodyTooLarge, $"At most {FileMax / 1024} KB here.");
        return body?.Bytes.ToArray();
    }

    private static async Task<(PlaybookInForce? Current, byte[] Text)> InForceAsync(HttpContext context, ISettings settings)
    {
        var tenant = context.Credential().Tenant;
        var current = (await settings.ReadAsync(tenant, context.RequestAborted)).Playbook;
        var text = current is null ? DefaultPlaybook.File.ToArray() : await settings.TextAsync(tenant, current.Hash, context.RequestAborted);
        return (current, text ?? throw new StoreUnavailableException("The text of the playbook in force is gone."));
    }

    private static Task WriteAsync(HttpContext context, PlaybookInForce? current, byte[] text)
    {
        context.Response.Headers.CacheControl = "no-store";
        return JsonAnswer.WriteAsync(context, new PlaybookAnswer
        {
            Version = current?.Version ?? DefaultPlaybook.Value.Version,
            Hash = current?.Hash ?? DefaultPlaybook.Value.Hash,
            IsDefault = current is null,
            By = current?.By,
            At = current?.At,
            Text = Encoding.UTF8.GetString(text),
        }, ApiJson.Default.PlaybookAnswer);
    }

    private static string Word(Enum value) => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());
}
