-- The twins' tables on SQLite. Instants are Unix milliseconds, amounts ten-thousandths, dates ISO text, writers 16 bytes.

-- One row a twin: the packed state and the columns people search by, so that the two can never disagree.
-- identifiers_hash names what account_identifier holds for the row; identifiers_before is its value before the last write.
CREATE TABLE account_twin (
    tenant             TEXT    NOT NULL,
    account            TEXT    NOT NULL,
    shard              INTEGER NOT NULL,
    revision           INTEGER NOT NULL,
    writer             BLOB    NOT NULL,
    schema_version     INTEGER NOT NULL,
    name               TEXT,
    name_search        TEXT    NOT NULL,
    segment            TEXT,
    owner              TEXT,
    band               TEXT    NOT NULL,
    band_rank          INTEGER NOT NULL,
    value_tier         TEXT,
    arr                INTEGER NOT NULL,
    currency           TEXT,
    renewal_date       TEXT    NOT NULL,
    autonomy           TEXT,
    open_flag_since    INTEGER,
    due_at             INTEGER,
    identifiers_hash   INTEGER NOT NULL,
    identifiers_before INTEGER NOT NULL,
    -- Last, so that a search never walks the pages a large state spills into.
    state              BLOB    NOT NULL,
    PRIMARY KEY (tenant, account)
) STRICT;

CREATE INDEX account_twin_name ON account_twin (tenant, name_search, account);
CREATE INDEX account_twin_renewal ON account_twin (tenant, renewal_date, account);
CREATE INDEX account_twin_arr ON account_twin (tenant, arr, account);
CREATE INDEX account_twin_band ON account_twin (tenant, band_rank, account);
CREATE INDEX account_twin_flag ON account_twin (tenant, open_flag_since, account) WHERE open_flag_since IS NOT NULL;
CREATE INDEX account_twin_due ON account_twin (due_at) WHERE due_at IS NOT NULL;

-- What an account is found by: contact:, domain:, ticket: or external: and the exact text.
CREATE TABLE account_identifier (
    tenant     TEXT NOT NULL,
    identifier TEXT NOT NULL,
    account    TEXT NOT NULL,
    PRIMARY KEY (tenant, identifier, account)
) STRICT, WITHOUT ROWID;

CREATE INDEX account_identifier_account ON account_identifier (tenant, account);

-- The last offset of each stream whose twins are durable. Twins keep the number, never the name.
CREATE TABLE stream (
    number           INTEGER PRIMARY KEY AUTOINCREMENT,
    log_id           TEXT    NOT NULL,
    topic            TEXT    NOT NULL,
    partition        INTEGER NOT NULL,
    committed_offset INTEGER NOT NULL DEFAULT -1,
    check_hash       BLOB,
    caught_up_at     INTEGER,
    updated_at       INTEGER NOT NULL,
    retired          INTEGER NOT NULL DEFAULT 0,
    UNIQUE (log_id, topic, partition)
) STRICT;

CREATE TABLE api_key (
    id         TEXT    NOT NULL PRIMARY KEY,
    hash       BLOB    NOT NULL,
    tenant     TEXT    NOT NULL,
    name       TEXT    NOT NULL,
    scopes     TEXT    NOT NULL,
    created_at INTEGER NOT NULL,
    expires_at INTEGER,
    revoked_at INTEGER
) STRICT;
