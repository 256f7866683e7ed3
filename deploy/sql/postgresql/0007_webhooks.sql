-- Where a tenant's changes are sent. The secret must be known to sign with it; who can read this table can sign.
CREATE TABLE webhook (
    number        bigint      NOT NULL,
    attempts      integer     NOT NULL,
    state         integer     NOT NULL,
    created_at    timestamptz NOT NULL,
    next_at       timestamptz NOT NULL,
    failing_since timestamptz,
    disabled_at   timestamptz,
    old_until     timestamptz,
    held_until    timestamptz,
    skipped       bigint      NOT NULL,
    tenant        text        COLLATE "C" NOT NULL,
    id            text        COLLATE "C" NOT NULL,
    url           text        NOT NULL,
    kinds         text        NOT NULL,
    secret        text        NOT NULL,
    old_secret    text,
    reason        text,
    holder        text,
    PRIMARY KEY (tenant, id)
) WITH (fillfactor = 50);
