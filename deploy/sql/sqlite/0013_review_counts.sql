-- What waits is counted every second, by kind: along this index alone, without a row of the table. State, which is 1 throughout, is in it because
-- SQLite otherwise reads each row for it.
DROP INDEX review_item_open;
CREATE INDEX review_item_open ON review_item (tenant, due_at, id, kind, state) WHERE state = 1;
