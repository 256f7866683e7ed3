namespace AccountTwins.Silo.Learning;

/// <summary>Says that a review was written, so that learning looks now and not at its next second.</summary>
public interface ILearningNudge
{
    void Nudge();
}
