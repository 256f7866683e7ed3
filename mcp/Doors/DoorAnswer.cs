namespace AccountTwins.Mcp.Doors;

/// <summary>An answer of the service.</summary>
/// <param name="Status">HTTP status; 0 where no answer came.</param>
/// <param name="Body">JSON, or Markdown where that was asked for; with a fault, problem details.</param>
public readonly record struct DoorAnswer(int Status, ReadOnlyMemory<byte> Body)
{
    public bool IsOk => Status is >= 200 and < 300;
}
