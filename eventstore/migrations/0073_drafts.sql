-- What somebody typed in a form and did not send yet. It may hold anything, also names of people:
-- so it is sealed, belongs to one person, is in no event and in no log, and goes away by itself.
--
-- `action` is where the form goes, `path` the page that it stands on; neither holds what was typed.
CREATE TABLE drafts (
    draft_id uuid PRIMARY KEY,
    owner text NOT NULL,
    action text NOT NULL,
    path text NOT NULL,
    sealed bytea NOT NULL,
    saved_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    UNIQUE (owner, action)
);

CREATE INDEX drafts_by_page ON drafts (owner, path);
CREATE INDEX drafts_by_expiry ON drafts (expires_at);
