-- Destruction that keeps the chain verifiable (AU-15): which streams are gone, under which list.
CREATE TABLE destroyed_streams (
    stream_id uuid PRIMARY KEY,
    list_id uuid NOT NULL,
    events bigint NOT NULL,
    at timestamptz NOT NULL
);

CREATE INDEX destroyed_streams_by_list ON destroyed_streams (list_id);

-- Destroy whole streams of a list that two people signed and whose destruction was started: the
-- only way in which a row of the log is ever changed. The leaf keeps the hash over salt and bytes,
-- and loses the salt; the event's bytes give way to the id of the list. What was asked of the
-- streams can no longer be guessed from the fingerprints of their commands either.
--
-- It asks the log itself, and nothing is recorded meanwhile: a hold that came in between is seen
-- (IS002: have the destruction started anew, which leaves out what is held). An event without its
-- leaf is IS003: wait for the tree. One that its leaf does not vouch for is IS004: it was tampered
-- with, and destroying it would hide that. Streams destroyed before are passed over.
CREATE FUNCTION eventlog_destroy(list uuid, streams uuid[], moment timestamptz) RETURNS bigint
LANGUAGE plpgsql AS $$
DECLARE
    register CONSTANT uuid := '588cdec8-eaa9-5c87-b71e-f077a6cffc10';
    started bigint;
    allowed jsonb;
    signers bigint;
    altered bigint;
    gone bigint;
BEGIN
    PERFORM pg_advisory_xact_lock(20210701);
    SELECT originator_version, convert_from(state, 'UTF8')::jsonb -> 'stream_ids'
    INTO started, allowed
    FROM eventlog_events
    WHERE originator_id = register AND topic = 'DestructionStarted'
        AND convert_from(state, 'UTF8')::jsonb ->> 'list_id' = list::text
    ORDER BY originator_version DESC LIMIT 1;
    SELECT count(DISTINCT convert_from(state, 'UTF8')::jsonb ->> 'by') INTO signers
    FROM eventlog_events
    WHERE originator_id = register AND topic = 'DestructionSigned'
        AND convert_from(state, 'UTF8')::jsonb ->> 'list_id' = list::text;
    IF started IS NULL OR signers < 2 OR register = ANY (streams) OR EXISTS (
        SELECT unnest(streams) EXCEPT SELECT jsonb_array_elements_text(allowed)::uuid
    ) THEN
        RAISE EXCEPTION 'these streams are not on a list that two people signed and that was started'
            USING ERRCODE = 'IS001';
    END IF;
    IF EXISTS (
        SELECT FROM eventlog_events
        WHERE originator_id = register AND originator_version > started
            AND topic IN ('HoldPlaced', 'DestructionDropped')
    ) THEN
        RAISE EXCEPTION 'a hold was placed since the destruction was started'
            USING ERRCODE = 'IS002';
    END IF;

    PERFORM FROM eventlog_events e LEFT JOIN proof_leaves l ON l.position = e.notification_id
    WHERE e.originator_id = ANY (streams) AND l.position IS NULL LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'not every event has its leaf yet' USING ERRCODE = 'IS003';
    END IF;
    SELECT min(e.notification_id) INTO altered
    FROM eventlog_events e JOIN proof_leaves l ON l.position = e.notification_id
    WHERE e.originator_id = ANY (streams) AND l.salt IS NOT NULL
        AND l.hash <> sha256('\x00'::bytea || convert_to(format(
            '{"content":"%s","position":%s,"stream":"%s","topic":"%s","version":%s}',
            encode(sha256(l.salt || e.state), 'hex'), e.notification_id, e.originator_id,
            e.topic, e.originator_version
        ), 'UTF8'));
    IF altered IS NOT NULL THEN
        RAISE EXCEPTION 'the event at position % is not the one that its leaf vouches for', altered
            USING ERRCODE = 'IS004';
    END IF;

    PERFORM set_config('inkoopspoor.destroying', list::text, true);
    UPDATE commands SET fingerprint = ''
    WHERE command_id IN (
        SELECT (convert_from(e.state, 'UTF8')::jsonb ->> 'caused_by')::uuid
        FROM eventlog_events e JOIN proof_leaves l ON l.position = e.notification_id
        WHERE e.originator_id = ANY (streams) AND l.salt IS NOT NULL
    );
    WITH kept AS (
        UPDATE proof_leaves l SET content = sha256(l.salt || e.state), salt = NULL
        FROM eventlog_events e
        WHERE l.position = e.notification_id AND e.originator_id = ANY (streams)
            AND l.salt IS NOT NULL
        RETURNING l.position
    )
    UPDATE eventlog_events e
    SET state = convert_to(format('{"destroyed":"%s"}', list), 'UTF8')
    FROM kept WHERE e.notification_id = kept.position;
    GET DIAGNOSTICS gone = ROW_COUNT;
    PERFORM set_config('inkoopspoor.destroying', '', true);
    INSERT INTO destroyed_streams
    SELECT originator_id, list, count(*), moment
    FROM eventlog_events WHERE originator_id = ANY (streams) GROUP BY originator_id
    ON CONFLICT DO NOTHING;
    RETURN gone;
END
$$;
