-- Read models. Each has one or more generations: tables of the same rows, filled up to a position
-- in the log. Readers use the view that is named after the model and shows the live generation.
create schema projections;

create table projections.read_models (
    name       text    not null,
    generation integer not null,
    version    integer not null,
    position   bigint  not null default 0,
    live       boolean not null default false,
    primary key (name, generation)
);

create unique index one_live_generation on projections.read_models (name) where live;

-- Events that a read model could not take in; it went on without them.
create table projections.dead_letters (
    name       text        not null,
    generation integer     not null,
    position   bigint      not null,
    topic      text        not null,
    error      text        not null,
    at         timestamptz not null default now(),
    primary key (name, generation, position),
    foreign key (name, generation) references projections.read_models on delete cascade
);

-- Text is read as an instant under the session's time zone unless it names its own, as all
-- instants in rows do: so this never changes its mind, and may be indexed.
create function projections.instant(text) returns timestamptz
    language sql immutable strict parallel safe
    return $1::timestamptz;
