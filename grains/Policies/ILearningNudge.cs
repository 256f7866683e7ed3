namespace AccountTwins.Grains.Policies;

/// <summary>Tells what feeds reviews to their scenarios that there is something new, so that a severe error does not wait for its next look.</summary>
public interface ILearningNudge
{
    void Nudge();
}
