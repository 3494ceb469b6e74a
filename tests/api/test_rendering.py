"""Words of ours, which are compiled into templates, read as if they were looked up each time."""

import pytest

from api.pages import rendering


@pytest.mark.parametrize(
    ("template", "written"),
    [
        ('{{ _("Contracts") }}', "Overeenkomsten"),
        ("<a title=\"{{ _('Contracts') }}\">", '<a title="Overeenkomsten">'),
        ('{{ _("Contracts")|lower }}', "overeenkomsten"),
        ('{{ nothing or _("Contracts") }}', "Overeenkomsten"),
        ('{% set words = _("Contracts") %}{{ words }}', "Overeenkomsten"),
        ('{{ "<b>" }}{{ _("Contracts") }}', "&lt;b&gt;Overeenkomsten"),
        ('{{ _("Page %(page)s of %(pages)s", page="<b>", pages=2) }}', "Bladzijde &lt;b&gt; van 2"),
        (
            '{{ _("Of 100 %% nobody <b>translated</b> it") }}',
            "Of 100 % nobody <b>translated</b> it",
        ),
        ('_("Contracts")', '_("Contracts")'),
    ],
)
def test_words_are_written_in_the_language_of_the_page(template: str, written: str) -> None:
    assert rendering.environment("nl").from_string(template).render(nothing="") == written


def test_each_language_has_its_own() -> None:
    assert rendering.environment("en").from_string('{{ _("Contracts") }}').render() == "Contracts"
