-- Plans that providers handed in, as files. Beside the log, which has the SHA-256 of each with its
-- document: a provider's own words, erased with it.
create table plans (
    document_id  uuid primary key,
    party_id     text not null,
    file_name    text,
    content      bytea,
    handed_in_at timestamptz not null
);

create index plans_by_party on plans (party_id);
