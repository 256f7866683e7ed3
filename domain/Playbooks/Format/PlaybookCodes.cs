namespace AccountTwins.Domain.Playbooks.Format;

/// <summary>The stable codes of what can be wrong with a playbook. A code never changes its meaning.</summary>
public static class PlaybookCodes
{
    public const string TooLarge = "too_large";
    public const string Encoding = "encoding";
    public const string Syntax = "syntax";
    public const string Alias = "alias";
    public const string Tag = "tag";
    public const string TooDeep = "too_deep";
    public const string Documents = "documents";
    public const string DuplicateKey = "duplicate_key";
    public const string UnknownKey = "unknown_key";
    public const string Missing = "missing";
    public const string WrongType = "wrong_type";
    public const string UnknownWord = "unknown_word";
    public const string OutOfRange = "out_of_range";
    public const string BadFormat = "bad_format";
    public const string TooLong = "too_long";
    public const string TooMany = "too_many";
    public const string TooFew = "too_few";
    public const string DuplicateItem = "duplicate_item";
    public const string DuplicateName = "duplicate_name";
    public const string MatrixLooser = "matrix_looser";
    public const string Tiers = "tiers";
    public const string ApproversOrder = "approvers_order";
    public const string ApproversOpen = "approvers_open";
    public const string ApproversMissing = "approvers_missing";
    public const string CapsRise = "caps_rise";
    public const string CapOverAbsolute = "cap_over_absolute";
    public const string AmountNotTaken = "amount_not_taken";
    public const string BudgetEmpty = "budget_empty";
    public const string ObligationIncomplete = "obligation_incomplete";
    public const string ObligationExtra = "obligation_extra";
    public const string UnknownAction = "unknown_action";
    public const string UnknownCategory = "unknown_category";
    public const string DaysMissing = "days_missing";
    public const string DaysExtra = "days_extra";
    public const string ClausesExtra = "clauses_extra";
    public const string ObserveEmpty = "observe_empty";
    public const string FreshnessOrder = "freshness_order";
    public const string Learning = "learning";
    public const string BaseRate = "base_rate";

    public static readonly IReadOnlyList<string> All =
    [
        TooLarge, Encoding, Syntax, Alias, Tag, TooDeep, Documents, DuplicateKey, UnknownKey, Missing, WrongType, UnknownWord, OutOfRange, BadFormat,
        TooLong, TooMany, TooFew, DuplicateItem, DuplicateName, MatrixLooser, Tiers, ApproversOrder, ApproversOpen, ApproversMissing, CapsRise,
        CapOverAbsolute, AmountNotTaken, BudgetEmpty, ObligationIncomplete, ObligationExtra, UnknownAction, UnknownCategory, DaysMissing, DaysExtra,
        ClausesExtra, ObserveEmpty, FreshnessOrder, Learning, BaseRate,
    ];
}
