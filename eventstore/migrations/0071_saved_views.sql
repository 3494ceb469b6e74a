-- Lists with their filters that somebody wants to come back to, under a name of their own.
CREATE TABLE saved_views (
    view_id uuid PRIMARY KEY,
    owner text NOT NULL,
    page text NOT NULL,
    name text NOT NULL,
    query text NOT NULL,
    made_at timestamptz NOT NULL,
    UNIQUE (owner, page, name)
);
