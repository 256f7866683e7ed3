namespace AccountTwins.Grains.Mapping;
internal static class AccountViewOf { public static Interfaces.Contracts.AccountView Twin(Domain.Accounts.AccountTwin t, Domain.Health.FeedStates f, DateTimeOffset n) => throw new NotImplementedException(); }
internal static class TimelineViewOf { public static Interfaces.Contracts.TimelineView Twin(Domain.Accounts.AccountTwin t) => throw new NotImplementedException(); }
