"""Looks at a page with axe: with all its rules, and with few glances at what looks alike."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
COLOURS = ["color-contrast", "link-in-text-block"]
"""The rules that look at colours; all others find the same in the dark."""

_MARK_ALIKE = """() => {
  const numbers = new Map(), looks = new Map(), judged = new Map();
  const number = words => numbers.get(words) ?? numbers.set(words, numbers.size).get(words);
  const look = each => {
    const it = getComputedStyle(each);
    const own = [each.tagName, each.getAttribute("class"), it.color, it.backgroundColor,
      it.backgroundImage, it.opacity, it.filter, it.position, it.zIndex, it.fontSize, it.fontWeight,
      it.textShadow, each.checkVisibility({visibilityProperty: true, opacityProperty: true}),
      [...each.childNodes].some(part => part.nodeType === Node.TEXT_NODE && part.data.trim())];
    const whole = number(`${own}|${[...each.children].map(look)}`);
    looks.set(each, {own: number(`${own}`), whole});
    return looks.get(each).whole;
  };
  const mark = (each, around) => {
    const alike = number(`${around}:${looks.get(each).whole}`);
    judged.set(alike, (judged.get(alike) ?? 0) + 1);
    each.toggleAttribute("data-alike", judged.get(alike) > 3);
    if (judged.get(alike) > 3) return;
    const within = number(`${around}>${looks.get(each).own}`);
    for (const part of each.children) mark(part, within);
  };
  document.querySelectorAll("[data-alike]").forEach(each => each.removeAttribute("data-alike"));
  look(document.body);
  mark(document.body, "");
}"""
"""Marks what is built and coloured as three things before it, in boxes that are as well."""


def look_at(page: Page, which: str, *, colours_only: bool = False) -> None:
    """Axe finds nothing, and the page does not scroll sideways.

    Contrast takes axe most of its time, and comes out the same for words that look the same: a
    long table is judged by three rows of each look. A page that was looked at before in
    other colours need only be looked at for its colours.
    """
    page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
    page.evaluate(_MARK_ALIKE)
    lean = {"resultTypes": ["violations"]}
    contrast = {**lean, "runOnly": {"type": "rule", "values": COLOURS}}
    found = [Axe().run(page, {"exclude": [["[data-alike]"]]}, contrast)]
    if not colours_only:
        others = {"rules": {"color-contrast": {"enabled": False}}}
        tags = {"runOnly": {"type": "tag", "values": TAGS}}
        found.append(Axe().run(page, options={**lean, **tags, **others}))
    for each in found:
        assert not each.response["violations"], f"{which}: {each.generate_report()}"
    fits(page, which)


def fits(page: Page, which: str = "") -> None:
    """Nobody has to scroll sideways, whatever is open."""
    width = page.locator("html").evaluate("each => each.scrollWidth - window.innerWidth")
    assert width <= 0, f"{which or page.url} is {width} px too wide"
