-- Another name of a party, such as a slip of the pen in a document, is kept and erased like a name.
alter table address_book drop constraint address_book_kind_check;
alter table address_book add constraint address_book_kind_check
    check (kind in ('provider', 'office', 'person', 'alias'));
