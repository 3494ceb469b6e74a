"""Sets a report as a page that stands alone: it asks nothing of anybody, and everybody can read it.

On a narrow screen each row of a table becomes a block, with the name of its column before each
value; the roles keep it a table for whoever has it read out.
"""

from collections.abc import Iterator
from html import escape

from projections.bundles.report import Report, Section, Table

_STYLE = """
:root{color-scheme:light dark}
body{font:1rem/1.5 system-ui,sans-serif;margin:0 auto;max-width:75rem;padding:1rem}
h1,h2{line-height:1.2}
dt{font-weight:700}dd{margin:0 0 .75rem}
dd,td,p{overflow-wrap:anywhere;white-space:pre-line}
table{border-collapse:collapse;width:100%}
caption{text-align:left;font-weight:700;padding:.5rem 0}
th,td{text-align:left;vertical-align:top;padding:.4rem .6rem .4rem 0;border-bottom:1px solid}
@media (max-width:48rem){
thead{position:absolute;clip-path:inset(50%);width:1px;height:1px;overflow:hidden}
table,tbody,tr,td{display:block}
tr{padding:.75rem 0;border-bottom:1px solid}
td{border:0;padding:.1rem 0}
td:not(:empty)::before{content:attr(data-name) ": ";font-weight:700}
}
"""


def page(report: Report) -> Iterator[bytes]:
    """The page, in parts."""
    for text in _parts(report):
        yield text.encode()


def _parts(report: Report) -> Iterator[str]:
    yield (
        f'<!DOCTYPE html>\n<html lang="{report.language}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta http-equiv="Content-Security-Policy" '
        "content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
        f'<meta name="events-sha256" content="{report.digest}">\n'
        f"<title>{escape(report.title)}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n<main>\n"
        f"<h1>{escape(report.title)}</h1>\n"
    )
    for nth, section in enumerate(report.sections, 1):
        yield from _section(nth, section)
    yield "</main>\n</body>\n</html>\n"


def _section(nth: int, section: Section) -> Iterator[str]:
    yield f'<section aria-labelledby="s{nth}">\n<h2 id="s{nth}">{escape(section.heading)}</h2>\n'
    for sentence in section.said:
        yield f"<p>{escape(sentence)}</p>\n"
    if section.facts:
        yield "<dl>\n"
        for name, value in section.facts:
            yield f"<dt>{escape(name)}</dt><dd>{escape(value)}</dd>\n"
        yield "</dl>\n"
    if section.table is not None:
        yield from _table(section.table)
    yield "</section>\n"


def _table(table: Table) -> Iterator[str]:
    heads = "".join(
        f'<th role="columnheader" scope="col">{escape(name)}</th>' for name in table.head
    )
    yield (
        f'<table role="table">\n<caption>{escape(table.caption)}</caption>\n'
        f'<thead role="rowgroup"><tr role="row">{heads}</tr></thead>\n<tbody role="rowgroup">\n'
    )
    for row in table.rows:
        cells = "".join(
            f'<td role="cell" data-name="{escape(name)}">{escape(value)}</td>'
            for name, value in zip(table.head, row, strict=True)
        )
        yield f'<tr role="row">{cells}</tr>\n'
    yield "</tbody>\n</table>\n"
