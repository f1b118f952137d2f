"""What must never be on a page that is handed out?

A page with a fault is not written. Each rule yields its faults in words; all are said
at once.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator

from csat_methods._messages import PSEUDO, RTL
from csat_methods.report.page_parts import Page, read_page

EXACT = frozenset({"data", "time", "code", "bdi", "style", "title", "svg", "pre"})
"""Elements in which digits may stand: numbers that name their place (another rule sees
to that), days, names of this program, and names that the study or its data gave."""

AUTHORED = "prose"
"""Class of what a chapter's author wrote; it cannot hold a result's number."""

HEADINGS = {f"h{level}": level for level in range(1, 7)}
ADDRESSES = (
    *("src", "href", "xlink:href", "action", "formaction", "data", "poster", "srcset"),
    *("background", "ping", "cite", "longdesc", "manifest", "imagesrcset"),
)
PAINTED = (
    *("style", "fill", "stroke", "filter", "mask", "clip-path", "cursor"),
    *("marker-start", "marker-mid", "marker-end"),
)
ASKING = frozenset({*ADDRESSES, *PAINTED})
ACTIVE = frozenset(
    {"script", "iframe", "frame", "object", "embed", "form", "base", "link", "applet"}
    | {"foreignobject", "animate", "animatetransform", "animatemotion", "set"}
)
_OUTSIDE = re.compile(
    r"^\s*(?:[a-z][a-z0-9+.-]*:)?//|^\s*(?:https?|ftp|file|ws):", re.IGNORECASE
)
_HARMFUL = re.compile(
    r"(?:java|vb)script:|data:(?:text|application)/(?:html|(?:xhtml\+)?xml)",
    re.IGNORECASE,
)
_UNSEEN = re.compile(r"[\x00-\x20]+")
"""What browsers pass over in an address."""

_ESCAPED = re.compile(r"\\([0-9a-f]{1,6})\s?", re.IGNORECASE)
_URL = re.compile(r"(?:url|image-set|src)\(\s*['\"]?([^'\")]+)", re.IGNORECASE)
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]+)*")
_IMPORT = re.compile(r"@import", re.IGNORECASE)
_CLAIM = re.compile(
    r"\b(?:certif(?:ied|icate|ication)|complian(?:t|ce)|complies|conform(?:s|ity|ant)|"
    r"accredit(?:ed|ation))\b|گواهی[\w\u200c]*|تأییدیه|اعتبارنامه|منطبق|انطباق",
    re.IGNORECASE,
)
_LATIN = re.compile(r"[A-Za-z]{2,}")
_TOKEN = re.compile(r"[\w@.+-]+")
_DIGIT = re.compile(
    r"[\d\u00b2\u00b3\u00b9\u1369-\u1371\u19da\u2070\u2074-\u2079\u2080-\u2089"
    r"\u2460-\u2468\u2474-\u247c\u2488-\u2490\u24ea\u24f5-\u24fd\u24ff\u2776-\u277e"
    r"\u2780-\u2788\u278a-\u2792\U00010a40-\U00010a43\U00010e60-\U00010e68"
    r"\U00011052-\U0001105a\U0001f100-\U0001f10a]"
)
"""What Python takes for a digit, raised and ringed ones too."""


# --------------------------------------------------------------------- rules
def _alternatives(page: Page) -> Iterator[str]:
    for e in page.elements:
        if e.tag not in {"img", "svg"}:
            continue
        spoken = e.attributes.get("alt") or e.attributes.get("aria-label")
        silent = e.attributes.get("aria-hidden") == "true"
        nested = any(outer.tag == "svg" for outer in e.inside)
        if not nested and not (spoken or silent):
            yield f"line {e.line}: <{e.tag}> has no alternative text"


def _outside(page: Page) -> Iterator[str]:
    for e in page.elements:
        for address in _asked(e.attributes):
            if _OUTSIDE.search(_UNSEEN.sub("", address).replace("\\", "/")):
                yield f"line {e.line}: <{e.tag}> asks for {address[:60]!r} from outside"
    for around, text in page.texts:
        if around is not None and around.tag == "style":
            plain = _spelled(text)
            asked = [a for a in _URL.findall(plain) if not a.startswith(("data:", "#"))]
            asked += _IMPORT.findall(plain)
            yield from (f"the style asks for {address[:60]!r}" for address in asked)


def _asked(given: dict[str, str]) -> Iterator[str]:
    """Yield the addresses that an element's attributes name."""
    if given.keys().isdisjoint(ASKING):
        return
    for name in ADDRESSES:
        address = given.get(name, "")
        yield from address.split(", ") if name.endswith("srcset") else [address]
    for name in PAINTED:
        yield from _URL.findall(_spelled(given.get(name, "")))


def _spelled(style: str) -> str:
    """Return a style with escaped letters as they are read."""
    return _ESCAPED.sub(lambda found: chr(min(int(found[1], 16), 0x10FFFF)), style)


def _scripts(page: Page) -> Iterator[str]:
    for e in page.elements:
        leads = (
            e.tag == "meta" and "refresh" in e.attributes.get("http-equiv", "").lower()
        )
        if e.tag in ACTIVE or leads:
            yield f"line {e.line}: <{e.tag}> does not belong on a page"
        for name, value in e.attributes.items():
            acts = ":" in value and _HARMFUL.match(_UNSEEN.sub("", value[:200]))
            if acts or name.startswith("on"):
                yield f"line {e.line}: <{e.tag}> has {name}={value[:40]!r}"


def _strayed(page: Page) -> Iterator[str]:
    yield from (f"line {line}: {words}" for line, words in page.strayed)


def _places(page: Page) -> Iterator[str]:
    for e in page.elements:
        own = e.attributes.get("data-ref", "")
        if own.startswith(".") and not any("data-of" in o.attributes for o in e.inside):
            yield f"line {e.line}: {own!r} names a column and no row"


def _numbers(page: Page) -> Iterator[str]:
    for around, text in page.texts:
        if around is None or around.tag != "data" or not _DIGIT.search(text):
            continue
        if not around.attributes.get("data-ref"):
            yield f"line {around.line}: <data>{text[:60]} names no place"


def _headings(page: Page) -> Iterator[str]:
    before = 0
    for e in page.elements:
        level = HEADINGS.get(e.tag)
        if level is None:
            continue
        if level > before + 1:
            yield f"line {e.line}: <{e.tag}> follows a heading of level {before}"
        before = level
    count = sum(e.tag == "h1" for e in page.elements)
    if count != 1:
        yield f"the page has {count} headings of the first level; it must have one"


def _ids(page: Page) -> Iterator[str]:
    names = Counter(e.attributes["id"] for e in page.elements if "id" in e.attributes)
    yield from (f"id={n!r} is given {k} times" for n, k in names.items() if k > 1)


def _tables(page: Page) -> Iterator[str]:
    captioned = {id(e.inside[-1]) for e in page.elements if e.tag == "caption"}
    for e in page.elements:
        if e.tag == "table" and id(e) not in captioned:
            yield f"line {e.line}: <table> has no caption"
        if e.tag == "th" and not e.attributes.get("scope"):
            yield f"line {e.line}: <th> has no scope"


def _digits(page: Page) -> Iterator[str]:
    for around, text in page.texts:
        if around is None or around.tag in EXACT or not _DIGIT.search(text):
            continue
        outer = (*around.inside, around)
        exempt = around.within(*EXACT) or any(e.has_class(AUTHORED) for e in outer)
        if not exempt and around.within("body"):
            yield f"line {around.line}: {text.strip()[:60]!r} holds a digit by itself"


def _claims(page: Page) -> Iterator[str]:
    if not _CLAIM.search("\n".join([text for _, text in page.texts])):
        return
    for around, text in page.texts:
        own = around is not None and around.within("bdi", "style")
        for found in () if own else _CLAIM.findall(text):
            line = around.line if around is not None else 0
            yield f"line {line}: the word {found!r} claims what nobody has assessed"


def _languages(page: Page) -> Iterator[str]:
    """Say where a page does not tell its language and direction, or mixes letters."""
    for e in page.elements:
        if e.tag != "html":
            continue
        lang, side = e.attributes.get("lang", ""), e.attributes.get("dir", "")
        if not _LANGUAGE.fullmatch(lang):
            yield f"line {e.line}: <html> has lang={lang!r}, which is no language"
        own = "rtl" if lang in RTL else "ltr"
        if side != own:
            yield f"line {e.line}: <html> has dir={side!r}; {lang or 'it'} needs {own}"
        if lang in RTL - {PSEUDO}:
            yield from _foreign(page)


def _foreign(page: Page) -> Iterator[str]:
    """Say which Latin words of a page read from the right do not stand apart."""
    for around, text in page.texts:
        found = _LATIN.search(text)
        if found is None or around is None or not around.within("body"):
            continue
        outer = (*around.inside, around)
        apart = around.within(*EXACT) or any(
            e.attributes.get("lang") for e in outer[1:]
        )
        if not apart:
            yield f"line {around.line}: {text.strip()[:60]!r} mixes Latin words in"


RULES: tuple[Callable[[Page], Iterator[str]], ...] = (
    _alternatives,
    _outside,
    _scripts,
    _strayed,
    _places,
    _numbers,
    _headings,
    _ids,
    _tables,
    _digits,
    _claims,
    _languages,
)


def lint_report(html: str, *, ids: Iterable[str] = ()) -> list[str]:
    """Return every fault of a page, in words.

    Parameters
    ----------
    html : str
        The page.
    ids : iterable of str
        Respondents' ids, which it must not hold.

    Examples
    --------
    >>> lint_report("<h1>Good</h1><img src='data:x'>")
    ['line 1: <img> has no alternative text']
    """
    page = read_page(html)
    faults = [fault for rule in RULES for fault in rule(page)]
    return [*faults, *_people(page, frozenset(ids))]


def _people(page: Page, ids: frozenset[str]) -> Iterator[str]:
    """Say that respondents' ids stand on the page, without repeating them."""
    if not ids:
        return
    words = set(_TOKEN.findall("\n".join([text for _, text in page.texts])))
    words |= {value for e in page.elements for value in e.attributes.values()}
    found = len(ids & words)
    if found:
        yield f"ids of {found} respondents stand on the page"


def check_page(html: str, *, ids: Iterable[str] = ()) -> None:
    """Refuse a page that has a fault.

    Raises
    ------
    ValueError
        With all its faults.
    """
    faults = lint_report(html, ids=ids)
    if faults:
        listed = "\n".join(f"- {fault}" for fault in faults[:40])
        more = f"\n- and {len(faults) - 40} more" if len(faults) > 40 else ""
        raise ValueError(f"page: {len(faults)} faults\n{listed}{more}")
