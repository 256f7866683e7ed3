namespace AccountTwins.Client.Hosting;

/// <summary>How an agent reaches the service, and what it does while it cannot.</summary>
public sealed class AccountTwinsClientOptions
{
    /// <summary>Address of the service; default the one of ./run.</summary>
    public Uri Address { get; set; } = new("http://localhost:8080");

    /// <summary>An API key with the scope agent; its name is the agent's.</summary>
    public string? Key { get; set; }

    /// <summary>The agent's release, 1 to 64 letters, digits and . _ -; reviews are counted for each. Required.</summary>
    public string Release { get; set; } = "";

    /// <summary>The model that the agent runs on, for the record; default none.</summary>
    public string? Model { get; set; }

    /// <summary>How long an attempt to get a verdict may take, default 250 ms; there are two, so an agent waits at most twice as long.</summary>
    public TimeSpan DecisionDeadline { get; set; } = TimeSpan.FromMilliseconds(250);

    /// <summary>How long an attempt to read (a context, a search) may take, default 2 s; a decision that is waited for has that time besides.</summary>
    public TimeSpan ReadDeadline { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>How long an attempt to report an outcome may take, default 2 s: nobody waits for it, and the queue on disk costs more.</summary>
    public TimeSpan OutcomeDeadline { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>How long a permit must hold still when an act begins, default 500 ms: about as long as the act's own call takes.</summary>
    public TimeSpan PermitMargin { get; set; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Where outcomes wait that could not be told; default a folder of this user's application data. It must outlive the process.</summary>
    public string OutcomeFolder { get; set; } = Path.Combine(
        Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify), "accounttwins", "outcomes");

    /// <summary>Outcomes that may wait, default 10,000: hours of an agent's work.</summary>
    public int OutcomesMax { get; set; } = 10_000;

    /// <summary>Bytes that they may take, default 16 MB.</summary>
    public long OutcomeBytesMax { get; set; } = 16 * 1024 * 1024;

    /// <summary>Throws with what is wrong, so that a start fails and not the first question.</summary>
    /// <exception cref="ArgumentException">One sentence.</exception>
    public void Check()
    {
        if (Address.Scheme is not ("http" or "https"))
            throw new ArgumentException($"Address is no http or https address: {Address}.");
        if (Release.Length is 0 or > 64 || Release.Any(letter => !char.IsAsciiLetterOrDigit(letter) && letter is not ('.' or '_' or '-')))
            throw new ArgumentException("Release is needed: 1 to 64 letters, digits and . _ -.");
        if (DecisionDeadline <= TimeSpan.Zero || ReadDeadline <= TimeSpan.Zero || OutcomeDeadline <= TimeSpan.Zero || PermitMargin < TimeSpan.Zero)
            throw new ArgumentException("Deadlines are longer than nothing, and the margin is not negative.");
        if (OutcomesMax < 1 || OutcomeBytesMax < 1 || string.IsNullOrWhiteSpace(OutcomeFolder))
            throw new ArgumentException("The queue of outcomes needs a folder and room for one at least.");
    }
}
