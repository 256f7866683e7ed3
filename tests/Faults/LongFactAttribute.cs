using AccountTwins.Tests.Support;

namespace AccountTwins.Tests.Faults;

/// <summary>A fact that takes minutes: runs when ACCOUNTTWINS_LONG=1.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class LongFactAttribute : FactAttribute
{
    private const string Variable = "ACCOUNTTWINS_LONG";

    public LongFactAttribute(StoreKind store)
    {
        if (Environment.GetEnvironmentVariable(Variable) != "1")
            Skip = $"Takes minutes: set {Variable}=1 to run it.";
        else if (store == StoreKind.Postgres)
            Skip = PostgresEnvironment.SkipReason!;
    }
}
