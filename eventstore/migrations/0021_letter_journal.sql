-- One row a letter: what was asked of the mail server and what it answered. Written before and
-- after each conversation, so that a crash between the two can be seen. An ordinary table, since
-- the address and the text are personal data and can be erased; the receipt is then recorded as
-- an event, without them.
create table letter_journal (
    message_id  text primary key,
    letter_id   uuid not null,
    party_id    text not null,
    attempt     integer not null,
    state       text not null check (state in ('asking', 'answered')),
    outcome     text check (outcome in ('sent', 'deferred', 'refused')),
    answer      text,
    answered_at timestamptz,
    digest      text not null,
    asked_again boolean not null,
    first_asked timestamptz not null,
    recipient   text,
    subject     text,
    body        text,
    check ((state = 'answered') = (outcome is not null)),
    check ((state = 'answered') = (answered_at is not null))
);

create index letter_journal_by_party on letter_journal (party_id);
create index letter_journal_by_letter on letter_journal (letter_id);
