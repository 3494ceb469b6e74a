-- What providers wrote about a change and what they were answered: their own words, so beside the
-- log, which has the SHA-256 of each. An ordinary table, erased with the provider.
create table reaction_words (
    reaction_id uuid not null,
    digest      text not null,
    party_id    text not null,
    words       text,
    primary key (reaction_id, digest)
);

create index reaction_words_by_party on reaction_words (party_id);
