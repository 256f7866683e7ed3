-- Accounts with signals in dead letters that their twins lack, until somebody says that these were dealt with. Read with the twin's row.
CREATE TABLE account_aside (
    signals bigint      NOT NULL,
    since   timestamptz NOT NULL,
    tenant  text        COLLATE "C" NOT NULL,
    account text        COLLATE "C" NOT NULL,
    code    text        NOT NULL,
    PRIMARY KEY (tenant, account)
);
