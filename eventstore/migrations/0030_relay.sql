-- How far the relay has come, for each Temporal namespace by its own id: a namespace that is new,
-- or was lost and made again, is told everything from the start, which starts what is missing.
CREATE TABLE relay_positions (
    namespace_id text PRIMARY KEY,
    position bigint NOT NULL
);
