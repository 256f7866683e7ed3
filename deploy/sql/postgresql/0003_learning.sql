-- What learning needs to know of a review: the entries of the account's chain that hold it, and whether it was taken in.
ALTER TABLE review_item ADD COLUMN reviewed text NOT NULL DEFAULT '';
ALTER TABLE review_item ADD COLUMN fed integer NOT NULL DEFAULT 0;

CREATE INDEX review_item_unfed ON review_item (due_at, tenant, id) WHERE state = 2 AND fed = 0;
