using AccountTwins.Cli.Terminals;
using AccountTwins.Grains.Interfaces.Contracts;
using AccountTwins.Grains.Interfaces.Http;

namespace AccountTwins.Cli.Tables;

/// <summary>A decision for people: the verdict, every layer that set it, and what would change it.</summary>
internal static class DecisionTables
{
    public static void Write(Call call, DecisionView view)
    {
        foreach (var line in Lines(view))
            call.Line(line);
    }

    public static void Write(Call call, ReplayAnswer answer)
    {
        call.Line(answer.IsSame
            ? $"{answer.DecisionId}: the same, byte for byte, by playbook {answer.PlaybookHash}"
            : $"{answer.DecisionId}: differs at {answer.DiffersAt}: stored {TableText.Clean(answer.Stored ?? "")}, derived {TableText.Clean(answer.Derived ?? "")}");
    }

    /// <summary>In plain words, a fact a line.</summary>
    public static IEnumerable<string> Lines(DecisionView view)
    {
        yield return $"{TableText.Word(view.Verdict)} -> {TableText.Word(view.Next)}{(view.Enforced ? "" : " (observed only: nobody is bound by it)")}";
        yield return $"  decision    {view.DecisionId ?? "not recorded"}, {TableText.Word(view.State)}{(view.ExpiresAt is { } end ? $", until {TableText.Of(end)}" : "")}";
        foreach (var action in view.Actions)
        {
            yield return action.Latitude.Effective == Latitude.Unspecified
                ? $"  {action.Type,-11} {TableText.Word(action.Verdict)}"
                : $"  {action.Type,-11} {TableText.Word(action.Verdict)}: {TableText.Word(action.Latitude.Effective)} where {TableText.Word(action.Latitude.Requires)} is needed; set by {LowestLayers(action.Latitude)}";
            foreach (var reason in action.Reasons)
                yield return $"  because     {reason.Code} [{reason.Layer}, {reason.Rule}]: {TableText.Clean(reason.Text)}";
            foreach (var change in action.WouldAllowIf?.ByAgent ?? [])
                yield return $"  allowed if  the agent: {TableText.Clean(change)}";
            foreach (var change in action.WouldAllowIf?.ByPeople ?? [])
                yield return $"  allowed if  people: {TableText.Clean(change)}";
            foreach (var obligation in action.Obligations)
                yield return $"  must        {ObligationText(obligation)}";
            if (action.Budget is { } budget)
                yield return $"  budget      {TableText.Of(budget.Remaining)} {budget.Currency} left of the {budget.Window}";
        }

        if (view.Approval is { } approval)
            yield return $"  approval    by {approval.Role}, {approval.Given} of {approval.People} given";
        if (view.Handover is { } handover)
            yield return $"  handed to   {handover.To}, by {TableText.Of(handover.By)}";
        foreach (var act in view.ApprovedActions ?? [])
            yield return $"  permitted   {act.Type}{(act.Amount is { } amount ? $" {TableText.Of(amount)} {act.Currency}" : "")}{(act.Due is { } due ? $" by {TableText.Of(due)}" : "")}, and nothing else";
        foreach (var worse in view.Tighter)
            yield return $"  grew worse  {TableText.Clean(worse)}";
        if (view.CustomerMessageHint is { } hint)
            yield return $"  meanwhile   \"{TableText.Clean(hint)}\"";
    }

    /// <summary>The layers that leave no more than there is.</summary>
    public static string LowestLayers(LatitudeView latitude) =>
        string.Join(", ", latitude.Layers.Where(layer => !layer.IsShadow && layer.AtMost == latitude.Effective).Select(layer => $"{layer.Layer} ({layer.Rule})"));

    private static string ObligationText(ObligationView obligation)
    {
        object?[] parts = [obligation.Max, obligation.Currency, obligation.Within is { } within ? $"within {within} s" : null, obligation.Template, obligation.Role, obligation.Until];
        return string.Join(' ', parts.Where(part => part is not null).Select(TableText.Of).Prepend(obligation.Kind));
    }
}
