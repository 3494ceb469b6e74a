-- What a letter's PDF is set from, beside its text: a letter that goes out again is the same to
-- the last byte. Erased with the text.
alter table letter_journal add column paper text;
