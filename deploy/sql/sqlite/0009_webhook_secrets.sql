-- Secrets from before old_secret that still sign: milliseconds since 1970 of the end, a colon and the secret, apart by spaces, the newest first.
ALTER TABLE webhook ADD COLUMN older_secrets TEXT;
