-- The renewal histories that survival was fitted to, by the hash that a tenant's chain names them by; the newest are kept.
CREATE TABLE renewal_history (
    tenant TEXT    NOT NULL,
    hash   TEXT    NOT NULL,
    at     INTEGER NOT NULL,
    text   BLOB    NOT NULL,
    PRIMARY KEY (tenant, hash)
) STRICT;
