-- What was decided, what waits for a person, and the playbooks it was decided by. Instants are Unix milliseconds.

-- Chains of entries, append-only: (tenant, subject) is a chain, numbered from 1 without gaps. Their uniqueness is what stops a second
-- writer of one chain. seq follows the order in which entries came, over all chains: the roots are written along it.
CREATE TABLE ledger (
    seq      INTEGER PRIMARY KEY,
    tenant   TEXT    NOT NULL,
    subject  TEXT    NOT NULL,
    number   INTEGER NOT NULL,
    kind     TEXT    NOT NULL,
    at       INTEGER NOT NULL,
    key      INTEGER NOT NULL,
    hash     BLOB    NOT NULL,
    body     BLOB    NOT NULL,
    snapshot BLOB,
    UNIQUE (tenant, subject, number)
) STRICT;

CREATE INDEX ledger_key ON ledger (tenant, subject, key) WHERE key <> 0;
CREATE INDEX ledger_snapshot ON ledger (tenant, subject, number) WHERE snapshot IS NOT NULL;
CREATE UNIQUE INDEX ledger_seq ON ledger (tenant, seq);

-- The ends of a tenant's chains that moved since the root before, packed, and one hash over them and that root: who cuts a chain
-- contradicts a root. up_to is the last seq it covers.
CREATE TABLE ledger_root (
    tenant   TEXT    NOT NULL,
    number   INTEGER NOT NULL,
    up_to    INTEGER NOT NULL,
    at       INTEGER NOT NULL,
    chains   INTEGER NOT NULL,
    previous BLOB    NOT NULL,
    root     BLOB    NOT NULL,
    ends     BLOB    NOT NULL,
    PRIMARY KEY (tenant, number)
) STRICT;

-- What waits for a person. Rows are written with the ledger entry they follow from; only claims change them in between.
CREATE TABLE review_item (
    tenant        TEXT    NOT NULL,
    id            TEXT    NOT NULL,
    account       TEXT    NOT NULL,
    number        INTEGER NOT NULL,
    kind          INTEGER NOT NULL,
    scenario      TEXT    NOT NULL,
    agent_release TEXT    NOT NULL,
    segment       TEXT,
    value_tier    TEXT,
    at_risk       INTEGER NOT NULL,
    role          TEXT    NOT NULL,
    people        INTEGER NOT NULL,
    requested_by  TEXT,
    created_at    INTEGER NOT NULL,
    due_at        INTEGER NOT NULL,
    expires_at    INTEGER NOT NULL,
    state         INTEGER NOT NULL,
    claimed_by    TEXT,
    claimed_until INTEGER,
    decided_by    TEXT    NOT NULL,
    PRIMARY KEY (tenant, id)
) STRICT;

CREATE INDEX review_item_open ON review_item (tenant, due_at, id) WHERE state = 1;
CREATE INDEX review_item_expiry ON review_item (expires_at, tenant, id) WHERE state = 1;
CREATE INDEX review_item_ended ON review_item (tenant, state, due_at, id) WHERE state <> 1;
CREATE INDEX review_item_account ON review_item (tenant, account, due_at, id);

-- Every playbook that ever applied, by the hash that decisions name it by.
CREATE TABLE playbook_text (
    tenant TEXT    NOT NULL,
    hash   TEXT    NOT NULL,
    at     INTEGER NOT NULL,
    text   BLOB    NOT NULL,
    PRIMARY KEY (tenant, hash)
) STRICT;
