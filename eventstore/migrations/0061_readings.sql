-- Who read what is secret (AU-11): one row for each reading, written before it is shown. Beside the
-- event log, since reading is no fact about procurement and is kept for a time of its own.
--
-- Who is an opaque id, as in events. Rows are only ever added; what is older than a year may go.
CREATE TABLE readings (
    reading_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at timestamptz NOT NULL,
    written_at timestamptz NOT NULL DEFAULT now(),
    by text NOT NULL,
    role text NOT NULL,
    via text NOT NULL CHECK (via IN ('page', 'api', 'file', 'bundle', 'command')),
    kind text NOT NULL,
    subject_id uuid NOT NULL,
    part text,
    rule text NOT NULL
);

CREATE INDEX readings_by_subject ON readings (subject_id, reading_id);
CREATE INDEX readings_by_reader ON readings (by, reading_id);

CREATE FUNCTION readings_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' AND OLD.written_at < now() - interval '1 year' THEN
        RETURN OLD;
    END IF;
    RAISE EXCEPTION '% of readings is refused: they are kept for at least a year', lower(TG_OP);
END
$$;

CREATE TRIGGER kept BEFORE UPDATE OR DELETE ON readings
    FOR EACH ROW EXECUTE FUNCTION readings_kept();
CREATE TRIGGER kept_whole BEFORE TRUNCATE ON readings
    FOR EACH STATEMENT EXECUTE FUNCTION readings_kept();
