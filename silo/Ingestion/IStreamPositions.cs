namespace AccountTwins.Silo.Ingestion;

/// <summary>The committed positions, in the same database as the twins.</summary>
internal interface IStreamPositions
{
    /// <summary>The row of a stream. Throws <see cref="Grains.State.StoreUnavailableException"/>, or <see cref="Storage.StreamUnknownException"/>.</summary>
    Task<StreamStart> ReadAsync(int stream);

    /// <summary>
    /// Moves a stream's row forward to the mark, never back. False when the row stands below <paramref name="known"/>: it is an older
    /// copy than what was committed, and nothing was written. Throws <see cref="Grains.State.StoreUnavailableException"/>.
    /// </summary>
    Task<bool> CommitAsync(int stream, long known, MarkedOffset mark);
}
