-- What is announced to the outside. A row is written in the transaction of the twin's row or ledger entry that it follows from; seq is
-- drawn then, and rows become visible in another order. One writer at a time, under a lock, gives visible rows their places: position
-- among all, number among the tenant's, both without gaps and visible in their order, so who has read up to one has missed nothing.
CREATE TABLE account_change (
    seq       bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    position  bigint,
    number    bigint,
    at        timestamptz NOT NULL,
    placed_at timestamptz,
    tenant    text        COLLATE "C" NOT NULL,
    account   text        COLLATE "C",
    id        text        COLLATE "C" NOT NULL,
    kind      text        NOT NULL,
    segment   text,
    data      bytea       NOT NULL
);

-- The same cause never stands here twice.
CREATE UNIQUE INDEX account_change_id ON account_change (tenant, id);
CREATE INDEX account_change_new ON account_change (seq) WHERE position IS NULL;
CREATE UNIQUE INDEX account_change_position ON account_change (position) WHERE position IS NOT NULL;
CREATE UNIQUE INDEX account_change_number ON account_change (tenant, number) WHERE number IS NOT NULL;

-- The last place given, and the last one that was removed again. The empty tenant stands for all: positions.
CREATE TABLE change_end (
    newest  bigint NOT NULL,
    removed bigint NOT NULL,
    tenant  text   COLLATE "C" PRIMARY KEY
) WITH (fillfactor = 50);

-- How far a reader has passed changes on, and which silo reads for it now.
CREATE TABLE change_reader (
    position   bigint NOT NULL,
    held_until timestamptz,
    name       text   COLLATE "C" PRIMARY KEY,
    holder     text
) WITH (fillfactor = 50);
