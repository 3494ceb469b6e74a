-- Secret addresses of calendars, for programs that cannot sign in. Of the secret only the SHA-256 is
-- kept: the address is shown once. What was revoked stays, so that its program is told that it is over.
CREATE TABLE calendar_links (
    link_id uuid PRIMARY KEY,
    digest bytea NOT NULL UNIQUE CHECK (octet_length(digest) = 32),
    owner text NOT NULL,
    programme_id uuid,
    segment text,
    kind text,
    made_at timestamptz NOT NULL,
    used_at timestamptz,
    revoked_at timestamptz
);

CREATE INDEX calendar_links_by_owner ON calendar_links (owner);
