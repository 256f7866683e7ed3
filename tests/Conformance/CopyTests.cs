using Orleans;

namespace AccountTwins.Tests.Conformance;

/// <summary>Neither side of a call sees the other's later changes, unless the type promises that there are none.</summary>
public sealed class CopyTests(ConformanceCluster cluster) : ConformanceTests(cluster)
{
    private IKeeperGrain Grain => Client.GetGrain<IKeeperGrain>(NewKey());

    [Fact]
    public async Task Arguments_are_copied_before_the_call_leaves()
    {
        var grain = Grain;
        var parcel = new Parcel { Items = ["one"] };
        var call = grain.Keep(parcel);
        parcel.Items.Add("two");
        await Soon(call);
        parcel.Items.Add("three");

        Assert.Equal(["one"], (await Soon(grain.Look())).Items);
    }

    [Fact]
    public async Task Results_are_copied()
    {
        var grain = Grain;
        await Soon(grain.Keep(new Parcel { Items = ["one"] }));
        var given = await Soon(grain.Give());
        given.Items.Add("two");
        await Soon(grain.ChangeKept());

        Assert.Equal(["one", "two"], given.Items);
        Assert.Equal(["one", "added by the grain"], (await Soon(grain.Look())).Items);
    }

    [Fact]
    public async Task Members_without_an_id_stay_behind()
    {
        var grain = Grain;
        await Soon(grain.Keep(new Parcel { Note = "written here" }));
        Assert.Equal("fresh", (await Soon(grain.Look())).Note);
    }

    [Fact]
    public async Task Shared_and_cyclic_references_stay_as_they_are()
    {
        var grain = Grain;
        var cyclic = new Parcel();
        cyclic.Inner = cyclic;
        Assert.True(await Soon(grain.IsCyclic(cyclic)));
        var shared = new Parcel();
        var both = new Parcel { Inner = shared, Named = { ["shared"] = shared } };
        await Soon(grain.Keep(both));
        var given = await Soon(grain.Give());
        Assert.Same(given.Inner, given.Named["shared"]);
    }

    [Fact]
    public async Task A_derived_type_arrives_as_what_it_is()
    {
        var grain = Grain;
        await Soon(grain.Keep(new HeavyParcel { Weight = 2.5m, Items = ["lead"] }));
        var given = Assert.IsType<HeavyParcel>(await Soon(grain.Give()));
        Assert.Equal((2.5m, "lead"), (given.Weight, given.Items.Single()));
    }

    [Fact]
    public async Task Records_tuples_collections_and_nulls_arrive()
    {
        var grain = Grain;
        var doubled = await Soon(grain.Double(new Positional("name", [1, 2])));
        Assert.Equal("name", doubled.Name);
        Assert.Equal([1, 2, 1, 2], doubled.Values);
        var map = await Soon(grain.Echo(new() { ["line"] = [new Point(1, 2), new Point(3, 4)] }));
        Assert.Equal([new Point(1, 2), new Point(3, 4)], map["line"]);
        Assert.Equal([1, 2, 3], await Soon(grain.Numbers(new List<int> { 1, 2, 3 })));
        Assert.Null(await Soon(grain.EchoObject(null)));
        Assert.Equal(5, await Soon(grain.EchoObject(5)));
        Assert.Equal("text", await Soon(grain.EchoObject("text")));
        Assert.Null(await Soon(grain.EchoNullable(null)));
        Assert.Equal(5, await Soon(grain.EchoNullable(5)));
    }

    [Fact]
    public async Task An_object_of_an_unmarked_type_is_refused() =>
        await Assert.ThrowsAnyAsync<Exception>(() => Soon(Grain.EchoObject(new Unmarked())));
}
