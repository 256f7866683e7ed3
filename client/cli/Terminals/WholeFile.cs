using AccountTwins.Client.Http;

namespace AccountTwins.Cli.Terminals;

/// <summary>A file that is there whole or not at all; one that is there is replaced at the end.</summary>
internal static class WholeFile
{
    public static async Task<ApiResult<T>> WriteAsync<T>(FileInfo target, Func<StreamWriter, Task<ApiResult<T>>> write)
        where T : class
    {
        var partial = target.FullName + ".partial";
        try
        {
            ApiResult<T> result;
            await using (var writer = new StreamWriter(partial, append: false))
                result = await write(writer);
            if (result.IsOk)
                File.Move(partial, target.FullName, overwrite: true);
            return result;
        }
        finally
        {
            // Also when the disk is full, or somebody stopped it.
            if (File.Exists(partial))
                File.Delete(partial);
        }
    }
}
