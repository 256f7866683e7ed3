using Microsoft.Data.Sqlite;

namespace AccountTwins.Silo.Storage.Sqlite;

/// <summary>A statement that is prepared once and run for many rows, on one connection. Its parameters keep their values from row to row.</summary>
internal sealed class SqliteStatement
{
    private readonly SqliteCommand _command;
    private readonly Dictionary<string, SqliteParameter> _parameters = [];

    /// <param name="connection">Where it runs; the statement ends with it.</param>
    /// <param name="sql">Names its parameters as <c>$name</c>.</param>
    /// <param name="parameters">All of them, without the sign.</param>
    public SqliteStatement(SqliteConnection connection, string sql, params ReadOnlySpan<string> parameters)
    {
        _command = connection.CreateCommand();
        _command.CommandText = sql;
        foreach (var name in parameters)
            _parameters.Add(name, _command.Parameters.Add(new SqliteParameter("$" + name, null)));
        _command.Prepare();
    }

    /// <summary>To be set before it runs.</summary>
    public SqliteTransaction Transaction
    {
        set => _command.Transaction = value;
    }

    /// <summary>What a parameter is from now on.</summary>
    public object? this[string parameter]
    {
        set => _parameters[parameter].Value = value ?? DBNull.Value;
    }

    public int Run() => _command.ExecuteNonQuery();

    /// <summary>The first column of the first row; null when there is none.</summary>
    public object? Scalar() => _command.ExecuteScalar();

    /// <summary>All columns of the first row, <see cref="DBNull"/> where they have no value; null when there is none.</summary>
    public object[]? Row()
    {
        using var reader = _command.ExecuteReader();
        return reader.Read() ? [.. Enumerable.Range(0, reader.FieldCount).Select(reader.GetValue)] : null;
    }

    /// <summary>The first column of all rows, which is text.</summary>
    public List<string> Texts()
    {
        using var reader = _command.ExecuteReader();
        var texts = new List<string>();
        while (reader.Read())
            texts.Add(reader.GetString(0));
        return texts;
    }
}
