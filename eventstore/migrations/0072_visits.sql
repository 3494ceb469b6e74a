-- How far somebody has seen what happened. Nothing here is a fact about procurement: one row a
-- person, changed in place, and gone with the person.
--
-- What happened after `since` is new to them; `seen_to` is how far they have seen it in the visit
-- that is going on, `looked_at` when they last did.
CREATE TABLE visits (
    person text PRIMARY KEY,
    since timestamptz NOT NULL,
    seen_to timestamptz NOT NULL,
    looked_at timestamptz NOT NULL
);
