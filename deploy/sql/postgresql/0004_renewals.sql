-- The renewal histories that survival was fitted to, by the hash that a tenant's chain names them by; the newest are kept.
CREATE TABLE renewal_history (
    at     timestamptz NOT NULL,
    tenant text        COLLATE "C" NOT NULL,
    hash   text        COLLATE "C" NOT NULL,
    text   bytea       NOT NULL,
    PRIMARY KEY (tenant, hash)
);
