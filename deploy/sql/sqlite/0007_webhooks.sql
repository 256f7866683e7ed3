-- Where a tenant's changes are sent. The secret must be known to sign with it; who can read this table can sign.
CREATE TABLE webhook (
    tenant        TEXT    NOT NULL,
    id            TEXT    NOT NULL,
    number        INTEGER NOT NULL,
    attempts      INTEGER NOT NULL,
    state         INTEGER NOT NULL,
    created_at    INTEGER NOT NULL,
    next_at       INTEGER NOT NULL,
    failing_since INTEGER,
    disabled_at   INTEGER,
    old_until     INTEGER,
    held_until    INTEGER,
    skipped       INTEGER NOT NULL,
    url           TEXT    NOT NULL,
    kinds         TEXT    NOT NULL,
    secret        TEXT    NOT NULL,
    old_secret    TEXT,
    reason        TEXT,
    holder        TEXT,
    PRIMARY KEY (tenant, id)
) STRICT, WITHOUT ROWID;
