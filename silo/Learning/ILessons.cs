using AccountTwins.Domain.Learning.Lessons;
using AccountTwins.Grains.Interfaces.Contracts;
using AccountTwins.Grains.State;

namespace AccountTwins.Silo.Learning;

/// <summary>The tenants' lessons: what agents are shown, as this silo knows it, and what people do about them.</summary>
public interface ILessons
{
    /// <summary>A look at memory, a few seconds old at most; the first one of a tenant waits a moment. Empty where they cannot be had: lessons are advice.</summary>
    ValueTask<LessonShelf> ShelfAsync(string tenant, CancellationToken cancellationToken);

    /// <summary>As they are now. Throws <see cref="StoreUnavailableException"/>.</summary>
    Task<LessonBook> ReadAsync(string tenant);

    /// <summary>What is done is on this silo's shelf when it answers.</summary>
    Task<LessonsReply> DecideAsync(string tenant, LessonAsk ask, CancellationToken cancellationToken);
}
