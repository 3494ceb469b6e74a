"""Themes: a region's look by tokens, read strictly, and shown on the pages of its programmes."""

from dataclasses import replace
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from api.app import create_app
from api.contrast import PAIRS, contrast
from api.themes import BadThemeError, Theme, Themes, read_theme, tokens, too_faint
from runtime.theme_files import themes
from tests import make
from tests.api.house import House, publish

EXAMPLES = Path("themes")


def test_contrast_is_computed_as_wcag_says() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.478, abs=0.001)


def test_our_own_colours_can_be_told_apart_in_light_and_in_dark() -> None:
    assert list(too_faint(Theme("none", {}))) == []
    assert {name for pair in PAIRS for name in pair[:2]} <= set(tokens())


def test_the_example_can_be_used() -> None:
    assert themes(EXAMPLES).of("Holland Rijnland") is not None
    assert themes(EXAMPLES).of("Haaglanden") is None


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("body { color: red }", "one :root { … } block and nothing else"),
        (":root {\n  /* one\n two */\n  --basis-x: 1rem }", "line 4: there is no token --basis-x"),
        (
            ":root { --basis-color-accent-1-color-defalt: #123456 }",
            "color-defalt; is --basis-color-accent-1-color-default meant?",
        ),
        (":root { --basis-color-default-bg-default: white }", "is a colour as #0b4f57"),
        (":root { --basis-color-default-bg-default: url(//a.example) }", "is a colour as"),
        (":root { --basis-text-font-family-default: url(x) }", "is names of fonts"),
        (":root { --basis-text-font-size-md: 12px }", "is a number of rem from 0.75 to 4"),
        (":root { --basis-focus-outline-width: 0px }", "is a number of px from 2 to 6"),
        (
            ":root { --basis-space-block-md: 1rem; --basis-space-block-md: 2rem }",
            "--basis-space-block-md is given twice",
        ),
        (":root { --basis-space-block-md: 1rem; whatever }", "cannot be read: whatever"),
        (
            ":root { --basis-color-default-color-subtle: light-dark(#aaaaaa, #a9b4b8) }",
            "on --basis-color-default-bg-document has a contrast of 2.22; 4.5 is needed",
        ),
    ],
)
def test_a_theme_that_cannot_be_used_says_why_and_where(text: str, said: str) -> None:
    with pytest.raises(BadThemeError) as error:
        read_theme("mine", text)
    assert str(error.value).startswith("mine.css")
    assert said in str(error.value)


def test_all_that_is_wrong_in_a_folder_is_said_at_once(tmp_path: Path) -> None:
    (tmp_path / "one.css").write_text(":root { --basis-x: 1rem }")
    (tmp_path / "two.css").write_bytes(b":root { \xff }")
    with pytest.raises(BadThemeError, match=r"(?s)one\.css.*two\.css"):
        themes(tmp_path)
    (tmp_path / "Den Haag.css").write_text(":root { --basis-border-radius-md: 0.125rem }")
    with pytest.raises(BadThemeError, match=r"Den Haag\.css: no region .* called den-haag\.css"):
        themes(tmp_path)
    with pytest.raises(BadThemeError, match="there is no folder"):
        themes(tmp_path / "none")
    assert themes(None).of("Holland Rijnland") is None


def test_pages_of_a_programme_look_as_its_region_wants_and_others_as_the_installation(
    house: House,
) -> None:
    publish(house)
    own = read_theme("holland-rijnland", ":root { --basis-border-radius-md: 0.125rem }")
    whole = read_theme("installation", ":root { --basis-border-radius-md: 1rem }")
    known = Themes({own.name: own, whole.name: whole})
    client = TestClient(create_app(replace(house.ports(), themes=known)))
    page = client.get(f"/programmas/{make.PROGRAMME_ID}").text
    assert own.address in page
    assert whole.address not in page
    assert whole.address in client.get("/aanmelden").text
    served = client.get(own.address)
    assert served.headers["content-type"].startswith("text/css")
    assert "immutable" in served.headers["cache-control"]
    assert "--basis-border-radius-md: 0.125rem;" in served.text
    assert client.get("/static/thema/nobody.css").status_code == 404
