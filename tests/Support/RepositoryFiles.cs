using System.Runtime.CompilerServices;
using System.Text;

namespace AccountTwins.Tests.Support;

/// <summary>Files of the checkout, found from where this source was compiled.</summary>
public static class RepositoryFiles
{
    /// <summary>Set to 1, the tests write the stored forms anew instead of comparing them: <c>UPDATE_GOLDEN=1 dotnet test</c>.</summary>
    private const string UpdateVariable = "UPDATE_GOLDEN";

    public static bool IsUpdating => Environment.GetEnvironmentVariable(UpdateVariable) == "1";

    public static string Root { get; } = FindRoot();

    /// <summary>Fails unless the file holds exactly the text.</summary>
    /// <param name="relativePath">The file.</param>
    /// <param name="text">What it must hold.</param>
    /// <param name="command">Writes it anew, where that is one command.</param>
    public static void MustEqual(string relativePath, string text, string? command = null)
    {
        var path = Path.Combine(Root, relativePath);
        if (IsUpdating)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, text, new UTF8Encoding(false));
            return;
        }

        Assert.True(File.Exists(path), $"{relativePath} is not there; {UpdateVariable}=1 writes it.");
        var held = File.ReadAllText(path);
        if (command is not null)
            Assert.True(text == held, $"{relativePath} is not what is made now; `{command}` writes it.");
        Assert.Equal(text, held);
    }

    /// <summary>A folder of sample data beside the checkout or its parent, or null where there is none.</summary>
    public static string? SharedData(string relativePath)
    {
        for (var folder = new DirectoryInfo(Root); folder is not null; folder = folder.Parent)
        {
            var candidate = Path.Combine(folder.FullName, "shared", "data", relativePath);
            if (Path.Exists(candidate))
                return candidate;
        }

        return null;
    }

    private static string FindRoot([CallerFilePath] string thisFile = "")
    {
        for (var folder = new DirectoryInfo(Path.GetDirectoryName(thisFile)!); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "AccountTwins.sln")))
                return folder.FullName;
        }

        throw new DirectoryNotFoundException("No AccountTwins.sln above the test sources.");
    }
}
