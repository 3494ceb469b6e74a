"""The PDF of a letter: for everybody to read, the same every time, and nothing run in it."""

import email
import json
import re
import zlib
from dataclasses import replace
from datetime import timedelta
from email.policy import SMTP

import pytest

from tests.scripted_mail_server import ScriptedMailServer
from tests.workflows.outgoing import MONDAY, SENDER, answering, outcomes, outgoing, sent
from tests.workflows.test_letter import HEAD, RESERVED, WONEN
from workflows import journal, press
from workflows.letter import Term, render
from workflows.message import file_name, written
from workflows.press import NO_PDF, NoPdf, printed

EVIL = '#panic("x") $x^2$ *vet* _schuin_ <label> @verwijzing // weg /* weg */ \\u{41} `code` = Kop'


def paper_of(**changed: object) -> str:
    paper = render(replace(WONEN, head=replace(HEAD, **changed))).paper  # type: ignore[arg-type]
    assert paper is not None
    return paper


def pages(pdf: bytes) -> int:
    return len(re.findall(rb"/Type\s*/Page\b", pdf + _unpacked(pdf)))


def _unpacked(pdf: bytes) -> bytes:
    found = b""
    for stream in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.DOTALL):
        try:
            found += zlib.decompress(stream)
        except zlib.error:
            found += stream
    return found


def test_the_pdf_of_a_letter_says_that_it_is_tagged_dutch_and_for_everybody() -> None:
    pdf = printed(paper_of())
    everything = pdf + _unpacked(pdf)
    assert pdf.startswith(b"%PDF-")
    assert b"/MarkInfo" in everything
    assert re.search(rb"/Lang\s*\(nl", everything)
    assert re.search(rb"pdfuaid:part(>|=\")1", everything)
    assert b"D:20210601" in everything


def test_the_same_letter_is_the_same_pdf_and_another_is_not() -> None:
    assert printed(paper_of()) == printed(paper_of())
    assert printed(paper_of()) != printed(paper_of(addressee="De Horizon"))


def test_what_is_filled_in_is_shown_and_never_run() -> None:
    data = replace(
        WONEN,
        head=replace(HEAD, addressee=EVIL, contract_number=EVIL, title=EVIL),
        description=f"# {EVIL}\n\n- {EVIL}",
        terms=(Term(EVIL, EVIL, EVIL),),
    )
    letter = render(data)
    assert EVIL in letter.text
    assert letter.paper is not None
    blocks = json.loads(letter.paper)["blocks"]
    assert {"kind": "paragraph", "lines": [f"# {EVIL}"]} in blocks
    assert {"kind": "paragraph", "lines": [f"- {EVIL}"]} in blocks
    assert printed(letter.paper)


def test_a_long_table_goes_on_over_pages() -> None:
    terms = tuple(Term(f"afspraak {n}", "straks " * 20, "nu " * 20) for n in range(40))
    paper = render(replace(RESERVED, terms=terms)).paper
    assert paper is not None
    assert pages(printed(paper)) > pages(printed(paper_of()))


def test_a_template_without_a_heading_has_its_subject_for_a_title() -> None:
    data = json.loads(paper_of())
    data["blocks"] = [{"kind": "heading", "level": 1, "text": ""}, data["blocks"][1]]
    assert printed(json.dumps(data))


@pytest.mark.parametrize("name", ["De Haven 😀", "中文"])
def test_a_name_that_the_font_cannot_show_makes_no_pdf(name: str) -> None:
    with pytest.raises(NoPdf, match="could not be displayed"):
        printed(paper_of(addressee=name))


def test_a_mail_has_the_text_first_and_then_the_pdf() -> None:
    letter = replace(outgoing("haven"), paper=paper_of())
    message = written(letter, SENDER, MONDAY)
    assert message == written(letter, SENDER, MONDAY)
    parsed = email.message_from_bytes(message, policy=SMTP)
    assert not parsed.defects
    assert parsed["Subject"] == "Aankondiging voor haven"
    text, pdf = parsed.iter_parts()
    assert (text.get_content_type(), text["Content-Language"]) == ("text/plain", "nl")
    assert text.get_content() == "Geachte heer,\r\n"
    assert pdf.get_content_type() == "application/pdf"
    assert pdf.get_content_disposition() == "attachment"
    assert pdf.get_filename() == "aankondiging-HR-W-001.pdf"
    assert pdf.get_content() == printed(paper_of())


@pytest.mark.parametrize(
    ("number", "name"),
    [("../../etc", "aankondiging-..-..-etc.pdf"), ('a"\r\nBcc: x', "aankondiging-a-Bcc-x.pdf")],
)
def test_a_file_name_holds_nothing_that_a_mail_or_a_disk_could_trip_over(
    number: str, name: str
) -> None:
    assert file_name(paper_of(contract_number=number)) == name


def test_a_letter_that_cannot_be_set_is_refused_with_the_way_out_and_stops_no_other(
    mail: ScriptedMailServer, pool: journal.Pool
) -> None:
    odd = replace(outgoing("odd"), paper=paper_of(addressee="😀"))
    receipts = sent([odd, replace(outgoing("haven"), paper=paper_of())], mail.url, pool)
    assert outcomes(receipts) == ["refused", "sent"]
    assert receipts[0].answer == NO_PDF
    assert len(mail.letters) == 1


def test_where_no_pdf_can_be_made_at_all_letters_wait_and_go_out_once_it_can(
    mail: ScriptedMailServer, pool: journal.Pool, monkeypatch: pytest.MonkeyPatch
) -> None:
    letter = replace(outgoing("haven"), paper=paper_of())
    with monkeypatch.context() as broken:
        broken.setattr(press, "FONT", "Een font dat er niet is")
        broken.setattr(press, "_IDLE", type(press._IDLE)())
        press._fonts.cache_clear()
        (waits,) = sent([letter], mail.url, pool)
    assert (waits.outcome, waits.answer) == ("deferred", press.OUT_OF_ORDER)
    (goes,) = sent([letter], mail.url, pool)
    assert goes.outcome == "sent"
    assert not goes.asked_again


def test_a_letter_that_waited_goes_out_with_the_very_same_pdf(pool: journal.Pool) -> None:
    letter = replace(outgoing("haven"), paper=paper_of())
    renamed = replace(letter, paper=paper_of(addressee="De Nieuwe Haven"))
    with ScriptedMailServer(answering("END", "451 later", times=1)) as mail:
        (first,) = sent([letter], mail.url, pool)
        (second,) = sent([renamed], mail.url, pool, at=lambda: MONDAY + timedelta(hours=3))
    assert (first.outcome, second.outcome) == ("deferred", "sent")
    assert first.digest == second.digest
    assert mail.letters[0] == mail.letters[1]
