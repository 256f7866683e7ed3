-- The secret before a rotation, good until old_until beside the new one, and what the rotation was called by who asked for it.
ALTER TABLE api_key
    ADD COLUMN old_hash     bytea,
    ADD COLUMN old_until    timestamptz,
    ADD COLUMN rotated_at   timestamptz,
    ADD COLUMN rotation_key text;
