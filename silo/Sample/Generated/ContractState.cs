namespace AccountTwins.Silo.Sample.Generated;

/// <summary>The running term of an account. <paramref name="End"/> is its last day.</summary>
internal sealed record ContractState(string Id, DateOnly Start, DateOnly End, int Seats, decimal Arr);
