using Orleans;
using Orleans.Concurrency;

namespace AccountTwins.Tests.Conformance;

[GenerateSerializer]
public class Parcel
{
    [Id(0)]
    public List<string> Items { get; set; } = [];

    [Id(1)]
    public Parcel? Inner { get; set; }

    [Id(2)]
    public int[] Numbers { get; set; } = [];

    [Id(3)]
    public Dictionary<string, Parcel> Named { get; set; } = [];

    /// <summary>Without an id it stays behind.</summary>
    [field: NonSerialized]
    public string Note { get; set; } = "fresh";
}

[GenerateSerializer]
public sealed class HeavyParcel : Parcel
{
    [Id(0)]
    public decimal Weight { get; set; }
}

[GenerateSerializer, Immutable]
public sealed record Sealed
{
    [Id(0)]
    public required int[] Numbers { get; init; }
}

[GenerateSerializer]
public record Positional(string Name, List<int> Values);

[GenerateSerializer]
public readonly record struct Point([property: Id(0)] int X, [property: Id(1)] int Y);

/// <summary>Keeps what it was given and gives out what it keeps.</summary>
public interface IKeeperGrain : IGrainWithStringKey
{
    Task Keep(Parcel parcel);

    Task<Parcel> Give();

    Task<(string[] Items, string Note)> Look();

    Task<Sealed> Pass(Sealed value);

    Task<bool> AreSame(Parcel first, Parcel second);

    Task<bool> IsCyclic(Parcel parcel);

    Task<Positional> Double(Positional value);

    Task<Dictionary<string, List<Point>>> Echo(Dictionary<string, List<Point>> map);

    Task<object?> EchoObject(object? value);

    Task<IReadOnlyList<int>> Numbers(IEnumerable<int> numbers);

    Task<int?> EchoNullable(int? value);

    Task<int[]> KeepImmutable([Immutable] int[] numbers);

    Task ChangeKept();
}

public class KeeperGrain : Grain, IKeeperGrain
{
    private Parcel _kept = new();
    private int[] _numbers = [];

    public Task Keep(Parcel parcel)
    {
        _kept = parcel;
        return Task.CompletedTask;
    }

    public Task<Parcel> Give() => Task.FromResult(_kept);

    public Task<(string[] Items, string Note)> Look() => Task.FromResult((_kept.Items.ToArray(), _kept.Note));

    public Task<Sealed> Pass(Sealed value) => Task.FromResult(value);

    public Task<bool> AreSame(Parcel first, Parcel second) => Task.FromResult(ReferenceEquals(first, second));

    public Task<bool> IsCyclic(Parcel parcel) => Task.FromResult(ReferenceEquals(parcel.Inner, parcel));

    public Task<Positional> Double(Positional value) => Task.FromResult(value with { Values = [.. value.Values, .. value.Values] });

    public Task<Dictionary<string, List<Point>>> Echo(Dictionary<string, List<Point>> map) => Task.FromResult(map);

    public Task<object?> EchoObject(object? value) => Task.FromResult(value);

    public Task<IReadOnlyList<int>> Numbers(IEnumerable<int> numbers) => Task.FromResult<IReadOnlyList<int>>(numbers.ToList());

    public Task<int?> EchoNullable(int? value) => Task.FromResult(value);

    public Task<int[]> KeepImmutable([Immutable] int[] numbers)
    {
        _numbers = numbers;
        return Task.FromResult(_numbers);
    }

    public Task ChangeKept()
    {
        _kept.Items.Add("added by the grain");
        return Task.CompletedTask;
    }
}

/// <summary>Nothing says how this crosses a boundary. Named in a grain interface it would keep the silo from starting, on either engine.</summary>
public sealed class Unmarked
{
    public int Value { get; set; }
}
