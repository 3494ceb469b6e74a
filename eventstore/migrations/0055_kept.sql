-- Events, leaves and checkpoints are only ever added (AU-03). This stops mistakes, and programs that
-- were taken over; whoever may alter tables can pass it, and is found out by `audit verify`.
--
-- Destruction says what it is in its own transaction, by `set local inkoopspoor.destroying` to the
-- id of the signed list; then rows may be emptied. Nothing ever deletes one.
CREATE FUNCTION kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND coalesce(current_setting('inkoopspoor.destroying', true), '') <> '' THEN
        RETURN NULL;
    END IF;
    RAISE EXCEPTION '% of % is refused: what was recorded is kept', lower(TG_OP), TG_TABLE_NAME
        USING HINT = 'Correct a fact by recording another. Destroy only by a signed list.';
END
$$;

-- For each statement, not each row: an insert never meets it.
CREATE TRIGGER kept BEFORE UPDATE OR DELETE OR TRUNCATE ON eventlog_events
    FOR EACH STATEMENT EXECUTE FUNCTION kept();
CREATE TRIGGER kept BEFORE UPDATE OR DELETE OR TRUNCATE ON proof_leaves
    FOR EACH STATEMENT EXECUTE FUNCTION kept();
CREATE TRIGGER kept BEFORE UPDATE OR DELETE OR TRUNCATE ON proof_checkpoints
    FOR EACH STATEMENT EXECUTE FUNCTION kept();
