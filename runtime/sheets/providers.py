"""Rows of providers, held against who is known and against each other (AD-01, AD-18)."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from difflib import get_close_matches
from functools import lru_cache
from typing import Any
from uuid import UUID

from domain.base import Sentence, derived_id
from domain.identifiers import SCHEMES, Scheme
from domain.provider.commands import RegisterProvider
from domain.provider.state import Provider
from runtime.sheets.columns import PROVIDERS
from runtime.sheets.known import Known, bare_name, provider_version
from runtime.sheets.lines import SIZES, Line
from runtime.sheets.stamping import UNSTAMPED, refusal_of
from runtime.sheets.verdicts import Difference, Entry, Judged, Origin, Plan

MOST_RESEMBLANCES = 200
"""For how many new providers a name like theirs is looked for; it takes long for many."""

_TITLES = {each.key: each.title for each in PROVIDERS}


def judge(
    rows: Sequence[Line], known: Known, origin: Origin, delivering: Mapping[str, set[str]]
) -> list[Judged]:
    """A verdict on each row. `delivering`: by id or KvK number as contract rows of the same file
    have it, the segments of these contracts."""
    refuse_doubles(rows, ("id", *SCHEMES), _TITLES)
    judged = [_judged(line, known, origin, delivering) for line in rows]
    _refuse_same(judged)
    _tell_resemblances(judged, known)
    return judged


def refuse_doubles(rows: Iterable[Line], keys: Iterable[str], titles: Mapping[str, str]) -> None:
    """Refuse rows that say the same where each must say its own; both name the other."""
    rows = list(rows)
    for key in keys:
        by_value: dict[object, list[Line]] = defaultdict(list)
        for line in rows:
            if line.given.get(key) is not None:
                by_value[line.given[key]].append(line)
        for value, found in by_value.items():
            for line in found if len(found) > 1 else ():
                others = ", ".join(str(each.number) for each in found[:4] if each is not line)
                line.refuse(
                    Sentence(
                        "%(column)s %(value)s stands in row %(others)s too: leave one of them out.",
                        {"column": titles[key], "value": str(value), "others": others},
                    ),
                    key,
                )


def provider_of(text: str, known: Known) -> UUID:
    """The id of a provider: as exports have it, or made from the short one people gave it."""
    return _provider_of(text, known.programme.key)


@lru_cache(maxsize=10_000)
def _provider_of(text: str, programme: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        return derived_id("provider", programme, text)


def segments_of(line: Line, known: Known) -> tuple[str, ...] | None:
    """The segments that a row names, in the programme's order; none if it names none."""
    named = line.given.get("segments")
    if named is None:
        return None
    found = []
    for name in _parted(named, known.segments):
        if name.casefold() in known.segments:
            found.append(known.segments[name.casefold()])
        else:
            line.refuse(unknown_segment(name, known), "segments")
    order = [each.segment_id for each in known.programme.segments]
    return tuple(sorted(set(found), key=order.index))


def unknown_segment(name: str, known: Known) -> Sentence:
    """No such segment, and which there are."""
    return Sentence(
        "The programme has no segment “%(name)s”; it has: %(known)s.",
        {
            "name": name,
            "known": ", ".join(each.segment_id for each in known.programme.segments),
        },
    )


def _judged(line: Line, known: Known, origin: Origin, delivering: Mapping[str, set[str]]) -> Judged:
    about = line.text("name") or f"rij {line.number}"
    segments = segments_of(line, known)
    provider_id = None if line.wrong else _identity(line, known, origin)
    if provider_id is None or line.wrong:
        return Judged(line, "refused", about)
    state, entry = known.provider(provider_id), known.entry(provider_id)
    if segments is None and state.programme_id is None:
        segments = _delivered(line, known, delivering)
    if _foreign(line, state, known):
        return Judged(line, "refused", about, provider_id)
    given = {**line.given, "segments": segments}
    differences = list(_differences(given, entry, state))
    judged = Judged(line, "same", about, provider_id, differences)
    is_new = entry is None or state.programme_id is None
    if not is_new and not differences:
        return judged
    version = line.text("version")
    if not is_new and version and version != provider_version(entry, state):
        line.refuse(changed_since(), "version")
        judged.verdict = "refused"
        return judged
    commands = _commands(line, given, provider_id, state, known, origin)
    for refusal in filter(None, (refusal_of(each, state) for each in commands)):
        line.refuse(refusal)
        judged.verdict = "refused"
        return judged
    judged.verdict = "new" if is_new else "changed"
    judged.differences = [] if is_new else differences
    judged.plan = Plan(
        stream=provider_id,
        events=known.events(provider_id),
        commands=commands,
        before=entry,
        after=_after(given, entry),
    )
    return judged


def changed_since() -> Sentence:
    """The row was exported before somebody changed what it is about."""
    return Sentence(
        "This has changed since it was exported: export it again, and make your change there."
    )


def _identity(line: Line, known: Known, origin: Origin) -> UUID | None:
    """Which provider the row is about; refuses the row if that cannot be said."""
    said = line.text("id")
    given = provider_of(said, known) if said else None
    holders = {
        scheme: known.holders[scheme, number]
        for scheme in SCHEMES
        if (number := line.text(scheme)) and (scheme, number) in known.holders
    }
    if said and _is_uuid(said) and given and not _is_known(given, known):
        line.refuse(
            Sentence(
                "No provider has this id: leave it empty for a new one, or give one of your own, "
                "such as de-haven."
            ),
            "id",
        )
        return None
    found = {*holders.values()} | ({str(given)} if given else set())
    if len(found) > 1:
        _refuse_several(line, known, holders, given)
        return None
    if found:
        return UUID(found.pop())
    if any(line.text(scheme) for scheme in SCHEMES):
        return derived_id("provider", known.programme.key, origin.digest, line.number)
    namesake = known.by_name.get(bare_name(line.text("name") or ""))
    if namesake:
        line.refuse(
            Sentence(
                "A provider of this name is known: give its Aanbieder-id %(id)s or a number to say "
                "that it is meant.",
                {"id": namesake},
            ),
            "name",
        )
        return None
    line.refuse(
        Sentence(
            "Nothing here tells this provider from others: give a KvK-nummer, an AGB-code, or an "
            "Aanbieder-id of your own, such as de-haven."
        ),
        "name",
    )
    return None


def _refuse_several(
    line: Line, known: Known, holders: Mapping[Scheme, str], given: UUID | None
) -> None:
    for scheme, holder in holders.items():
        if given is None or holder != str(given):
            line.refuse(
                Sentence(
                    "%(column)s %(value)s is that of %(holder)s, and this row is not about that "
                    "provider only: correct the number or the Aanbieder-id.",
                    {
                        "column": _TITLES[scheme],
                        "value": line.text(scheme) or "",
                        "holder": known.called(holder),
                    },
                ),
                scheme,
            )


def _foreign(line: Line, state: Provider, known: Known) -> bool:
    if state.merged is not None:
        line.refuse(
            Sentence(
                "This provider's record was merged into another: use Aanbieder-id %(id)s.",
                {"id": str(state.merged.into)},
            ),
            "id",
        )
    elif state.programme_id not in (None, known.programme.programme_id):
        line.refuse(Sentence("This provider is one of another programme: import it there."), "id")
    return line.wrong


def _differences(
    given: Mapping[str, Any], entry: Entry | None, state: Provider
) -> Iterable[Difference]:
    """What the row says otherwise; an empty cell says nothing."""
    entry = entry or Entry()
    sizes = {value: word for word, value in SIZES.items()}
    now: dict[str, Any] = {
        "name": entry.name,
        "email": entry.email,
        **{scheme: entry.numbers.get(scheme) for scheme in SCHEMES},
        "segments": state.segments,
        "size": state.size,
        "region": state.region,
        "municipalities": state.municipalities,
    }
    for key, old in now.items():
        new = given.get(key)
        if new is not None and new != old:
            yield Difference(_TITLES[key], *(_shown(each, sizes) for each in (old, new)))


def _commands(
    line: Line,
    given: Mapping[str, Any],
    provider_id: UUID,
    state: Provider,
    known: Known,
    origin: Origin,
) -> tuple[RegisterProvider, ...]:
    """The registration, if what it says is news."""
    said = ("size", "region", "municipalities")
    told = {name: given.get(name) for name in said if given.get(name) is not None}
    segments = state.segments if given.get("segments") is None else given["segments"]
    news = {name for name, value in told.items() if getattr(state, name) != value}
    if state.programme_id is not None and not news and segments == state.segments:
        return ()
    return (
        RegisterProvider(
            provider_id=provider_id,
            programme_id=known.programme.programme_id,
            segments=segments,
            standing="stated",
            source=origin.source(line, ", ".join(segments) or "-"),
            **told,
            **UNSTAMPED,
        ),
    )


def _after(given: Mapping[str, Any], entry: Entry | None) -> Entry:
    entry = entry or Entry()
    numbers = {scheme: given[scheme] for scheme in SCHEMES if given.get(scheme)}
    return Entry(
        name=given["name"],
        email=given.get("email") or entry.email,
        numbers={**entry.numbers, **numbers},
    )


def _delivered(line: Line, known: Known, delivering: Mapping[str, set[str]]) -> tuple[str, ...]:
    """The segments of a new provider's contracts in the same file."""
    mine: set[str] = set()
    for key in ("id", "kvk"):
        mine |= delivering.get(line.text(key) or "", set())
    return tuple(each.segment_id for each in known.programme.segments if each.segment_id in mine)


def _refuse_same(judged: Sequence[Judged]) -> None:
    """Two rows about one provider, one by its id and one by its number."""
    by_provider: dict[UUID, list[Judged]] = defaultdict(list)
    for each in judged:
        if each.stream:
            by_provider[each.stream].append(each)
    for found in by_provider.values():
        for each in found if len(found) > 1 else ():
            others = ", ".join(str(one.line.number) for one in found[:4] if one is not each)
            each.line.refuse(
                Sentence(
                    "Row %(others)s is about the same provider: leave one of them out.",
                    {"others": others},
                )
            )
            each.verdict, each.plan = "refused", None


def _tell_resemblances(judged: Sequence[Judged], known: Known) -> None:
    """Say of a new provider whose name is like it: it may be the same one (AD-18)."""
    fresh = [each for each in judged if each.verdict == "new"]
    if len(fresh) > MOST_RESEMBLANCES:
        return
    for each in fresh:
        near = get_close_matches(bare_name(each.about), known.by_name, n=1, cutoff=0.9)
        other = known.by_name[near[0]] if near else None
        if other and other != str(each.stream):
            each.line.note(
                Sentence(
                    "The name is like that of %(name)s, which is known: make sure that they are "
                    "two.",
                    {"name": known.called(other)},
                ),
                "name",
            )


def _is_known(provider_id: UUID, known: Known) -> bool:
    in_book = str(provider_id) in known.parties
    return in_book or known.provider(provider_id).programme_id is not None


def _is_uuid(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True


def _parted(names: Sequence[str], known: Mapping[str, str]) -> Iterable[str]:
    """Names that are not known as they stand are taken for several with commas between."""
    for name in names:
        yield from (
            [name]
            if name.casefold() in known
            else filter(None, (each.strip() for each in name.split(",")))
        )


def _shown(value: Any, sizes: Mapping[str, str]) -> str:
    if isinstance(value, tuple):
        return "; ".join(value)
    return sizes.get(value, value) if value else ""
