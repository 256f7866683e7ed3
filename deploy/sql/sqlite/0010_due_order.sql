-- A sweep reads in the order of this whole index: by the time alone it sorted all that are due at one moment again for every page of them.
DROP INDEX account_twin_due;
CREATE INDEX account_twin_due ON account_twin (due_at, tenant, account) WHERE due_at IS NOT NULL;
