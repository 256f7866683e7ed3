-- When the ledger was told that a key ran out; null: not yet, or there is nothing to tell.
ALTER TABLE api_key ADD COLUMN end_told_at timestamptz;
CREATE INDEX api_key_ending ON api_key (expires_at) WHERE revoked_at IS NULL AND end_told_at IS NULL AND expires_at IS NOT NULL;
