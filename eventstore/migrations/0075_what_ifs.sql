-- What-ifs that somebody keeps under a name: what is supposed, and what it came to at that time.
CREATE TABLE what_ifs (
    what_if_id uuid PRIMARY KEY,
    owner text NOT NULL,
    programme_id uuid NOT NULL,
    name text NOT NULL,
    supposed text NOT NULL,
    following text NOT NULL,
    plan_version integer NOT NULL,
    found text[] NOT NULL,
    made_at timestamptz NOT NULL,
    proposed_at timestamptz,
    UNIQUE (owner, programme_id, name)
);
