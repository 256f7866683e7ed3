using AccountTwins.Grains.Interfaces.Contracts;
using AccountTwins.Grains.State;

namespace AccountTwins.Grains.Mapping;

/// <summary>Signals put aside, for readers.</summary>
public static class ParkedViewOf
{
    public static AccountParkedView Mark(AsideMark mark) => new() { Code = mark.Code, Since = mark.Since, Signals = mark.Signals };
}
