"""Does the page of a failed run say what failed, and nothing else?"""

import re

from csat_methods.report.failure import Failure, failure_page
from csat_methods.report.reached import activities


def texts_of(page):
    """Return the words of a page, without what they stand in."""
    return re.sub(r"<[^>]+>", "", page)


def test_each_failure_is_told_with_its_place_and_code():
    failures = [
        Failure("08_gaps", "ValueError: scales differ", 4, "cs.gap_scores(wave)"),
        Failure("report.fa.html", "an image has no words"),
    ]
    page = failure_page("2025", failures)
    assert "The run of 2025 failed" in texts_of(page)
    assert "08_gaps, cell 4" in texts_of(page)
    assert ">cs.gap_scores(wave)</pre>" in page
    assert "report.fa.html</bdi></h2>" in page
    assert page.count("<pre ") == 1
    assert str(failures[0]) == "08_gaps, cell 4: ValueError: scales differ"
    assert str(failures[1]) == "report.fa.html: an image has no words"


def test_a_page_says_how_far_each_activity_came():
    reached = activities(["06_satisfaction", "10_trends"], ["06_satisfaction"])
    page = failure_page("2025", [Failure("06_satisfaction", "no")], reached)
    assert '<li class="failed">Analyse them: failed</li>' in page
    assert '<li class="not-run">Gather the answers: not run</li>' in page
    assert "The five activities" not in failure_page("2025", [])


def test_hostile_words_are_shown_and_not_obeyed():
    hostile = "<script>alert(1)</script>"
    page = failure_page(hostile, [Failure(hostile, hostile, 1, hostile)])
    assert "<script" not in page
    assert page.count("&lt;script&gt;") == 5
    assert "default-src &#x27;none&#x27;" in page


def test_a_page_speaks_each_language_of_the_study_and_tells_the_code_once():
    failures = [Failure("08_gaps", "ValueError: no", 4, "cs.gap_scores(wave)")]
    reached = activities(["08_gaps"], ["08_gaps"])
    page = failure_page("2025", failures, reached, ("fa", "en"))
    assert '<html lang="fa" dir="rtl">' in page
    assert '<section lang="fa" dir="rtl">' in page
    assert '<section lang="en" dir="ltr">' in page
    words = texts_of(page)
    assert "اجرای ۲۰۲۵ ناموفق بود" in words
    assert "The run of 2025 failed" in words
    assert "08_gaps، خانهٔ ۴" in words
    assert '<bdi lang="en" dir="ltr"><bdi translate="no">08_gaps' in page
    assert "08_gaps, cell 4" in words
    assert page.count("cs.gap_scores(wave)") == 1


def test_a_page_in_persian_alone_has_no_english_but_the_error_itself():
    page = failure_page("2025", [Failure("08_gaps", "no", 4)], languages=("fa",))
    words = texts_of(page.split("<body>")[1])
    assert set(re.findall(r"[A-Za-z]+", words)) == {
        *("gaps", "notebooks", "log", "txt", "no")
    }
