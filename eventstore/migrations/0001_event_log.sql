-- The event log: what happened, in order. Rows are only ever added.
CREATE TABLE eventlog_events (
    originator_id uuid NOT NULL,
    originator_version bigint NOT NULL,
    topic text NOT NULL,
    state bytea NOT NULL,
    notification_id bigserial NOT NULL,
    PRIMARY KEY (originator_id, originator_version)
);
CREATE UNIQUE INDEX eventlog_events_notification_id_idx ON eventlog_events (notification_id);

-- The commands that were carried out, and the position each was answered with.
CREATE TABLE commands (
    command_id uuid PRIMARY KEY,
    fingerprint bytea NOT NULL,
    position bigint NOT NULL
);

-- Append to a stream and remember the command the events follow from, in one transaction.
--
-- `topics` are the events' names with commas between. `stands_at` is remembered for a command that changed nothing. A command that was carried out
-- before is answered with its position and fingerprint, and nothing is recorded.
--
-- The shared lock must be taken before a position is drawn: eventlog_await_appends counts on it.
CREATE FUNCTION eventlog_append(
    stream uuid, first_version bigint, topics text, states bytea[],
    command uuid, print bytea, stands_at bigint,
    OUT positions bigint[], OUT seen bytea
) LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_advisory_xact_lock_shared(20210701);
    IF command IS NOT NULL THEN
        SELECT ARRAY[c.position], c.fingerprint INTO positions, seen
        FROM commands c WHERE c.command_id = command;
        IF FOUND THEN
            RETURN;
        END IF;
    END IF;
    WITH added AS (
        INSERT INTO eventlog_events (originator_id, originator_version, topic, state)
        SELECT stream, first_version + event.nth - 1, event.topic, event.state
        FROM ROWS FROM (unnest(string_to_array(topics, ',')), unnest(states))
            WITH ORDINALITY AS event (topic, state, nth)
        RETURNING notification_id
    )
    SELECT coalesce(array_agg(notification_id), '{}') INTO positions FROM added;
    IF command IS NOT NULL THEN
        INSERT INTO commands
        VALUES (command, print, coalesce(positions[cardinality(positions)], stands_at));
    END IF;
END
$$;

-- Wait until every append that is under way now has ended: by then each position drawn so far is
-- either visible or will never be. Who reads on must do so in a new statement, under READ
-- COMMITTED, or it would look at the past.
--
-- The lock is let go at once, by rolling back what took it; so it is safe inside a longer
-- transaction, and cannot outlive a cancelled one.
CREATE FUNCTION eventlog_await_appends() RETURNS void
LANGUAGE plpgsql SET lock_timeout = '5s' AS $$
BEGIN
    IF current_setting('transaction_isolation') <> 'read committed' THEN
        RAISE EXCEPTION 'the event log is followed under READ COMMITTED only';
    END IF;
    BEGIN
        PERFORM pg_advisory_xact_lock(20210701);
        RAISE EXCEPTION USING ERRCODE = 'IS000';
    EXCEPTION WHEN SQLSTATE 'IS000' THEN
        NULL;
    END;
END
$$;
