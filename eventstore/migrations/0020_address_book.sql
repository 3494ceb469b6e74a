-- Who is behind an id: the only place for names and e-mail addresses. Corrected and erased in
-- place, so neither part of the event log nor a read model that could be rebuilt from it.
create table address_book (
    party_id text primary key,
    kind     text not null check (kind in ('provider', 'office', 'person')),
    name     text,
    email    text,
    role     text
);
