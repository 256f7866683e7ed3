// Names of the real packages that meet a name of ours or of another package under the global usings. The stand-in has no use for them:
// they are here so that a build that would be ambiguous beside the real packages is ambiguous beside the stand-in too.
namespace Orleans
{
    public enum ErrorCode
    {
        Runtime = 100000,
    }
}

namespace Orleans.Runtime
{
    public readonly struct StreamId;
}
