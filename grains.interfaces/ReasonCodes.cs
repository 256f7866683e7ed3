using System.Collections.Frozen;

namespace AccountTwins.Grains.Interfaces;

/// <summary>
/// The one table of stable codes that HTTP, grains, metrics, logs and dead letters share. A code is lower_snake_case and never
/// changes its meaning; docs/http.md shows the same table and a test compares them.
/// </summary>
public static class ReasonCodes
{
    // The request itself.
    public static readonly ReasonCode BadRequest = new("bad_request", 400, "The request is not valid HTTP or lacks a part it needs.");
    public static readonly ReasonCode BadParameter = new("bad_parameter", 400, "A query parameter is unknown, missing, repeated or out of range; the detail names it.");
    public static readonly ReasonCode CursorInvalid = new("cursor_invalid", 400, "The cursor was not made by this service for this query.");
    public static readonly ReasonCode AllRejected = new("all_rejected", 400, "Not one signal of the request can be used; each is listed with its own code.");
    public static readonly ReasonCode Unauthenticated = new("unauthenticated", 401, "No key, an unknown or revoked one, or a token that is not good.");
    public static readonly ReasonCode Forbidden = new("forbidden", 403, "The key is good, but not for this.");
    public static readonly ReasonCode RateLimited = new("rate_limited", 429, "More requests than the key, its tenant or, without a good key, the address may make; nothing was done, send it again after Retry-After.");
    public static readonly ReasonCode UnknownRoute = new("unknown_route", 404, "There is nothing at this address.");
    public static readonly ReasonCode UnknownAccount = new("unknown_account", 404, "No account answers to this id or identifier in the key's tenant.");
    public static readonly ReasonCode MethodNotAllowed = new("method_not_allowed", 405, "The address exists, but not for this method.");
    public static readonly ReasonCode NotAcceptable = new("not_acceptable", 406, "The answer cannot be given in the form asked for.");
    public static readonly ReasonCode Ambiguous = new("ambiguous", 409, "More than one account answers to this identifier; use the account id.");
    public static readonly ReasonCode TooStale = new("too_stale", 409, "A feed is older than maxStaleness allows, or the account is parked; the detail names which.");
    public static readonly ReasonCode BodyTooLarge = new("body_too_large", 413, "The body exceeds 8 MB.");
    public static readonly ReasonCode TooManySignals = new("too_many_signals", 413, "More than 1,000 signals in one request; none was accepted.");
    public static readonly ReasonCode UnsupportedMediaType = new("unsupported_media_type", 415, "The body is in none of the CloudEvents forms that this address takes.");

    // The service.
    public static readonly ReasonCode Internal = new("internal", 500, "A fault of this service; the log has it under the trace id given.");
    public static readonly ReasonCode StoreUnavailable = new("store_unavailable", 503, "The store is away: nothing can be made durable now; send it again after Retry-After.");
    public static readonly ReasonCode AuthorityUnavailable = new("authority_unavailable", 503, "The identity provider's keys cannot be read now, so no token can be judged; send it again after Retry-After.");
    public static readonly ReasonCode NotReady = new("not_ready", 503, "A part that this service needs is away; the answer names it.");
    public static readonly ReasonCode Draining = new("draining", 503, "This silo is about to stop; send it to another.");
    public static readonly ReasonCode OutboxFull = new("outbox_full", 503, "As many changes wait to be passed on as may: no signal is taken until the topic account-changes takes them again.");
    public static readonly ReasonCode KafkaUnavailable = new("kafka_unavailable", 503, "The brokers do not answer, or did not within the time; ask again.");
    public static readonly ReasonCode AccountBusy = new("account_busy", 503, "The account did not answer in time; whether the signal counts is unknown, repeating it is safe.");
    public static readonly ReasonCode SiloBusy = new("silo_busy", 503, "As many audits, exports and trials are under way on this silo as may be, and it was not this one's turn in time; ask again after Retry-After.");
    public static readonly ReasonCode TwinUnreadable = new("twin_unreadable", 503, "The stored twin cannot be read by this release; the account is parked.");

    public static readonly ReasonCode TwinNewer = new("twin_newer", 503, "The twin was stored by a newer release, and this silo is of the one before; nothing was done, send it again: a silo of that release answers.");

    public static readonly ReasonCode StoreRefused = new("store_refused", 500, "The store refuses the account's row for its data; repeating does not help, the log says why.");

    // Changes.
    public static readonly ReasonCode CursorExpired = new("cursor_expired", 410, "What came after this id is no longer kept; read the accounts' present state and begin anew without an id.");
    public static readonly ReasonCode TooManySubscribers = new("too_many_subscribers", 429, "As many streams of changes are open as may be; close one, or come back later.");
    public static readonly ReasonCode SubscriberTooSlow = new("subscriber_too_slow", 503, "The stream was cut because its reader fell behind; it goes on from the last id when it is opened again.");

    public static readonly ReasonCode BadWebhook = new("bad_webhook", 400, "A webhook needs an address that may be reached, known kinds, and an overlap of at most 30 days; the detail names what is wrong.");
    public static readonly ReasonCode UnknownWebhook = new("unknown_webhook", 404, "The tenant has no webhook of this id.");
    public static readonly ReasonCode TooManyWebhooks = new("too_many_webhooks", 409, "The tenant has as many webhooks as it may; delete one.");

    public static readonly ReasonCode TooManySecrets = new("too_many_secrets", 409, "Four earlier secrets of the webhook sign beside its own; nothing was changed, wait until the first of them ends, or end all with an overlap of 0.");

    // Decisions and reviews.
    public static readonly ReasonCode BadDecision = new("bad_decision", 400, "The request for a decision is not well formed; the detail names the place.");
    public static readonly ReasonCode BadReview = new("bad_review", 400, "The review lacks something or names a word that is not known; the detail names the place.");
    public static readonly ReasonCode BadOverride = new("bad_override", 400, "An override needs a step, a latitude, a reason and an end in the future: at most 30 days to loosen, 366 to tighten.");
    public static readonly ReasonCode EditWithoutActions = new("edit_without_actions", 400, "An edit must say which acts it leaves.");
    public static readonly ReasonCode OwnRequest = new("own_request", 403, "Nobody approves what they asked for.");
    public static readonly ReasonCode OtherAgent = new("other_agent", 403, "Another agent asked for this decision: only it uses the approval and tells the outcome. Who asks again gets a decision of its own.");
    public static readonly ReasonCode RoleInsufficient = new("role_insufficient", 403, "Amount and account take a higher role than the key's.");
    public static readonly ReasonCode UnknownDecision = new("unknown_decision", 404, "No decision of the key's tenant has this id.");
    public static readonly ReasonCode UnknownReview = new("unknown_review", 404, "Nothing of this id waits, or ever waited, for review.");
    public static readonly ReasonCode NotParked = new("not_parked", 404, "No signals of the account are known to stand in dead letters.");
    public static readonly ReasonCode ParkedAgain = new("parked_again", 409, "More signals of the account went to dead letters than this was about; look at them first.");
    public static readonly ReasonCode IdempotencyConflict = new("idempotency_conflict", 409, "The key was used for another request; use a new one.");
    public static readonly ReasonCode NotPending = new("not_pending", 409, "The decision does not wait for a person any more.");
    public static readonly ReasonCode AlreadyApproved = new("already_approved", 409, "This person has approved it; it takes another one.");
    public static readonly ReasonCode NotApprovable = new("not_approvable", 409, "The playbook denies it whoever approves.");
    public static readonly ReasonCode ReviewTaken = new("review_taken", 409, "Somebody else holds it, or it may not be decided by this person, or it is no longer open.");
    public static readonly ReasonCode ReviewWaits = new("review_waits", 409, "The decision waits for approval: claim it in the queue, where it can still be stopped.");
    public static readonly ReasonCode OutcomeConflict = new("outcome_conflict", 409, "Another outcome was reported, or nothing was permitted and nothing is reported as done.");
    public static readonly ReasonCode NoRate = new("no_rate", 409, "The playbook has no rate for the currency of these amounts, so what was spent cannot be counted; nothing was recorded, report them in one that it has.");

    // Keys and the ledger.
    public static readonly ReasonCode BadKey = new("bad_key", 400, "A key needs a name of 1 to 64 characters, known scopes and, if any, an end in the future; the detail names what is wrong.");
    public static readonly ReasonCode UnknownKey = new("unknown_key", 404, "No key of the tenant that could still be revoked has this id.");
    public static readonly ReasonCode KeyNameTaken = new("key_name_taken", 409, "A live key of the tenant has this name, and reviews are signed with it; take another, or ask again if two were made at once.");
    public static readonly ReasonCode TooManyKeys = new("too_many_keys", 409, "The tenant has as many live keys as it may, 10,000; revoke one.");
    public static readonly ReasonCode TenantHasAdmin = new("tenant_has_admin", 409, "The tenant has a live admin key, which makes its further ones; nothing was made.");
    public static readonly ReasonCode OwnKey = new("own_key", 409, "A key does not revoke itself, nor end its own secret at once, so that one that can make others always stays.");
    public static readonly ReasonCode AlreadyRotated = new("already_rotated", 409, "The last rotation had this idempotency key; nothing was changed, and its text was told then. Was it lost, rotate with lost and another key.");
    public static readonly ReasonCode RotationRunning = new("rotation_running", 409, "Two secrets of the key work now; wait until the older ends, say that the newer was lost, or end all others with an overlap of 0.");
    public static readonly ReasonCode AuditRunning = new("audit_running", 409, "The tenant has an audit, an export of reviews or a trial of a playbook under way on this silo; ask again when that is done.");
    public static readonly ReasonCode NotReplayable = new("not_replayable", 409, "The decision was stored in a form that this release cannot derive again, or its playbook is gone; the detail names which.");

    // The tenant's settings.
    public static readonly ReasonCode BadPlaybook = new("bad_playbook", 400, "The file is no playbook; nothing was changed, and the detail names lines, paths and reasons.");
    public static readonly ReasonCode BadSwitch = new("bad_switch", 400, "A switch needs a reason, and names of at most 256 characters.");
    public static readonly ReasonCode BadBreaker = new("bad_breaker", 400, "To reset a breaker takes the agent release and a reason.");
    public static readonly ReasonCode BadIncident = new("bad_incident", 400, "An incident needs a name and a reason.");
    public static readonly ReasonCode BadAct = new("bad_act", 400, "A scenario is frozen, unfrozen, released, reset to a latitude, or granted what is offered, with a reason.");
    public static readonly ReasonCode UnknownSwitch = new("unknown_switch", 404, "No switch of this name is thrown.");
    public static readonly ReasonCode UnknownBreaker = new("unknown_breaker", 404, "The breaker of this agent release is not open.");
    public static readonly ReasonCode UnknownIncident = new("unknown_incident", 404, "No incident of this name is declared.");
    public static readonly ReasonCode UnknownScenario = new("unknown_scenario", 404, "Nothing was ever reviewed in this scenario, or not of this release.");
    public static readonly ReasonCode BadLesson = new("bad_lesson", 400, "A lesson is approved with a text of 1 to 400 characters and a reach, declined, or retired with a reason; the detail names what is wrong.");
    public static readonly ReasonCode UnknownLesson = new("unknown_lesson", 404, "The tenant has no lesson of this id, or it was declined or retired long ago.");
    public static readonly ReasonCode LessonDecided = new("lesson_decided", 409, "Somebody has decided this lesson already, or it is not shown.");
    public static readonly ReasonCode NoOffer = new("no_offer", 409, "Learning offers no step there.");
    public static readonly ReasonCode TooManySwitches = new("too_many_switches", 409, "As many switches are thrown as a tenant may have; take one back, or stop more with one.");
    public static readonly ReasonCode TooManyIncidents = new("too_many_incidents", 409, "As many incidents are declared as a tenant may have; end one.");

    // One signal.
    public static readonly ReasonCode TenantMismatch = new("tenant_mismatch", 422, "The signal names another tenant than the key's.");
    public static readonly ReasonCode BadJson = new("bad_json", 422, "The bytes are not one well-formed JSON value in UTF-8, or they nest too deep.");
    public static readonly ReasonCode NotCloudEvent = new("not_cloudevent", 422, "The JSON is no CloudEvent of specversion 1.0.");
    public static readonly ReasonCode MissingAttribute = new("missing_attribute", 422, "The event lacks one of id, source, type and time.");
    public static readonly ReasonCode BadAttribute = new("bad_attribute", 422, "An attribute of the event is no text, too long, or holds a control character.");
    public static readonly ReasonCode MissingSubject = new("missing_subject", 422, "The event names no account in its subject.");
    public static readonly ReasonCode BadSubject = new("bad_subject", 422, "The subject cannot be an account id: 1 to 128 characters without '/' and control characters.");
    public static readonly ReasonCode BadTenant = new("bad_tenant", 422, "The tenant is not well formed, or is not the one that may speak here.");
    public static readonly ReasonCode BadTime = new("bad_time", 422, "The time is no RFC 3339 date and time, or lies before 1970.");
    public static readonly ReasonCode FromFuture = new("from_future", 422, "The time lies further in the future than clocks may differ.");
    public static readonly ReasonCode UnknownType = new("unknown_type", 422, "No such signal type is in the catalogue.");
    public static readonly ReasonCode UnsupportedContentType = new("unsupported_content_type", 422, "The data is not JSON.");
    public static readonly ReasonCode MissingField = new("missing_field", 422, "The data lacks a field that the type requires.");
    public static readonly ReasonCode WrongType = new("wrong_type", 422, "A value has another JSON type than its field.");
    public static readonly ReasonCode OutOfRange = new("out_of_range", 422, "A value lies outside the limits of its field.");
    public static readonly ReasonCode TooLarge = new("too_large", 422, "The event has more bytes than are accepted.");
    public static readonly ReasonCode ApplyFailed = new("apply_failed", 422, "The signal is well-formed, but its twin cannot take it; this is a fault of the service and is logged.");

    /// <summary>The whole table, by code.</summary>
    public static readonly FrozenDictionary<string, ReasonCode> All = new[]
    {
        BadRequest, BadParameter, CursorInvalid, AllRejected, Unauthenticated, Forbidden, RateLimited, UnknownRoute, UnknownAccount, MethodNotAllowed,
        NotAcceptable, Ambiguous, TooStale, BodyTooLarge, TooManySignals, UnsupportedMediaType, Internal, StoreUnavailable, AuthorityUnavailable, NotReady,
        Draining, OutboxFull, KafkaUnavailable, AccountBusy, SiloBusy, TwinUnreadable, TwinNewer, StoreRefused, CursorExpired, TooManySubscribers, SubscriberTooSlow, BadWebhook, UnknownWebhook, TooManyWebhooks, TooManySecrets,
        BadDecision, BadReview, BadOverride, EditWithoutActions, OwnRequest, OtherAgent, RoleInsufficient, UnknownDecision, UnknownReview,
        IdempotencyConflict, NotPending, AlreadyApproved, NotApprovable, ReviewTaken, ReviewWaits, OutcomeConflict, NoRate, NotParked, ParkedAgain,
        BadKey, UnknownKey, KeyNameTaken, TooManyKeys, TenantHasAdmin, OwnKey, AlreadyRotated, RotationRunning, AuditRunning, NotReplayable,
        BadPlaybook, BadSwitch, BadBreaker, BadIncident, BadAct, UnknownSwitch, UnknownBreaker, UnknownIncident, UnknownScenario, BadLesson, UnknownLesson, LessonDecided, NoOffer,
        TooManySwitches, TooManyIncidents, TenantMismatch,
        BadJson, NotCloudEvent, MissingAttribute, BadAttribute, MissingSubject, BadSubject, BadTenant, BadTime, FromFuture, UnknownType,
        UnsupportedContentType, MissingField, WrongType, OutOfRange, TooLarge, ApplyFailed,
    }.ToFrozenDictionary(code => code.Code, StringComparer.Ordinal);
}

/// <summary>A code, the HTTP status it goes with (422 where it only ever describes one signal) and one sentence about it.</summary>
public sealed record ReasonCode(string Code, int Status, string Text);
