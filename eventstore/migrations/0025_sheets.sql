-- Spreadsheets that were handed in, with the verdict on each row: an ordinary table, since rows
-- hold names and addresses. Erased when the rows have been carried out, or after some days.
create table sheets (
    sheet_id     uuid primary key,
    programme_id uuid not null,
    digest       text not null,
    name         text,
    handed_at    timestamptz not null,
    handed_by    text not null,
    heads        jsonb not null,
    mistakes     jsonb not null,
    counts       jsonb not null,
    confirmed_at timestamptz,
    erased_at    timestamptz
);

create index sheets_by_digest on sheets (digest);

-- One row a line. `plan` is what confirming does for it, none if nothing; `outcome` what came of
-- it. The unique order is the order in which they are carried out.
create table sheet_lines (
    sheet_id    uuid not null references sheets on delete cascade,
    nth         integer not null,
    kind        text not null,
    line        integer not null,
    verdict     text not null check (verdict in ('new', 'changed', 'same', 'refused')),
    about       text not null,
    cells       jsonb not null,
    remarks     jsonb not null,
    differences jsonb not null,
    plan        jsonb,
    outcome     text check (outcome in ('applied', 'refused')),
    refusal     jsonb,
    primary key (sheet_id, nth)
);

create index sheet_lines_by_verdict on sheet_lines (sheet_id, verdict, nth);
create index sheet_lines_to_do on sheet_lines (sheet_id, nth) where plan is not null and outcome is null;
