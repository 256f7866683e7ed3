-- Accounts with signals in dead letters that their twins lack, until somebody says that these were dealt with. Read with the twin's row.
CREATE TABLE account_aside (
    tenant  TEXT    NOT NULL,
    account TEXT    NOT NULL,
    code    TEXT    NOT NULL,
    since   INTEGER NOT NULL,
    signals INTEGER NOT NULL,
    PRIMARY KEY (tenant, account)
) STRICT, WITHOUT ROWID;
