-- The numbers by which others know a party: personal data like its name, so beside the address
-- book, and erased with it. A number is one party's.
create table identifiers (
    party_id text not null references address_book on delete cascade,
    scheme   text not null check (scheme in ('kvk', 'agb', 'establishment')),
    value    text not null,
    primary key (party_id, scheme),
    unique (scheme, value)
);
