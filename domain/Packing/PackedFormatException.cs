namespace AccountTwins.Domain.Packing;

/// <summary>A packed form is damaged or was written by something newer. It names what was being read; it never means bad outside input.</summary>
public sealed class PackedFormatException : Exception
{
    public PackedFormatException(string message)
        : base(message)
    {
    }

    public PackedFormatException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    public PackedFormatException()
        : this("The packed form is damaged.")
    {
    }
}
