"""An announcement of true size, with all that goes otherwise: by command line, HTTP and browser.

One hundred and fifty providers, three with an address that is refused, one that joins later, one
that objects, one with a longer clause, and a segment for which the change is given up.
"""

import csv
import io
import json
import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from functools import partial
from pathlib import Path
from uuid import UUID

import pytest
from playwright.sync_api import Browser, Page, expect

from domain.base import derived_id
from tests.browser.conftest import PATIENCE_MS, be
from tests.journeys.practice import EXAMPLES, MANAGER, ROOT, Practice, practice_copy, until

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]

REGISTER = ROOT / "programmes" / "examples" / "holland-rijnland-150-registers.yaml"
CHANGE = derived_id("change", "holland-rijnland-2021", "wachttijd-2022")
AT = f"/changes/{CHANGE}"
LATE, OBJECTING, JOINING = "HR-AMB-042", "HR-AMB-007", "HR-AMB-121"
IN_FORCE, GIVEN_UP, HELD_BACK = (
    "Van kracht",
    "Gaat voor deze overeenkomst niet door",
    "Tegengehouden",
)
PROPOSAL = {
    "programme": "holland-rijnland-2021",
    "key": "wachttijd-2022",
    "segments": ["ambulant", "dagbesteding"],
    "title": "Wachttijd",
    "description": "Wie langer dan vier weken moet wachten, krijgt overbruggende hulp.",
    "effective": "2022-01-01",
    "terms": {"wachttijd": "Na vier weken overbrugt de aanbieder"},
    "kinds": ["conditions"],
    "standing": "fictional",
}
JOINER = """
kind: register
fictional: true
programme: {programme}
documents: [{{code: later, title: Verzonnen aanbieder die later toetreedt}}]
source: {{section: proef, quote: Verzonnen voor een proef.}}
agreements:
  - id: ambulant-2021
    segment: ambulant
    starts: 2021-05-03
    ends: {{edtf: null, written: onbepaalde tijd}}
    clause: wijzigingsclausule
    terms: {{wachttijd: Zoals in de resultaatovereenkomst}}
providers:
  - {{id: aanbieder-999, name: Later Toegetreden, email: post@aanbieder999.example}}
contracts:
  - {{number: {number}, provider: aanbieder-999, agreement: ambulant-2021}}
"""


@pytest.fixture(scope="module")
def practice(session_folder: Path) -> Iterator[Practice]:
    with practice_copy(session_folder / "true-size", (*EXAMPLES, REGISTER)) as practice:
        yield practice


@pytest.fixture
def office(browser: Browser, practice: Practice) -> Iterator[Page]:
    context = browser.new_context(base_url=practice.url, viewport={"width": 1280, "height": 900})
    context.set_default_timeout(PATIENCE_MS)
    page = context.new_page()
    be(page, "Pien Programma")
    yield page
    context.close()


@pytest.mark.row("AN-15", "AN-18", "AN-19", "AN-20", "AN-24", "CC-27", "AN-14", "AN-07")
def test_a_hundred_and_fifty_are_told_and_the_change_counts_where_and_when_it_may(
    practice: Practice, office: Page, tmp_path: Path
) -> None:
    announce(practice, tmp_path)
    mend_addresses(practice, office)
    join(practice, tmp_path)
    object_by_link(practice, office)
    give_up_a_segment(practice)
    register = put_in_force(practice)

    outcome = {row["Overeenkomst"]: row["Wat ervan werd"] for row in register}
    assert Counter(outcome.values()) == {IN_FORCE: 120, GIVEN_UP: 30, HELD_BACK: 1}
    assert (outcome[LATE], outcome[JOINING]) == (HELD_BACK, IN_FORCE)
    spare = {row["Overeenkomst"]: int(row["Dagen over"]) for row in register}
    assert (spare[OBJECTING], spare[LATE]) == (59, -32)
    override(practice)
    assert in_force_since(practice, LATE) == date(2022, 1, 2)
    assert in_force_since(practice, OBJECTING) == date(2022, 1, 1)
    assert in_force_since(practice, JOINING) == date(2022, 1, 1)
    assert in_force_since(practice, "HR-DAG-001") is None


def announce(practice: Practice, folder: Path) -> None:
    """Proposed from the command line; discussed, adopted, approved and ordered over HTTP."""
    file = folder / "proposal.json"
    file.write_text(json.dumps(PROPOSAL), encoding="utf-8")
    practice.cli("change", "propose", str(file), "--by", "p-001")
    practice.post(f"{AT}/tablings", {"table": "Ontwikkeltafel", "discussedOn": "2021-04-01"})
    adoption = {"body": "Verzonnen bestuur", "decidedOn": "2021-04-20"}
    practice.post(f"{AT}/adoptions", adoption)
    until(lambda: practice.get(AT)["recipients"] == 150)
    practice.post(f"{AT}/approvals", by=MANAGER)
    practice.post(f"{AT}/dispatches", {"reactionsUntil": "2021-06-14"})
    until(lambda: (practice.get(AT)["sent"], practice.get(AT)["refused"]) == (147, 3))


def mend_addresses(practice: Practice, office: Page) -> None:
    """Each refused address is a task on the change's page."""
    for left in (2, 1, 0):
        office.goto(f"/wijzigingen/{CHANGE}")
        field = office.get_by_label(re.compile("E-mailadres van")).first
        field.fill(f"mended{left}@aanbieder.example")
        office.get_by_role("button", name="Herstel en verzend opnieuw").first.click()
        until(partial(has_refused, practice, left))
    until(lambda: practice.get(AT)["sent"] == 150)


def has_refused(practice: Practice, letters: int) -> bool:
    return bool(practice.get(AT)["refused"] == letters)


def join(practice: Practice, folder: Path) -> None:
    """A contract that is concluded while the others have been told is told by itself."""
    file = folder / "later.yaml"
    programme = ROOT / "programmes" / "holland-rijnland-2021.yaml"
    file.write_text(JOINER.format(number=JOINING, programme=programme), encoding="utf-8")
    practice.cli("publish", str(file))
    until(lambda: practice.get(AT)["sent"] == 151)


def object_by_link(practice: Practice, office: Page) -> None:
    """A provider follows the link in its letter, says that it was received, and objects."""
    subject = partial(re.search, OBJECTING)
    [mail] = [each for each in practice.mails() if subject(each.subject)]
    link = re.search(r"\S+/brief/\S+", mail.body)
    assert link, mail.body
    office.goto(link[0])
    office.get_by_role("button", name="Ik heb deze brief ontvangen").click()
    expect(office.get_by_role("status")).to_contain_text("dat u deze brief hebt ontvangen")
    office.get_by_label("Wat is het?").select_option("objection")
    office.get_by_label("Uw reactie").fill("Vier weken is voor ons niet haalbaar.")
    office.get_by_role("button", name="Reactie versturen").click()
    [reaction] = until(lambda: practice.get(f"/reactions?change={CHANGE}")["items"])
    assert (reaction["nature"], reaction["inTime"]) == ("objection", True)
    handling = {
        "handling": "answered",
        "reason": "Uitgelegd hoe overbrugging kan",
        "answer": "Overbrugging kan ook samen met andere aanbieders.",
    }
    practice.post(f"/reactions/{reaction['reactionId']}/handlings", handling)
    until(lambda: any("samen met andere" in each.body for each in practice.mails()))


def give_up_a_segment(practice: Practice) -> None:
    before = len(practice.mails())
    practice.cli(
        *("change", "narrow", str(CHANGE), "--segment", "dagbesteding"),
        *("--reason", "Voor dagbesteding volgt een eigen voorstel", "--by", "p-001"),
    )
    until(lambda: len(practice.mails()) == before + 30)


def put_in_force(practice: Practice) -> list[dict[str, str]]:
    practice.cli("clock", "move", "2022-01-02", "--by", "p-001")
    until(lambda: practice.get(AT)["inForce"] == 120)
    until(lambda: practice.get(AT)["heldBack"] == 1)
    text = practice.page(f"/wijzigingen/{CHANGE}/register.csv?soort=announcement")
    return list(csv.DictReader(io.StringIO(text.lstrip("\ufeff")), delimiter=";"))


def override(practice: Practice) -> None:
    """The contract with the longer clause gets it by a decision, from that day on."""
    decided = {
        "decidedBy": "Verzonnen bestuur",
        "decidedOn": "2022-01-02",
        "reason": "De aanbieder heeft ermee ingestemd",
        "contractIds": [str(contract_id(LATE))],
    }
    practice.post(f"{AT}/overrides", decided, by=MANAGER)
    until(lambda: practice.get(AT)["inForce"] == 121)


def in_force_since(practice: Practice, number: str) -> date | None:
    """The day from which the new term counts on a contract; none if it does not."""

    def since() -> date | None:
        read = practice.get(f"/contracts/{contract_id(number)}/replay?inForce=2022-06-01")
        fact = next(
            (each for each in read["reading"]["terms"] if each["name"] == "wachttijd"), None
        )
        assert fact, read
        new = fact["text"].startswith("Na vier weken")
        return date.fromisoformat(fact["fact"]["effective"]) if new else None

    return since()


def contract_id(number: str) -> UUID:
    return derived_id("contract", number)
