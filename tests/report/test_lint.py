"""Does the linter see every fault that must not be handed out?"""

import pytest

from csat_methods.report.lint import RULES, check_page, lint_report, read_page

GOOD = """<!DOCTYPE html><html lang="en" dir="ltr"><head><title>Wave 2026</title>
<style>body{background:url(data:image/png;base64,AA)}</style></head><body>
<h1>Good</h1><h2>Part</h2><p>n = <data value="3" data-ref="#answers">3</data>,
<time datetime="2026-03-01">1 March 2026</time>, <code>v1.2</code>,
<bdi>Terminal 1</bdi></p>
<table><caption>Words</caption><thead><tr><th scope="col">A</th></tr></thead></table>
<svg role="img" aria-label="A line"><g><svg></svg></g></svg>
<svg aria-hidden="true"></svg><img alt="x" src="data:image/png;base64,AA">
<div class="prose"><p>ISO 10004</p></div><a href="#part">on</a>
<a href="data:text/csv,a">file</a></body></html>"""


def with_body(inside):
    return GOOD.replace("</body>", f"{inside}</body>")


def test_a_number_that_names_a_column_and_no_row_is_a_fault():
    number = '<data value="1.0" data-ref=".n">1</data>'
    row = f'<table><caption>a</caption><tr data-of="r#all"><td>{number}</td></tr>'
    assert lint_report(f"<h1>a</h1>{row}</table>") == []
    assert lint_report(f"<h1>a</h1>\n<p>{number}</p>") == [
        "line 2: '.n' names a column and no row"
    ]


def test_a_good_page_has_no_faults():
    assert lint_report(GOOD) == []
    check_page(GOOD)


@pytest.mark.parametrize(
    ("inside", "fault"),
    [
        ("<img src='data:x'>", "<img> has no alternative text"),
        ("<svg role='img'></svg>", "<svg> has no alternative text"),
        ("<img alt='' src='data:x'>", "<img> has no alternative text"),
        ("<a href='https://example.org'>x</a>", "asks for 'https://example.org'"),
        ("<a href='//example.org'>x</a>", "asks for '//example.org'"),
        ("<img alt='x' src='http://e.org/a'>", "from outside"),
        ("<p style='background:url(http://e.org/a)'></p>", "from outside"),
        ("<style>@import 'x.css';</style>", "the style asks for"),
        ("<style>p{background:url(a.png)}</style>", "the style asks for 'a.png'"),
        ("<script>1</script>", "<script> does not belong"),
        ("<iframe></iframe>", "<iframe> does not belong"),
        ("<link rel='x'>", "<link> does not belong"),
        ("<p onclick='x()'>a</p>", "<p> has onclick="),
        ("<svg aria-label='x' ONLOAD='x()'></svg>", "<svg> has onload="),
        ("<a href=' JavaScript:x()'>a</a>", "has href="),
        ("<h4>x</h4>", "<h4> follows a heading of level 2"),
        ("<h1>x</h1>", "2 headings of the first level"),
        ("<p id='a'></p><p id='a'></p>", "id='a' is given 2 times"),
        ("<table><tr><td>x</td></tr></table>", "<table> has no caption"),
        (
            "<table><caption>x</caption><tr><th>x</th></tr></table>",
            "<th> has no scope",
        ),
        ("<p>Only 3 left</p>", "'Only 3 left' holds a digit"),
        ("<p>۳ نفر</p>", "holds a digit"),
        ("<p><data value='3'>3</data></p>", "<data>3 names no place"),
        ("<p><data value='3' data-ref=''>۳</data></p>", "<data>۳ names no place"),
        ("<p>It is certified.</p>", "'certified' claims"),
        ("<p>ISO-Compliant</p>", "'Compliant' claims"),
        ("<p>It complies with the standard.</p>", "'complies' claims"),
        ("<p>Conformity with the norm</p>", "'Conformity' claims"),
        ("<p>An accredited survey</p>", "'accredited' claims"),
        ("<p>دارای گواهینامه</p>", "'گواهینامه' claims"),
        ("<p>گزارش گواهی\u200cشده</p>", "گواهی"),
        ("<p>منطبق با استاندارد</p>", "'منطبق' claims"),
        ("<!-- a -->", "'<!-- a --></body></h' is no part"),
        ("<!--><script>1</script>-->", "'<!--><script>1</scri' is no part"),
        ("<![CDATA[><script>1</script>]]>", "'<![CDATA[><script>1<' is no part"),
        ("<?x ><script>1</script>?>", "<script> does not belong"),
        ("<svg aria-label='x'><style><img></style></svg>", "'<style><img>"),
        ("<style>a<b</style>", "is no part of a page"),
        ("<p>a", "<p> is not ended"),
        ("<div>a</p></div>", "</p> ends nothing"),
        ("<div/>", "<div/> does not end by itself"),
        ("<SCRIPT>a</SCRIPT>", "<script> does not belong"),
        ("<IMG SRC='data:x'>", "<img> has no alternative text"),
        ("<TABLE><TR><TD>x</TD></TR></TABLE>", "<table> has no caption"),
        ('<a href="https://e.org" href="#a">x</a>', "asks for 'https://e.org'"),
        ("<a href='ht&#9;tps://e.org'>x</a>", "from outside"),
        (r"<a href='\\e.org'>x</a>", "from outside"),
        (r"<a href='/\e.org'>x</a>", "from outside"),
        ("<img alt='x' srcset='data:a 1x, https://e.org/a 2x'>", "from outside"),
        ("<body background='https://e.org'></body>", "from outside"),
        ("<button formaction='https://e.org'>x</button>", "from outside"),
        ("<svg aria-label='x'><a xlink:href='//e.org'>a</a></svg>", "from outside"),
        ("<svg aria-label='x'><rect fill='url(//e.org#a)'/></svg>", "from outside"),
        ("<p style='background:URL(http://e.org/a)'>a</p>", "from outside"),
        (r"<p style='background:u\72l(\68ttp://e.org/a)'>a</p>", "from outside"),
        (r"<style>p{background:u\72l(a.png)}</style>", "the style asks for 'a.png'"),
        ("<style>p{a:image-set('a.png' 1x)}</style>", "the style asks for 'a.png'"),
        ("<meta http-equiv='Refresh' content='0'>", "<meta> does not belong"),
        ("<svg aria-label='x'><set></set></svg>", "<set> does not belong"),
        ("<a href='java&#10;script:x()'>a</a>", "has href="),
        ("<a href='data:text/html,a'>a</a>", "has href="),
        ("<p><g/>7</p>", "'7' holds a digit"),
        ("<noscript><p>7</p></noscript>", "'7' holds a digit"),
    ],
)
def test_each_fault_is_seen(inside, fault):
    found = lint_report(with_body(inside))
    assert any(fault in words for words in found), found


PERSIAN = """<!DOCTYPE html><html lang="fa" dir="rtl"><head><title>Wave</title>
</head><body><h1>خوب</h1><p>شاخص <bdi lang="en">NPS</bdi> و <code>means</code></p>
<p>سهم <data value="3" data-ref="#answers">۳</data> A</p></body></html>"""


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ('lang="fa" ', "", "<html> has lang='', which is no language"),
        ('lang="fa"', 'lang="Persian!"', "lang='Persian!', which is no language"),
        (' dir="rtl"', "", "<html> has dir=''; fa needs rtl"),
        ('dir="rtl"', 'dir="ltr"', "<html> has dir='ltr'; fa needs rtl"),
        ('lang="fa"', 'lang="en"', "<html> has dir='rtl'; en needs ltr"),
        ("خوب", "خوب CSV", "'خوب CSV' mixes Latin words in"),
        ("<bdi lang", "<b xlang", "'NPS' mixes Latin words in"),
    ],
)
def test_a_page_says_its_language_and_direction_and_keeps_foreign_words_apart(
    old, new, fault
):
    assert lint_report(PERSIAN) == []
    found = lint_report(PERSIAN.replace(old, new).replace("</bdi>", "</bdi></b>"))
    assert any(fault in words for words in found), found


def test_every_rule_has_a_fault_that_only_it_sees():
    planted = {
        "_alternatives": "<svg></svg>",
        "_outside": "<a href='https://e.org'>x</a>",
        "_scripts": "<script></script>",
        "_strayed": "<b></b></i>",
        "_places": "<data data-ref='.n'></data>",
        "_numbers": "<data value='7'>7</data>",
        "_headings": "<h5>x</h5>",
        "_ids": "<p id='a'></p><p id='a'></p>",
        "_tables": "<table></table>",
        "_digits": "<p>7</p>",
        "_claims": "<p>certified</p>",
        "_languages": "<html lang='en'></html>",
    }
    assert [rule.__name__ for rule in RULES] == list(planted)
    for rule in RULES:
        page = read_page(with_body(planted[rule.__name__]))
        assert [r.__name__ for r in RULES if list(r(page))] == [rule.__name__]


def test_a_respondents_id_is_seen_and_not_repeated():
    page = with_body("<p title='anna-77'>from bert@example</p>")
    found = lint_report(page, ids={"anna-77", "bert@example", "carl-1"})
    assert found == ["ids of 2 respondents stand on the page"]


def test_words_of_the_study_may_say_what_we_may_not():
    assert lint_report(with_body("<p><bdi>Certified wood</bdi></p>")) == []


def test_all_faults_are_said_at_once():
    bad = with_body("<script></script><p>7</p>")
    with pytest.raises(ValueError, match="page: 2 faults") as error:
        check_page(bad)
    assert "<script>" in str(error.value)
    assert "holds a digit" in str(error.value)


def test_a_page_with_very_many_faults_says_the_first_forty():
    with pytest.raises(ValueError, match="and 10 more"):
        check_page(with_body("<p>7</p>" * 50))


def test_unclosed_elements_do_not_confuse_it():
    page = read_page("<ul><li>a<li>b</ul><p>c</p>")
    around = {text: element.tag for element, text in page.texts if element}
    assert around["c"] == "p"


@pytest.mark.parametrize(
    "mark",
    [
        "<path d='M0 0' onclick='x()'/>",
        '<path d="M0 0" onclick="x()"/>',
        '<use href="https://example.org/a#b"/>',
        '<use href="#a" onload="x()"/>',
        '<g transform="x" style="background:url(http://e.org)">',
        '<path d="x" d2="y" onfocus="z"/>',
    ],
)
def test_a_drawing_s_marks_are_looked_at_unless_they_are_harmless(mark):
    assert lint_report(with_body(f'<svg aria-hidden="true">{mark}</svg>')) != []


def test_harmless_marks_of_a_drawing_are_passed_over():
    marks = '<g class="k1" transform="scale(.1 -.1)"><use href="#a1" x="3"/></g>'
    drawn = f'<svg aria-hidden="true">{marks}<path id="a1" d="M0 0"/></svg>'
    page = read_page(with_body(drawn))
    assert [e.tag for e in page.elements if e.within("svg")][-2:] == ["svg", "path"]
    assert lint_report(with_body(drawn)) == []
