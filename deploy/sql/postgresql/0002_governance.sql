-- What was decided, what waits for a person, and the playbooks it was decided by.

-- Chains of entries, append-only: (tenant, subject) is a chain, numbered from 1 without gaps. The primary key is what stops a second
-- writer of one chain. seq follows the order in which entries came, over all chains: the roots are written along it.
CREATE TABLE ledger (
    number   bigint      NOT NULL,
    seq      bigint      GENERATED ALWAYS AS IDENTITY,
    key      bigint      NOT NULL,
    at       timestamptz NOT NULL,
    tenant   text        COLLATE "C" NOT NULL,
    subject  text        COLLATE "C" NOT NULL,
    kind     text        NOT NULL,
    hash     bytea       NOT NULL,
    body     bytea       NOT NULL,
    snapshot bytea,
    PRIMARY KEY (tenant, subject, number)
) WITH (
    -- A usual entry stays in its row as it is; only what is larger than half a page is compressed or moved out.
    toast_tuple_target = 4072
);

CREATE INDEX ledger_key ON ledger (tenant, subject, key) WHERE key <> 0;
CREATE INDEX ledger_snapshot ON ledger (tenant, subject, number) WHERE snapshot IS NOT NULL;
CREATE UNIQUE INDEX ledger_seq ON ledger (tenant, seq);

-- The ends of a tenant's chains that moved since the root before, packed, and one hash over them and that root: who cuts a chain
-- contradicts a root. up_to is the last seq it covers.
CREATE TABLE ledger_root (
    number   bigint      NOT NULL,
    up_to    bigint      NOT NULL,
    at       timestamptz NOT NULL,
    chains   integer     NOT NULL,
    tenant   text        COLLATE "C" NOT NULL,
    previous bytea       NOT NULL,
    root     bytea       NOT NULL,
    ends     bytea       NOT NULL,
    PRIMARY KEY (tenant, number)
);

-- What waits for a person. Rows are written with the ledger entry they follow from; only claims change them in between.
CREATE TABLE review_item (
    number        bigint      NOT NULL,
    created_at    timestamptz NOT NULL,
    due_at        timestamptz NOT NULL,
    expires_at    timestamptz NOT NULL,
    claimed_until timestamptz,
    kind          integer     NOT NULL,
    people        integer     NOT NULL,
    state         integer     NOT NULL,
    at_risk       boolean     NOT NULL,
    tenant        text        COLLATE "C" NOT NULL,
    id            text        COLLATE "C" NOT NULL,
    account       text        COLLATE "C" NOT NULL,
    scenario      text        NOT NULL,
    agent_release text        NOT NULL,
    segment       text,
    value_tier    text,
    role          text        NOT NULL,
    requested_by  text,
    claimed_by    text,
    decided_by    text        NOT NULL,
    PRIMARY KEY (tenant, id)
) WITH (fillfactor = 70);

CREATE INDEX review_item_open ON review_item (tenant, due_at, id) WHERE state = 1;
CREATE INDEX review_item_expiry ON review_item (expires_at, tenant, id) WHERE state = 1;
CREATE INDEX review_item_ended ON review_item (tenant, state, due_at, id) WHERE state <> 1;
CREATE INDEX review_item_account ON review_item (tenant, account, due_at, id);

-- Every playbook that ever applied, by the hash that decisions name it by.
CREATE TABLE playbook_text (
    at     timestamptz NOT NULL,
    tenant text        COLLATE "C" NOT NULL,
    hash   text        COLLATE "C" NOT NULL,
    text   bytea       NOT NULL,
    PRIMARY KEY (tenant, hash)
);
