"""What the letters say, word for word."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from jinja2 import UndefinedError

from domain.base import Source
from domain.change.parts import Adoption, Override, Reservation, Ruling
from domain.notice import NoticeClause, latest_announcement
from projections.language import say
from workflows import letter, words
from workflows.letter import (
    Data,
    Head,
    LetterData,
    Mandate,
    Preparation,
    ReminderData,
    Replaced,
    ReplyData,
    Sender,
    Term,
    WithdrawalData,
    render,
)
from workflows.words import Words

GOLDEN = Path(__file__).parents[1] / "golden"
EFFECTIVE = date(2022, 1, 1)

CLAUSE = NoticeClause(
    clause_id="wijzigingsclausule",
    months=6,
    source=Source(
        document="Inkoopplan jeugdhulp",
        section="4, Planning",
        quote=(
            "De wijzigingsclausules in de overeenkomsten bepalen nu dat de gemeenten wijzigingen "
            "in de overeenkomsten zes maanden vooraf moeten aankondigen. Als gemeenten dus "
            "bijvoorbeeld willen dat op 1 januari 2022 wijzigingen in werking treden, dan moeten "
            "zij deze op 1 juli 2021 aankondigen."
        ),
    ),
)
LATEST = latest_announcement(EFFECTIVE, CLAUSE)
HEAD = Head(
    sender=Sender(
        organisation="TWO Jeugdhulp Holland Rijnland",
        on_behalf_of="de gemeenten in de Duin- en Bollenstreek en de Leidse regio",
        reply_to="contracten@two.example",
    ),
    addressee="Jeugdhulp De Haven",
    contract_number="HR-W-001",
    segment="Wonen",
    title="Aangescherpte geschiktheidseisen en kwaliteitscriteria Wonen",
    effective=EFFECTIVE,
    dated=date(2021, 6, 1),
    reference="5c1f0a3e",
)
WONEN = LetterData(
    head=HEAD,
    description=(
        "De huidige contracten in het segment Wonen worden doorontwikkeld: de geschiktheidseisen "
        "en kwaliteitscriteria worden aangescherpt op basis van de ontwikkelopgaven."
    ),
    terms=(
        Term(
            "geschiktheidseisen", "Aangescherpt op basis van de ontwikkelopgaven", "Zoals in 2020"
        ),
        Term("hulp na vertrek", "De aanbieder is verantwoordelijk voor hulp na een vertrek"),
    ),
    clause=CLAUSE,
    latest=LATEST.value,
    steps=tuple(say(sentence, "nl") for sentence in LATEST.sentences),
    adoption=Adoption(body="het AOO", decided_on=date(2021, 4, 21), reference="AOO 2021/17"),
)
WITHDRAWN = WithdrawalData(
    head=replace(HEAD, dated=date(2021, 9, 1)),
    announced_on=date(2021, 6, 1),
    reason="De gemeenten wachten op de uitkomst van het onderzoek naar de bekostiging.",
)
RESERVED = replace(
    WONEN,
    adoption=None,
    reservation=Reservation(what="vaststelling van de begroting 2022", body="de gemeenteraden"),
    mandate=Mandate(
        announced_by="TWO Jeugdhulp",
        on_behalf_of="de tien gemeenten",
        power="Mandaatbesluit jeugdhulp 2020, artikel 3",
    ),
    new_clause=CLAUSE.model_copy(
        update={
            "months": 9,
            "source": CLAUSE.source.model_copy(update={"quote": "Negen maanden vooraf."}),
        }
    ),
    preparation=Preparation(last=date(2021, 12, 31), days=213),
    reactions_until=date(2021, 7, 15),
    acknowledge_link="https://inkoopspoor.example/brief/een-lange-code",
)
REPLACED = replace(
    WONEN,
    replaced=Replaced(
        announced_on=date(2021, 5, 20),
        reason="In de brief stond een verkeerd segment.",
        decided_by="de directeur van TWO",
        keeps_day=True,
    ),
)
REPLY = ReplyData(
    head=replace(HEAD, dated=date(2021, 7, 20)),
    received_on=date(2021, 7, 2),
    nature="objection",
    handled="rejected",
    reaction="Zes maanden is te kort om ons personeel bij te scholen.",
    answer="De termijn volgt uit de overeenkomst. Wij denken mee over de scholing.",
)
REMINDER = ReminderData(
    title=HEAD.title,
    segment="Wonen",
    effective=EFFECTIVE,
    latest=LATEST.value,
    days_left=28,
    letters=15,
    task="approve",
    link="https://inkoopspoor.example/changes/wonen-2022",
)


@pytest.mark.row("AN-05")
@pytest.mark.parametrize(
    ("data", "file"),
    [
        (WONEN, "announcement-wonen.txt"),
        (RESERVED, "announcement-reserved-wonen.txt"),
        (REPLACED, "rectification-wonen.txt"),
        (WITHDRAWN, "withdrawal-wonen.txt"),
        (REPLY, "reply-wonen.txt"),
        (REMINDER, "reminder-wonen.txt"),
        (replace(REMINDER, days_left=0, task="announce"), "escalation-wonen.txt"),
    ],
    ids=lambda each: each if isinstance(each, str) else "",
)
def test_a_letter_reads_as_agreed(data: Data | ReminderData, file: str) -> None:
    written = render(data)
    assert f"{written.subject}\n\n{written.text}" == (GOLDEN / file).read_text()


def test_an_announcement_says_how_its_last_day_follows_from_the_clause() -> None:
    text = render(WONEN).text
    assert "ten minste zes maanden van tevoren" in text
    assert "(Inkoopplan jeugdhulp, onderdeel 4, Planning)" in text
    assert CLAUSE.source.quote in text
    assert "2. 6 maanden terug vanaf 1 januari 2022 is 1 juli 2021." in text
    assert "De laatste dag voor deze aankondiging is dus 1 juli 2021." in text


def test_an_announcement_gives_the_wording_before_and_after() -> None:
    text = render(WONEN).text
    assert "- geschiktheidseisen: Aangescherpt op basis van de ontwikkelopgaven\n" in text
    assert "  (tot en met 31 december 2021: Zoals in 2020)\n" in text


def test_an_announcement_after_the_last_day_says_by_whose_decision_it_counts() -> None:
    override = Override(
        decided_by="de directeur van TWO", decided_on=date(2021, 12, 1), reason="Spoed in de zorg."
    )
    late = replace(WONEN, head=replace(HEAD, dated=date(2021, 12, 2)), override=override)
    text = render(late).text
    assert "Dat is later dan uw overeenkomst voorschrijft." in text
    assert "door de directeur van TWO, op 1 december 2021. De reden is: Spoed in de zorg." in text


def test_who_decided_is_left_out_when_nobody_said() -> None:
    assert "Wie heeft dit besloten?" not in render(replace(WONEN, adoption=None)).text


def test_a_mandate_stands_under_the_letter() -> None:
    sender = replace(HEAD.sender, mandate="Krachtens mandaatbesluit 2020/3")
    text = render(replace(WONEN, head=replace(HEAD, sender=sender))).text
    assert text.endswith("de Leidse regio\nKrachtens mandaatbesluit 2020/3\n")


@pytest.mark.parametrize(
    ("months", "words"), [(1, "één maand"), (3, "drie maanden"), (18, "18 maanden")]
)
def test_months_are_written_as_one_writes_them(months: int, words: str) -> None:
    clause = CLAUSE.model_copy(update={"months": months})
    assert f"ten minste {words} van tevoren" in render(replace(WONEN, clause=clause)).text


@pytest.mark.parametrize(
    ("task", "words"),
    [
        ("adopt", "De wijziging is nog niet vastgesteld."),
        ("draft", "De brieven zijn nog niet opgesteld."),
        ("approve", "Laat een tweede persoon ze goedkeuren."),
        ("announce", "Geef opdracht om ze te verzenden."),
    ],
)
def test_a_reminder_says_what_to_do_next(task: letter.Task, words: str) -> None:
    assert words in render(replace(REMINDER, task=task)).text


def test_a_reminder_for_the_last_day_but_one_counts_in_the_singular() -> None:
    assert render(replace(REMINDER, days_left=1)).subject.startswith("Nog één dag ")


def test_what_a_user_typed_is_never_run_as_a_template() -> None:
    typed = "{{ 7 * 7 }} {% include 'head.nl.txt' %} <b>"
    assert typed in render(replace(WONEN, description=typed)).text


def test_line_breaks_cannot_end_the_subject_early() -> None:
    head = replace(HEAD, title="Wonen\n\nGeachte heer,\r\nBcc: iedereen@example.nl")
    written = render(replace(WONEN, head=head))
    assert written.subject.endswith("(Wonen Geachte heer, Bcc: iedereen@example.nl)")
    assert written.text.startswith("TWO Jeugdhulp Holland Rijnland\n")


def test_a_template_that_asks_for_something_unknown_is_an_error() -> None:
    with pytest.raises(UndefinedError):
        render(WONEN, Words("Over {{ title }}", "Geachte {{ voornaam }},"))


def test_an_empty_field_is_an_error_and_never_the_word_none() -> None:
    with pytest.raises(UndefinedError):
        render(WONEN, Words("Over {{ title }}", "Reageren kan tot {{ reactions_until }}."))


def test_a_letter_drafted_before_templates_had_versions_reads_as_it_did() -> None:
    written = render(WONEN, words.former("announcement-nl/1"))
    golden = (GOLDEN / "announcement-nl-1-wonen.txt").read_text()
    assert f"{written.subject}\n\n{written.text}" == golden


@pytest.mark.row("AN-16")
def test_a_reservation_stands_in_the_first_paragraph_and_says_who_decides() -> None:
    text = render(RESERVED).text
    assert "per 1 januari 2022, onder voorbehoud van vaststelling van de begroting 2022." in text
    assert "Daarover beslist de gemeenteraden." in text


@pytest.mark.row("AN-09")
def test_an_announcement_says_how_long_both_parties_have_to_prepare() -> None:
    text = render(RESERVED).text
    assert "Tot en met 31 december 2021 gelden de afspraken die nu gelden." in text
    assert "U en wij hebben 213 dagen om de wijziging voor te bereiden." in text


def test_a_ruling_takes_the_place_of_the_computation() -> None:
    ruling = Ruling(
        covered=False,
        decided_by="de directeur van TWO",
        decided_on=date(2021, 5, 1),
        reason="De wet zelf wijzigt de overeenkomst.",
    )
    text = render(replace(WONEN, ruling=ruling)).text
    assert "geldt niet voor deze wijziging" in text
    assert "Zo rekenen wij dat uit" not in text


@pytest.mark.row("AN-14")
@pytest.mark.parametrize(
    ("keeps", "words"),
    [(True, "Alleen de tekst is verbeterd."), (False, "De termijn begint daarom opnieuw")],
)
def test_a_letter_that_replaces_another_says_what_that_does_to_the_term(
    *, keeps: bool, words: str
) -> None:
    assert REPLACED.replaced is not None
    text = render(replace(REPLACED, replaced=replace(REPLACED.replaced, keeps_day=keeps))).text
    assert words in text


def test_versions_are_frozen_by_kind_and_read_back() -> None:
    frozen = words.frozen({"announcement": 3, "rectification": 1})
    assert frozen == "announcement/3 rectification/1"
    assert words.version_of(frozen, "rectification") == 1
    assert words.version_of("announcement/3", "rectification") == 0
    assert words.version_of("announcement-nl/1", "announcement") == 0
