"""What the product says, it says in Dutch too, with every value in its place."""

import ast
import re
import shutil
from datetime import date
from pathlib import Path

import pytest

from domain.base import Refused, Sentence
from domain.notice import latest_announcement
from projections import language
from projections.language import (
    LOCALE,
    catalogue,
    extracted,
    main,
    missing,
    say,
    translate,
    update,
    write_date,
)
from tests import make

ROOT = Path(language.__file__).parent.parent
PLACEHOLDER = re.compile(r"%\((\w+)\)s|\{(\w+)\}|%[sd]")


def test_every_message_has_a_dutch_translation() -> None:
    assert missing("nl") == []


def test_no_translation_is_left_over() -> None:
    used = {message.id for message in extracted()}
    assert [message.id for message in catalogue("nl") if message.id not in used] == []


def test_translations_keep_every_value() -> None:
    def values(text: str) -> list[str]:
        return sorted(match.group() for match in PLACEHOLDER.finditer(text))

    wrong = [
        (english, dutch)
        for message in catalogue("nl")
        if isinstance(message.id, str) and isinstance(message.string, str)
        for english, dutch in [(message.id, message.string)]
        if english and dutch and values(english) != values(dutch)
    ]
    assert wrong == []


def test_both_forms_of_a_plural_keep_every_value() -> None:
    for message in catalogue("nl"):
        if isinstance(message.id, tuple | list):
            forms = {frozenset(PLACEHOLDER.findall(form)) for form in message.string or ()}
            assert forms <= {frozenset(PLACEHOLDER.findall(form)) for form in message.id}


def test_no_sentence_of_the_domain_hides_from_the_translator() -> None:
    """A template that is no plain text where it is marked would never reach the catalogue."""
    hidden = [
        f"{file.relative_to(ROOT)}:{call.lineno}"
        for file in sorted((ROOT / "domain").rglob("*.py"))
        for call in ast.walk(ast.parse(file.read_text()))
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name)
        for place in [{"Sentence": 0, "step": 0, "Refused": 1}.get(call.func.id)]
        if place is not None and not _is_plain(call.args[place])
    ]
    assert hidden == []


def _is_plain(template: ast.expr) -> bool:
    """A text as it stands, or a template taken over from where it was marked."""
    match template:
        case ast.Attribute(attr="template") | ast.Name(id="template") | ast.Constant():
            return True
        case _:
            return False


def test_a_sentence_is_said_in_dutch_with_its_dates_written_out() -> None:
    explained = latest_announcement(date(2022, 1, 1), make.CLAUSE)
    said = say(explained.sentences[1], "nl")
    assert said == "6 maanden terug vanaf 1 januari 2022 is 1 juli 2021."


def test_the_same_sentence_is_said_in_english() -> None:
    explained = latest_announcement(date(2022, 1, 1), make.CLAUSE)
    said = say(explained.sentences[1], "en")
    assert said == "6 months back from 1 January 2022 is 1 July 2021."


@pytest.mark.parametrize(
    ("months", "dutch", "english"),
    [
        ("1", "een termijn van 1 maand", "1 month's notice"),
        ("6", "een termijn van 6 maanden", "6 months' notice"),
        ("11", "een termijn van 11 maanden", "11 months' notice"),
    ],
)
def test_one_month_is_not_several(months: str, dutch: str, english: str) -> None:
    notice = Sentence("%(months)s months' notice", {"months": months})
    assert language.say(notice, "en") == english
    assert dutch in language.say(notice, "nl")


def test_only_whole_dates_are_rewritten() -> None:
    sentence = Sentence("%(a)s, %(b)s", {"a": "HR-2021-07-01", "b": "2021-07"})
    assert say(sentence, "nl") == "HR-2021-07-01, 2021-07"


def test_a_value_that_looks_like_a_date_but_is_none_stays_as_it_is() -> None:
    assert say(Sentence("%(a)s", {"a": "2021-13-45"}), "nl") == "2021-13-45"


def test_a_value_is_never_taken_for_a_placeholder() -> None:
    assert say(Sentence("%(a)s", {"a": "100 %(b)s"}), "nl") == "100 %(b)s"


def test_a_sentence_without_values_may_have_a_percent_sign() -> None:
    assert say(Sentence("100% sure"), "en") == "100% sure"


def test_a_refusal_is_said_in_dutch() -> None:
    refused = Refused("withdrawn", "the change was withdrawn")
    assert say(refused.sentence, "nl") == "de wijziging is ingetrokken"


def test_what_has_no_translation_is_said_in_english() -> None:
    assert translate("nl").gettext("no such message") == "no such message"


@pytest.mark.parametrize(("language", "written"), [("nl", "1 maart 2021"), ("en", "1 March 2021")])
def test_days_are_written_out(language: language.Language, written: str) -> None:
    assert write_date(date(2021, 3, 1), language) == written


def test_the_command_explains_itself(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 2
    assert "update" in capsys.readouterr().err


@pytest.fixture
def locale(tmp_path: Path) -> Path:
    shutil.copytree(LOCALE, tmp_path / "locale")
    return tmp_path / "locale"


def test_updating_changes_nothing_in_an_up_to_date_catalogue(locale: Path) -> None:
    update("nl", locale)
    once = (locale / "nl/LC_MESSAGES/messages.po").read_bytes()
    assert update("nl", locale) == missing("nl")
    assert (locale / "nl/LC_MESSAGES/messages.po").read_bytes() == once


def test_updating_finds_a_new_message_and_keeps_the_translations(locale: Path) -> None:
    file = locale / "nl/LC_MESSAGES/messages.po"
    words = "the change was withdrawn"
    file.write_text(file.read_text().replace(f'msgid "{words}"', 'msgid "no longer said"'))
    assert words in update("nl", locale)
    assert "no longer said" not in file.read_text()
    found = catalogue("nl", locale).get("there is no such change")
    assert found
    assert found.string == "deze wijziging bestaat niet"
