-- What is announced to the outside. A row is written in the transaction of the twin's row or ledger entry that it follows from; it gets
-- its places later: position among all, number among the tenant's, both without gaps.
CREATE TABLE account_change (
    seq       INTEGER PRIMARY KEY AUTOINCREMENT,
    position  INTEGER,
    number    INTEGER,
    at        INTEGER NOT NULL,
    placed_at INTEGER,
    tenant    TEXT    NOT NULL,
    account   TEXT,
    id        TEXT    NOT NULL,
    kind      TEXT    NOT NULL,
    segment   TEXT,
    data      BLOB    NOT NULL
) STRICT;

-- The same cause never stands here twice.
CREATE UNIQUE INDEX account_change_id ON account_change (tenant, id);
CREATE INDEX account_change_new ON account_change (seq) WHERE position IS NULL;
CREATE UNIQUE INDEX account_change_position ON account_change (position) WHERE position IS NOT NULL;
CREATE UNIQUE INDEX account_change_number ON account_change (tenant, number) WHERE number IS NOT NULL;

-- The last place given, and the last one that was removed again. The empty tenant stands for all: positions.
CREATE TABLE change_end (
    tenant  TEXT    NOT NULL PRIMARY KEY,
    newest  INTEGER NOT NULL,
    removed INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- How far a reader has passed changes on, and which silo reads for it now.
CREATE TABLE change_reader (
    name       TEXT    NOT NULL PRIMARY KEY,
    position   INTEGER NOT NULL,
    holder     TEXT,
    held_until INTEGER
) STRICT, WITHOUT ROWID;
