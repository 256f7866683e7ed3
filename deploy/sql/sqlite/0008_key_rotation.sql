-- The secret before a rotation, good until old_until beside the new one, and what the rotation was called by who asked for it.
ALTER TABLE api_key ADD COLUMN old_hash BLOB;
ALTER TABLE api_key ADD COLUMN old_until INTEGER;
ALTER TABLE api_key ADD COLUMN rotated_at INTEGER;
ALTER TABLE api_key ADD COLUMN rotation_key TEXT;
