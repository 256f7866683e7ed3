-- Reviews by time, over all accounts of a tenant: an evaluation set is read along it.
CREATE INDEX ledger_review ON ledger (tenant, at, seq) WHERE kind = 'review';
