using AccountTwins.Grains.Interfaces.Http;
using AccountTwins.Silo.Ingestion;

namespace AccountTwins.Tests.Silo.Api;

/// <summary>Letters and positions of the test's own, with what was asked and sent.</summary>
internal sealed class FakeDeadLetters : IDeadLetterBox, ILogPositions
{
    public List<DeadLetterView> Letters { get; } = [];

    public List<DeadLetterQuery> Asked { get; } = [];

    public List<string> Replayed { get; } = [];

    public bool IsAway { get; set; }

    public PositionsAnswer Positions { get; set; } = new([]);

    public Task<DeadLettersAnswer> ListAsync(DeadLetterQuery query, CancellationToken cancellationToken)
    {
        if (IsAway)
            throw new LogAwayException();
        Asked.Add(query);
        var from = (int)(query.Cursor?.GetValueOrDefault(0) ?? 0);
        var page = Letters.Skip(from).Take(query.Limit).ToArray();
        return Task.FromResult(new DeadLettersAnswer(page, query.IsOldestFirst && from + page.Length < Letters.Count ? $"0:{from + page.Length}" : null));
    }

    public Task<ReplayLettersAnswer> ReplayAsync(string tenant, IReadOnlyList<DeadLetterId> letters, CancellationToken cancellationToken)
    {
        var known = letters.Select(letter => letter.ToString()).Where(id => Letters.Any(letter => letter.Id == id)).ToList();
        var cut = known.Count(id => Letters.Single(letter => letter.Id == id).IsCut);
        Replayed.AddRange(known);
        return Task.FromResult(new ReplayLettersAnswer(known.Count - cut, cut, letters.Count - known.Count));
    }

    public Task<PositionsAnswer> ReadAsync(CancellationToken cancellationToken) => Task.FromResult(Positions);
}
