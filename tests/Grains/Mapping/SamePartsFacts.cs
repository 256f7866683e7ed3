using System.Reflection;
using System.Runtime.CompilerServices;
using AccountTwins.Grains.Interfaces.Contracts;
using AccountTwins.Grains.Mapping;

namespace AccountTwins.Tests.Grains.Mapping;

/// <summary>Views are filled by reflection, so that a part added later is in them.</summary>
public sealed class SamePartsFacts
{
    [Fact]
    public void A_view_that_says_the_same_is_the_one_before()
    {
        var (before, view) = (Filled(), Filled());

        Assert.NotEqual(before, view);
        Assert.Same(before, SameParts.Of(view, before));
    }

    [Fact]
    public void The_moment_and_the_ages_of_the_feeds_say_nothing_new()
    {
        var before = Filled();
        var later = Filled() with { AsOf = before.AsOf.AddMinutes(1), Feeds = [before.Feeds[0] with { AgeSeconds = 61 }] };

        Assert.Same(before, SameParts.Of(later, before));
    }

    [Fact]
    public void A_new_part_shows_and_the_others_are_those_before()
    {
        var before = Filled();
        var view = Filled();
        view = view with { Health = view.Health with { Score = 12.5m }, Flags = [] };

        var shared = SameParts.Of(view, before);

        Assert.Equal((12.5m, 0), (shared.Health.Score, shared.Flags.Length));
        Assert.Same(before.Health.Drivers, shared.Health.Drivers);
        Assert.Same(before.Profile, shared.Profile);
        Assert.Same(before.Measures, shared.Measures);
    }

    [Fact]
    public void A_difference_anywhere_is_never_lost()
    {
        var before = Filled();
        var count = 0;
        foreach (var (name, other) in Different(typeof(AccountView), Filled))
        {
            if (name is nameof(AccountView.AsOf) or nameof(AccountView.Feeds) or nameof(AccountView.Written))
                continue;
            var shared = SameParts.Of((AccountView)other, before);
            Assert.NotSame(before, shared);
            Assert.Equivalent(other, shared, strict: true);
            count++;
        }

        Assert.InRange(count, 80, 1000);
    }

    /// <summary>Lessons and incidents are put in at each reading, and in no view that is kept.</summary>
    private static AccountView Filled() => (AccountView)Fill(typeof(AccountView))! with { Lessons = null, Incidents = null };

    /// <summary>The same value each time: every text, number and array holds something.</summary>
    private static object? Fill(Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (type == typeof(string))
            return "a";
        if (type.IsArray)
        {
            var array = Array.CreateInstance(type.GetElementType()!, 1);
            array.SetValue(Fill(type.GetElementType()!), 0);
            return array;
        }

        if (type.IsValueType)
            return Activator.CreateInstance(type);
        var filled = RuntimeHelpers.GetUninitializedObject(type);
        foreach (var property in Properties(type))
            property.SetValue(filled, Fill(property.PropertyType));
        return filled;
    }

    /// <summary>For each value anywhere in it: an object that differs in that alone.</summary>
    private static IEnumerable<(string Name, object Other)> Different(Type type, Func<object> make)
    {
        foreach (var property in Properties(type))
        {
            foreach (var value in Others(property.PropertyType))
            {
                var other = make();
                property.SetValue(other, value);
                yield return (property.Name, other);
            }
        }
    }

    private static IEnumerable<object?> Others(Type type)
    {
        var bare = Nullable.GetUnderlyingType(type) ?? type;
        if (bare == typeof(string))
            return ["b"];
        if (bare.IsArray)
        {
            var element = bare.GetElementType()!;
            return Others(element).Append(null).Select(other => ArrayOf(element, other));
        }

        if (bare == typeof(bool))
            return [true];
        if (bare.IsEnum)
            return [Enum.ToObject(bare, 1)];
        if (bare == typeof(DateTimeOffset))
            return [DateTimeOffset.UnixEpoch];
        if (bare == typeof(DateOnly))
            return [new DateOnly(2026, 1, 1)];
        return bare.IsValueType
            ? [Convert.ChangeType(1, bare, System.Globalization.CultureInfo.InvariantCulture)]
            : Different(bare, () => Fill(bare)!).Select(each => (object?)each.Other);
    }

    /// <summary>Null: an array of nothing.</summary>
    private static Array ArrayOf(Type element, object? value)
    {
        var array = Array.CreateInstance(element, value is null ? 0 : 1);
        if (value is not null)
            array.SetValue(value, 0);
        return array;
    }

    private static IEnumerable<PropertyInfo> Properties(Type type) =>
        type.GetProperties(BindingFlags.Instance | BindingFlags.Public).Where(property => property.CanWrite && property.PropertyType != typeof(WrittenRoom));
}
