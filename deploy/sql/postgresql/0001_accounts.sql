-- The twins' tables on PostgreSQL. Text sorts by code point, so that pages and both databases agree.

-- One row a twin: the packed state and the columns people search by, so that the two can never disagree.
-- identifiers_hash names what account_identifier holds for the row; identifiers_before is its value before the last write.
CREATE TABLE account_twin (
    revision           bigint      NOT NULL,
    identifiers_hash   bigint      NOT NULL,
    identifiers_before bigint      NOT NULL,
    open_flag_since    timestamptz,
    due_at             timestamptz,
    writer             uuid        NOT NULL,
    renewal_date       date        NOT NULL,
    schema_version     integer     NOT NULL,
    shard              smallint    NOT NULL,
    band_rank          smallint    NOT NULL,
    tenant             text        COLLATE "C" NOT NULL,
    account            text        COLLATE "C" NOT NULL,
    name               text,
    name_search        text        COLLATE "C" NOT NULL,
    segment            text,
    owner              text,
    band               text        NOT NULL,
    value_tier         text,
    arr                numeric(19, 4) NOT NULL,
    currency           text,
    autonomy           text,
    state              bytea       NOT NULL,
    PRIMARY KEY (tenant, account)
) WITH (
    -- Half of each page stays free for the next version of its rows: an update that touches no index then stays in its page (HOT).
    fillfactor = 50,
    -- Up to half a page a row stays as it is: it is packed already. Above, the server tries to compress the state, so that two versions
    -- fit in a page after all; only what does not fit in a page leaves the row.
    toast_tuple_target = 4072,
    -- A table of mostly updates: the dead versions are pruned in place, so vacuum need not hurry, but analyze must not be late.
    autovacuum_analyze_scale_factor = 0.05
);
ALTER TABLE account_twin ALTER COLUMN state SET STORAGE MAIN;

-- Slow columns only: whatever moves with every signal stays out of all indexes.
CREATE INDEX account_twin_name ON account_twin (tenant, name_search, account);
CREATE INDEX account_twin_renewal ON account_twin (tenant, renewal_date, account);
CREATE INDEX account_twin_arr ON account_twin (tenant, arr, account);
CREATE INDEX account_twin_band ON account_twin (tenant, band_rank, account);
CREATE INDEX account_twin_flag ON account_twin (tenant, open_flag_since, account) WHERE open_flag_since IS NOT NULL;
CREATE INDEX account_twin_due ON account_twin (due_at) WHERE due_at IS NOT NULL;

-- What an account is found by: contact:, domain:, ticket: or external: and the exact text.
CREATE TABLE account_identifier (
    tenant     text COLLATE "C" NOT NULL,
    identifier text COLLATE "C" NOT NULL,
    account    text COLLATE "C" NOT NULL,
    PRIMARY KEY (tenant, identifier, account)
);

CREATE INDEX account_identifier_account ON account_identifier (tenant, account);

-- The last offset of each stream whose twins are durable. Twins keep the number, never the name.
CREATE TABLE stream (
    number           serial      PRIMARY KEY,
    log_id           text        NOT NULL,
    topic            text        NOT NULL,
    partition        integer     NOT NULL,
    committed_offset bigint      NOT NULL DEFAULT -1,
    check_hash       bytea,
    caught_up_at     timestamptz,
    updated_at       timestamptz NOT NULL,
    retired          boolean     NOT NULL DEFAULT false,
    UNIQUE (log_id, topic, partition)
) WITH (fillfactor = 50);

CREATE TABLE api_key (
    id         text        PRIMARY KEY,
    hash       bytea       NOT NULL,
    tenant     text        NOT NULL,
    name       text        NOT NULL,
    scopes     text        NOT NULL,
    created_at timestamptz NOT NULL,
    expires_at timestamptz,
    revoked_at timestamptz
);
