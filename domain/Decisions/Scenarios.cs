using AccountTwins.Domain.Playbooks;
using AccountTwins.Domain.Value.Tiers;

namespace AccountTwins.Domain.Decisions;

/// <summary>Names classes of decisions: action type × category × value tier. Their number is bounded by the playbook's catalogue and categories.</summary>
public static class Scenarios
{
    public const string OtherCategory = "other";

    public static string NameOf(Playbook playbook, ActionRequest action, ValueTier tier)
    {
        var type = playbook.Action(action.Type) is null ? "unknown" : action.Type;
        var category = action.Category is { } named && playbook.Categories.Contains(named) ? named : OtherCategory;
        return $"{type}~{category}~{(tier == ValueTier.Unspecified ? "unknown" : Words<ValueTier>.Of(tier))}";
    }

    /// <summary>The scenario that a sparse one borrows from: the same action and tier over all categories.</summary>
    public static string ParentOf(string scenario)
    {
        var parts = scenario.Split('~');
        return $"{parts[0]}~*~{parts[2]}";
    }
}
