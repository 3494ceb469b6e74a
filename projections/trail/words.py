"""How a reference is written."""


def about(relation: str, *ids: object) -> tuple[str, ...]:
    """One reference; none if one of its ids is not known."""
    if not ids or any(each is None for each in ids):
        return ()
    return (":".join((relation, *map(str, ids))),)


def relation_of(reference: str) -> str:
    return reference.partition(":")[0]
