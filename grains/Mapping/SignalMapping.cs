using AccountTwins.Domain.Accounts;
using AccountTwins.Domain.Signals;
using AccountTwins.Domain.Streams;
using AccountTwins.Grains.Interfaces.Contracts;

namespace AccountTwins.Grains.Mapping;

/// <summary>Packed signals of a call as the domain's, and the domain's outcomes as answers.</summary>
internal static class SignalMapping
{
    public static StreamSignal[] ToSignals(SignalBatch batch)
    {
        var signals = new StreamSignal[batch.Offsets.Length];
        for (var index = 0; index < signals.Length; index++)
        {
            var body = batch.Bodies[index];
            signals[index] = new StreamSignal(batch.Offsets[index], body.Length == 0 ? null : Signal.Unpack(body));
        }

        return signals;
    }

    public static Signal[] ToSignals(SignalBundle bundle) => Array.ConvertAll(bundle.Bodies, Signal.Unpack);

    public static ApplyAnswer ToAnswer(ApplyOutcome outcome, int stream) => outcome switch
    {
        ApplyOutcome.Applied applied => new ApplyAnswer
        {
            Status = ApplyStatus.Applied,
            Offset = applied.Twin.Positions[stream],
            Applied = applied.Count,
            Repeated = applied.Repeated,
        },
        ApplyOutcome.Behind behind => new ApplyAnswer { Status = ApplyStatus.Behind, Offset = behind.Position },
        ApplyOutcome.Stopped stopped => new ApplyAnswer
        {
            Status = ApplyStatus.Stopped,
            Offset = stopped.Offset,
            Applied = stopped.Count,
            Repeated = stopped.Repeated,
            Code = stopped.Code,
            Detail = stopped.Detail,
        },
        ApplyOutcome.TooManyStreams => new ApplyAnswer { Status = ApplyStatus.TooManyStreams, Offset = Positions.Nothing },
        _ => throw new InvalidOperationException($"Unknown outcome {outcome.GetType().Name}."),
    };

    public static AcceptAnswer ToAnswer(AcceptOutcome outcome, TwinStanding standing) => new()
    {
        Standing = standing,
        Applied = outcome.Applied,
        Repeated = [.. outcome.Repeated],
        Refused = [.. outcome.Failures.Select(failure => new RefusedSignal(failure.Index, failure.Code))],
    };
}
