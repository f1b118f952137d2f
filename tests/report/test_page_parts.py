"""Is a page taken apart by one pattern as Python's parser takes it apart?"""

import sys

import pytest
from hypothesis import given, strategies as st

from csat_methods._html import tag
from csat_methods.report.lint import _DIGIT
from csat_methods.report.page_parts import _MARKS, _regular, parsed, read_page
from csat_methods.report.render import render_report


def parts(page):
    """What a page holds, so that two can be compared."""

    def place(element):
        return element and (*element[:3], [outer.tag for outer in element.inside])

    elements = list(map(place, page.elements))
    return elements, [(place(around), text) for around, text in page.texts]


PIECES = (
    *("<!DOCTYPE html>", "<p>", "</p>", '<p class="a b">', "a\nb", " 1 &lt; 2 "),
    *("<br>", "<br/>", '<img alt="x" src="data:,&amp;"/>', "<ul><li>a<li>b</ul>"),
    *('<svg viewBox="0 0\n1 1">', "</svg>", "<clipPath>", "</clipPath>", "<title>"),
    *("<title>a &amp; b</title>", "</title>", "<style>p{a:b}</style>", "<style>"),
    *('<style media="print">&amp;</style>', "<!-- <b> -->", "<", "<3", "&", "&#65;"),
    *("<script>1 < 2</script>", "<SCRIPT>", "<textarea><p></textarea>", "<a b='c'>"),
    *('<a b="c"d="e">', "<a b>", '<a b="<">', '<a\nb="c">', "<noscript>", "</x y>"),
    *('<data value="1" data-ref=".n">', "</data>", "<P>", "</P>", "<td />"),
    *('<g class="k1"/>', "</g>", '<use href="#a" x="1"/><g>', '<path d="M0 0"/>'),
    *('<p title="', '<p b="1" b="2">', "<!-- x", "<svg><style><p></style></svg>"),
)


def without_marks(html):
    """A page with an aside in the place of marks that are passed over."""
    return _MARKS.sub("<!---->", html)


@given(st.lists(st.sampled_from(PIECES), max_size=12).map("".join))
def test_what_the_pattern_reads_the_parser_reads_alike(html):
    page = _regular(html)
    if page is not None:
        alike = parsed(without_marks(html))
        assert parts(page) == parts(alike)
        asides = [words for _, words in alike.strayed if "<!---->" in words]
        assert len(page.strayed) == len(alike.strayed) - len(asides)
    assert parts(read_page(html)) == parts(page or parsed(html))


@given(
    name=st.sampled_from(["p", "td", "bdi", "text"]),
    inside=st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1),
    value=st.text(st.characters(exclude_categories=["Cs", "Cc"])),
)
def test_what_this_program_writes_is_read_by_the_pattern_whatever_it_says(
    name, inside, value
):
    page = _regular(tag(name, inside, title=value))
    assert page.elements[0].attributes == {"title": value}
    assert page.texts == [(page.elements[0], inside)]


@pytest.mark.parametrize("lang", ["en", "fa"])
def test_a_report_is_read_by_the_pattern(
    parcels_chapters, parcels_published, parcels_card, parcels_provenance, lang
):
    told = {"wave": parcels_card, "provenance": parcels_provenance}
    page = render_report(parcels_chapters, parcels_published, **told, lang=lang)
    assert _regular(page) is not None
    assert parts(_regular(page)) == parts(parsed(without_marks(page)))
    assert _regular(page).strayed == []


@pytest.mark.parametrize(
    "html",
    [
        *("<script>1</script>", "<!-- a -->", "<p a=b>", "<", "<iframe></iframe>"),
        *("<p a='b'>", "<![CDATA[a]]>", "<?a>", "<SCRIPT></SCRIPT>", '<p a="b"c="d">'),
        *("<style>a<b</style>", "<p\na>", "</ p>", "<TITLE></TITLE>"),
    ],
)
def test_anything_else_is_left_to_the_parser(html):
    assert _regular(html) is None
    assert parts(read_page(html)) == parts(parsed(html))


def test_the_digits_that_the_linter_looks_for_are_all_there_are():
    signs = map(chr, range(sys.maxunicode + 1))
    assert all(bool(_DIGIT.match(c)) == c.isdigit() for c in signs)


def test_what_is_given_twice_is_what_browsers_take():
    for html in ('<a href="b" href="c">', "<a href='b' HREF=c>"):
        assert read_page(html).elements[0].attributes == {"href": "b"}


@pytest.mark.parametrize(
    ("html", "strayed"),
    [
        ("<p>a", [(1, "<p> is not ended")]),
        ("<div>\n<b>a</div>", [(2, "<b> is not ended")]),
        ("a\n</b>", [(2, "</b> ends nothing")]),
        ("<div/>", [(1, "<div/> does not end by itself")]),
        ("<p>a</p>\n<!-- b -->", [(2, "'<!-- b -->' is no part of a page")]),
        ("<p a='1'>", [(1, "<p> is not ended")]),
        ('<svg><rect/><text x="1"/></svg><br/><p>a</p>', []),
        ("<!DOCTYPE html><p a='1'></p>", []),
    ],
)
def test_what_readers_may_understand_in_different_ways_is_told(html, strayed):
    assert read_page(html).strayed == strayed


def test_marks_are_passed_over_where_marks_may_stand_and_not_in_what_is_given():
    page = read_page('<a title="<g class=" onclick=x() y=""/>">a</a>')
    assert page.elements[0].attributes["onclick"] == "x()"
