using AccountTwins.Grains.Interfaces.Contracts;

namespace AccountTwins.Grains.Interfaces;

/// <summary>A tenant's lessons; key: the tenant. Everything is durable before it is answered; a repeat changes nothing.</summary>
[Alias("accounttwins.ILessonGrain")]
public interface ILessonGrain : IGrainWithStringKey
{
    [Alias("Propose")]
    Task<LessonsReply> Propose(LessonProposal proposal);

    [Alias("Decide")]
    Task<LessonsReply> Decide(LessonAsk ask);

    /// <summary>All lessons; nothing but the version where it is <paramref name="knownVersion"/> still; below 0: whatever they are.</summary>
    [Alias("ReadLessons")]
    Task<LessonsReply> ReadLessons(long knownVersion);
}
