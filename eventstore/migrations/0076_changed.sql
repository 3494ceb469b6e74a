-- Where in the log the rows of a read model changed last, as is known up to a position. The position
-- that it stands at moves with every event, also with those that it does not read; a release that
-- does not know these columns moves it without them, and then all may have changed.
ALTER TABLE projections.read_models
    ADD COLUMN changed bigint NOT NULL DEFAULT 0,
    ADD COLUMN changed_known_to bigint NOT NULL DEFAULT -1;
