"""What the values of cells mean: each is read, read with a note, or refused with the way out.

Nothing is guessed: what can mean two things is refused. What is read otherwise than it was typed
comes with a note that shows how.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import NamedTuple

from domain.base import Refused, Sentence
from domain.dates import Bound, Window
from domain.identifiers import LENGTHS, Scheme, identifier
from projections.language import write_date
from runtime.sheets.book import FORMULA, LONGEST_TEXT, MERGED, Value

EPOCH = date(1899, 12, 30)
"""From which Excel counts its days, with the leap day of 1900 that never was."""

FIRST_YEAR, LAST_YEAR = 1990, 2199
MONTHS = (
    *("januari", "februari", "maart", "april", "mei", "juni"),
    *("juli", "augustus", "september", "oktober", "november", "december"),
)
SHORT = {"mrt": 3, "maa": 3, "sept": 9} | {
    month[:3]: number for number, month in enumerate(MONTHS, 1)
}
OPEN = ("onbepaalde tijd", "onbepaald", "voor onbepaalde tijd")
BOUNDS: Mapping[str, Bound] = {
    "op": "in",
    "omstreeks": "about",
    "uiterlijk": "at_latest",
    "vóór": "before",
    "ruim vóór": "well_before",
    "vanaf": "from",
    "na": "after",
    "niet eerder dan": "not_before",
}
"""The words around a date, as sheets have them."""

_WRITTEN = re.compile(r"(\d{1,2})(?:e)?\s+([a-z]+)\.?\s+(\d{4})", re.IGNORECASE | re.ASCII)
_NUMBERS = re.compile(r"(\d{1,2})\s*([-/.])\s*(\d{1,2})\s*\2\s*(\d{2}|\d{4})", re.ASCII)
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_MONTH = re.compile(r"([a-z]+)\s+(\d{4})", re.IGNORECASE | re.ASCII)
_AMOUNT = re.compile(r"(?:€|eur(?:o)?)?\s*([\d.,]+)(?:,-)?", re.IGNORECASE | re.ASCII)
_THOUSANDS = re.compile(r"\d{1,3}(?:\.\d{3})+,\d{1,4}|\d{1,3}(?:\.\d{3}){2,}", re.ASCII)
_PLAIN = re.compile(r"\d+(?:,\d{1,4})?|\d+\.(?:\d{1,2}|\d{4})", re.ASCII)
_TWO_WAYS = re.compile(r"\d{1,3}[.,]\d{3}", re.ASCII)


class Unfit(Exception):  # noqa: N818 (an answer to whoever filled in the cell)
    """The value cannot be used; the sentence says why and what to write."""

    def __init__(self, template: Sentence) -> None:
        self.sentence = template
        super().__init__(str(template))


class Read(NamedTuple):
    """A value, and how it was read if not as it stands there."""

    value: object
    note: Sentence | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """How values are to be taken in this file."""

    serials: bool = True
    typed: bool = True


def usable(value: Value) -> Value:
    """The value, unless the cell holds none of its own."""
    if value is FORMULA:
        raise Unfit(
            Sentence("This cell holds a formula: copy it and paste it as a value, then try again.")
        )
    if value is MERGED:
        raise Unfit(Sentence("This cell is merged with others: undo that and fill in each row."))
    if isinstance(value, str) and len(value) > LONGEST_TEXT:
        raise Unfit(
            Sentence(
                "This text has %(length)s characters, and %(most)s is the most.",
                {"length": str(len(value)), "most": str(LONGEST_TEXT)},
            )
        )
    return value


def is_empty(value: Value) -> bool:
    return value is None or (isinstance(value, str) and not value.strip())


def text(value: Value) -> Read:
    """Words. A number, day or truth that a spreadsheet made of them is written out, and told."""
    match usable(value):
        case str() as words:
            return Read(tidy(words))
        case bool() as truth:
            made = "ja" if truth else "nee"
        case int() | float() as number:
            made = written_number(Decimal(repr(number)))
        case datetime() as moment if moment.time() == time.min:
            made = write_date(moment.date(), "nl")
        case date() as day if not isinstance(day, datetime):
            made = write_date(day, "nl")
        case _:
            raise Unfit(Sentence("This is a time: write it as text."))
    return Read(made, Sentence("Read as the text “%(text)s”.", {"text": made}))


def code(value: Value) -> Read:
    """A short text that may look like a number, such as a contract number; no note for those."""
    return Read(text(value).value)


def day(value: Value, reading: Reading) -> Read:
    """One day of a calendar (ST-03): Dutch ways to write it, ISO, and Excel's count of days."""
    match usable(value):
        case datetime() as moment:
            if moment.time() != time.min:
                raise Unfit(Sentence("This has a time of day beside the date: leave it out."))
            return Read(_within(moment.date()))
        case date() as found:
            return Read(_within(found))
        case bool():
            raise _no_day(str(value))
        case int() | float() as number:
            return _serial(number, reading)
        case str() as words:
            return _day_of(tidy(words))
        case _:
            raise _no_day(str(value))


def window(value: Value, bound: Value, written: Value, reading: Reading) -> Read:
    """A time as precise as it is written: a day, month, year, EDTF, or open (CC-01)."""
    words = text(written).value if not is_empty(written) else None
    limit = _bound(bound)
    given = usable(value)
    if isinstance(given, str) and tidy(given).casefold() in OPEN:
        return Read(Window(written=str(words or tidy(given))))
    edtf, note = _edtf(given, reading)
    if isinstance(given, str) and limit == "in" and not edtf:
        for word, each in sorted(BOUNDS.items(), key=lambda pair: -len(pair[0])):
            if tidy(given).casefold().startswith(f"{word} "):
                edtf, note = _edtf(tidy(given)[len(word) + 1 :], reading)
                limit = each
                break
    said = str(words or (tidy(given) if isinstance(given, str) else _in_words(edtf)))
    try:
        if not edtf:
            return Read(Window(edtf=tidy(str(given)), bound=limit, written=said))
        return Read(Window(edtf=edtf, bound=limit, written=said), note)
    except ValueError as error:
        raise Unfit(
            Sentence(
                "“%(value)s” is no end that can be read: write a day (31-12-2030), a year (2030) "
                "or “onbepaalde tijd”.",
                {"value": _shown(given)},
            )
        ) from error


def amount(value: Value) -> Read:
    """Euros, to four decimals."""
    given = usable(value)
    if isinstance(given, bool) or not isinstance(given, str | int | float):
        raise _no_amount(_shown(given))
    if not isinstance(given, str):
        return Read(_exact(given))
    match = _AMOUNT.fullmatch(tidy(given))
    digits = match[1].rstrip(",") if match else ""
    if _TWO_WAYS.fullmatch(digits):
        raise Unfit(
            Sentence(
                "“%(value)s” can be thousands or decimals: write %(whole)s,00 or %(part)s0.",
                {
                    "value": tidy(given),
                    "whole": re.sub(r"\D", "", digits),
                    "part": digits.replace(".", ","),
                },
            )
        )
    if _THOUSANDS.fullmatch(digits):
        found = Decimal(digits.replace(".", "").replace(",", "."))
    elif _PLAIN.fullmatch(digits):
        found = Decimal(digits.replace(",", "."))
    else:
        raise _no_amount(tidy(given))
    note = None
    if "." in digits:
        note = Sentence("Read as %(amount)s.", {"amount": written_amount(found)})
    return Read(found, note)


def number(value: Value, scheme: Scheme, reading: Reading) -> Read:
    """A number that others know a provider by; zeros that a spreadsheet dropped are put back.

    Only where the cell holds a number, which cannot have zeros in front, and only one of them.
    """
    given = usable(value)
    if isinstance(given, bool) or not isinstance(given, str | int | float):
        raise Unfit(Sentence("Write %(length)s digits here.", {"length": str(LENGTHS[scheme])}))
    digits = tidy(given) if isinstance(given, str) else written_number(Decimal(repr(given)))
    note = None
    dropped = not isinstance(given, str) and reading.typed and digits.isdecimal()
    if dropped and len(digits) == LENGTHS[scheme] - 1:
        digits = f"0{digits}"
        note = Sentence(
            "The spreadsheet dropped the zero in front: read as %(digits)s. Check it.",
            {"digits": digits},
        )
    try:
        return Read(identifier(scheme, digits), note)
    except Refused as refused:
        raise Unfit(refused.sentence) from refused


def tidy(words: str) -> str:
    """Without what cannot be seen around it, and with one kind of line break."""
    plain = words.replace("\r\n", "\n").replace("\r", "\n").replace("\N{NO-BREAK SPACE}", " ")
    return plain.strip()


def written_number(number: Decimal) -> str:
    """As people write it here: a comma before decimals, none for a whole number."""
    whole = number.to_integral_value()
    if number == whole:
        return f"{whole:f}"
    return f"{number.normalize():f}".replace(".", ",")


def written_amount(euros: Decimal) -> str:
    """With two decimals, or four where two do not say all: `1234,50`, `0,1250`."""
    cents = euros.quantize(Decimal("0.01"))
    return f"{cents if cents == euros else euros.quantize(Decimal('0.0001')):f}".replace(".", ",")


def _bound(value: Value) -> Bound:
    if is_empty(value):
        return "in"
    word = str(text(value).value).casefold()
    plain = {each.replace("ó", "o"): bound for each, bound in BOUNDS.items()}
    if (found := BOUNDS.get(word) or plain.get(word)) is None:
        raise Unfit(
            Sentence(
                "“%(value)s” is not known here; known: %(known)s.",
                {"value": word, "known": ", ".join(BOUNDS)},
            )
        )
    return found


def _edtf(given: Value, reading: Reading) -> tuple[str | None, Sentence | None]:
    """The time in EDTF if it is a day, a month or a year that can be read."""
    if isinstance(given, str):
        words = tidy(given)
        if re.fullmatch(r"\d{4}", words, re.ASCII):
            return words, None
        if (match := _MONTH.fullmatch(words)) and (month := _month(match[1])):
            return f"{match[2]}-{month:02}", None
        if not (_WRITTEN.fullmatch(words) or _NUMBERS.fullmatch(words) or _ISO.fullmatch(words)):
            return None, None
    if isinstance(given, int | float) and FIRST_YEAR <= given <= LAST_YEAR and given == int(given):
        return str(int(given)), None
    found = day(given, reading)
    assert isinstance(found.value, date)
    return found.value.isoformat(), found.note


def _in_words(edtf: str | None) -> str:
    if edtf and _ISO.fullmatch(edtf):
        return write_date(date.fromisoformat(edtf), "nl")
    return edtf or ""


@lru_cache(maxsize=10_000)
def _day_of(words: str) -> Read:
    if _ISO.fullmatch(words):
        try:
            return Read(_within(date.fromisoformat(words)))
        except ValueError as error:
            raise _no_day(words) from error
    if match := _WRITTEN.fullmatch(words):
        return _noted(int(match[1]), _month(match[2]), int(match[3]), words)
    if match := _NUMBERS.fullmatch(words):
        first, second, year = int(match[1]), int(match[3]), match[4]
        if len(year) == len("21"):
            raise Unfit(
                Sentence("“%(value)s” has a year of two digits: write all four.", {"value": words})
            )
        if match[2] == "/" and first != second and max(first, second) <= len(MONTHS):
            raise _two_days(words, first, second, int(year))
        return _noted(first, second, int(year), words)
    raise _no_day(words)


def _noted(number: int, month: int | None, year: int, words: str) -> Read:
    try:
        found = date(year, month or 0, number)
    except ValueError as error:
        raise _no_day(words) from error
    return Read(_within(found), Sentence("Read as %(day)s.", {"day": found.isoformat()}))


def _month(name: str) -> int | None:
    lower = name.casefold()
    return MONTHS.index(lower) + 1 if lower in MONTHS else SHORT.get(lower)


def _serial(number: float, reading: Reading) -> Read:
    first, last = ((date(year, 1, 1) - EPOCH).days for year in (FIRST_YEAR, LAST_YEAR + 1))
    if not reading.serials or number != int(number) or not first <= number < last:
        raise _no_day(written_number(Decimal(repr(number))))
    found = EPOCH + timedelta(days=int(number))
    return Read(
        found,
        Sentence(
            "The number %(number)s was read as Excel's count of days: %(day)s.",
            {"number": str(int(number)), "day": found.isoformat()},
        ),
    )


def _within(found: date) -> date:
    if not FIRST_YEAR <= found.year <= LAST_YEAR:
        raise Unfit(
            Sentence(
                "The year %(year)s is not between %(first)s and %(last)s.",
                {"year": str(found.year), "first": str(FIRST_YEAR), "last": str(LAST_YEAR)},
            )
        )
    return found


def _two_days(words: str, first: int, second: int, year: int) -> Unfit:
    one, other = date(year, second, first), date(year, first, second)
    return Unfit(
        Sentence(
            "“%(value)s” can be %(one)s or %(other)s: write it with hyphens, as %(hyphens)s, or in "
            "words.",
            {
                "value": words,
                "one": one.isoformat(),
                "other": other.isoformat(),
                "hyphens": f"{first}-{second}-{year}",
            },
        )
    )


def _no_day(words: str) -> Unfit:
    return Unfit(
        Sentence("“%(value)s” is no day: write it as 1-7-2021 or 1 juli 2021.", {"value": words})
    )


def _no_amount(words: str) -> Unfit:
    return Unfit(
        Sentence("“%(value)s” is no amount in euros: write it as 61,20.", {"value": words})
    )


def _exact(number: float) -> Decimal:
    found = Decimal(repr(number)).quantize(Decimal("0.0001")) if abs(number) < 10**10 else None
    if found is None or found < 0 or abs(float(found) - number) > 1e-9 * max(1.0, abs(number)):
        raise _no_amount(written_number(Decimal(repr(number))))
    try:
        return (
            found if found != found.quantize(Decimal("0.01")) else found.quantize(Decimal("0.01"))
        )
    except InvalidOperation as error:
        raise _no_amount(str(number)) from error


def _shown(value: Value) -> str:
    if isinstance(value, float | int) and not isinstance(value, bool):
        return written_number(Decimal(repr(value)))
    return tidy(value) if isinstance(value, str) else str(value)
