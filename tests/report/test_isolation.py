"""Do Latin words in a Persian page stand apart, and nothing else change?"""

import re

import pytest

from csat_methods._messages import language
from csat_methods.report.isolation import isolated

NPS = '<bdi lang="en">NPS</bdi>'


@pytest.mark.parametrize(
    ("page", "said"),
    [
        ("<p>شاخص (NPS).</p>", f"<p>شاخص ({NPS}).</p>"),
        (
            "<p>آلفای Cronbach's alpha است</p>",
            '<p>آلفای <bdi lang="en">Cronbach\'s alpha</bdi> است</p>',
        ),
        ("<p>الف &amp; NPS &lt;</p>", f"<p>الف &amp; {NPS} &lt;</p>"),
        ("<td>p تعدیل</td>", '<td><bdi lang="en">p</bdi> تعدیل</td>'),
        ("<a title='NPS'>ب</a>", "<a title='NPS'>ب</a>"),
        ("<p>یک<br>NPS</p>", f"<p>یک<br>{NPS}</p>"),
    ],
)
def test_latin_words_stand_apart(page, said):
    with language("fa"):
        assert isolated(page) == said


@pytest.mark.parametrize(
    "apart",
    [
        "<code>a b</code>",
        "<bdi>NPS</bdi>",
        "<bdi><bdi>a</bdi> b</bdi>",
        '<data value="1" dir="ltr">1e</data>',
        "<head><title>T</title><style>p{color:red}</style></head>",
        '<svg role="img"><title>T</title><g><svg></svg></g><text>ab</text></svg>',
        '<td translate="no">column <b>name</b></td>',
        "<!-- a comment -->",
        "<pre>a b</pre>",
    ],
)
def test_what_stands_apart_already_is_left_as_it_is(apart):
    with language("fa"):
        assert isolated(f"{apart}<p>NPS</p>") == f"{apart}<p>{NPS}</p>"


@pytest.mark.parametrize("lang", ["en", "en-XA"])
def test_pages_in_latin_letters_stay_as_they_are(lang):
    with language(lang):
        assert isolated("<p>Index (NPS)</p>") == "<p>Index (NPS)</p>"


def test_taking_the_marks_out_gives_the_page_back():
    page = "<h1>گزارش A1 و CSV</h1><p>x<b>y</b> &quot;z&quot; <i/>w</p>"
    with language("fa"):
        marked = isolated(page)
    assert re.sub("</?bdi[^>]*>", "", marked) == page
    assert marked.count("<bdi") == 6
