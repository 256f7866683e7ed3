using AccountTwins.Grains.Interfaces.Contracts;

namespace AccountTwins.Grains.Mapping;

/// <summary>
/// A view made anew because a minute ended seldom says anything new. What it says as the one before said it is taken from there: a reader sees at a
/// glance that nothing changed, and what it wrote of the view before is still good. Two arrays are never equal by themselves, so each has its line here.
/// </summary>
internal static class SameParts
{
    /// <summary>The view before itself, where only the moment and the ages of the feeds differ.</summary>
    public static AccountView Of(AccountView view, AccountView before)
    {
        var shared = view with
        {
            Profile = Of(view.Profile, before.Profile),
            Contract = view.Contract is { } contract && before.Contract is { } contractBefore ? Of(contract, contractBefore) : view.Contract,
            Health = Of(view.Health, before.Health),
            Flags = Same([.. view.Flags.Select((flag, index) => index < before.Flags.Length ? Of(flag, before.Flags[index]) : flag)], before.Flags),
            Stakeholders = Same(view.Stakeholders, before.Stakeholders),
            Tickets = Same(view.Tickets, before.Tickets),
            Promises = Same(view.Promises, before.Promises),
            BillingProblems = Same(view.BillingProblems, before.BillingProblems),
            Clocks = Same(view.Clocks, before.Clocks),
            Measures = Same(view.Measures, before.Measures),
            Positions = Same(view.Positions, before.Positions),
            Value = view.Value is { } value && before.Value is { } valueBefore ? Of(value, valueBefore) : view.Value,
            Latitude = view.Latitude is { } latitude && before.Latitude is { } latitudeBefore ? Of(latitude, latitudeBefore) : view.Latitude,
            LateScenarios = Same(view.LateScenarios, before.LateScenarios),
        };
        return shared with { AsOf = before.AsOf, Feeds = before.Feeds } == before ? before : shared;
    }

    private static AccountProfileView Of(AccountProfileView profile, AccountProfileView before) => Same(
        profile with { Goals = Same(profile.Goals, before.Goals), Domains = Same(profile.Domains, before.Domains), ExternalIds = Same(profile.ExternalIds, before.ExternalIds) },
        before);

    private static AccountContractView Of(AccountContractView contract, AccountContractView before) => Same(
        contract with
        {
            Products = Same(contract.Products, before.Products),
            SupportPlans = Same(contract.SupportPlans, before.SupportPlans),
            Clauses = Same(contract.Clauses, before.Clauses),
        },
        before);

    private static AccountHealthView Of(AccountHealthView health, AccountHealthView before) => Same(
        health with { Drivers = Same(health.Drivers, before.Drivers), NeverConnected = Same(health.NeverConnected, before.NeverConnected) },
        before);

    private static AccountFlagView Of(AccountFlagView flag, AccountFlagView before) => Same(flag with { Evidence = Same(flag.Evidence, before.Evidence) }, before);

    private static AccountValueView Of(AccountValueView value, AccountValueView before) => Same(value with { Contracts = Same(value.Contracts, before.Contracts) }, before);

    private static AccountAutonomyView Of(AccountAutonomyView latitude, AccountAutonomyView before) => Same(latitude with { SetBy = Same(latitude.SetBy, before.SetBy) }, before);

    private static T Same<T>(T part, T before)
        where T : class, IEquatable<T> => part.Equals(before) ? before : part;

    /// <summary>The parts of before, where each is equal.</summary>
    public static T[] Same<T>(T[] parts, T[] before)
        where T : IEquatable<T> => parts.AsSpan().SequenceEqual(before) ? before : parts;
}
