"""Does the page of a failed run say what failed, and nothing else?"""

from csat_methods.report.failure import Failure, failure_page
from csat_methods.report.reached import activities


def test_each_failure_is_told_with_its_place_and_code():
    failures = [
        Failure("08_gaps", "ValueError: scales differ", 4, "cs.gap_scores(wave)"),
        Failure("report.fa.html", "an image has no words"),
    ]
    page = failure_page("2025", failures)
    assert "The run of 2025 failed" in page
    assert "08_gaps, cell 4" in page
    assert "<pre>cs.gap_scores(wave)</pre>" in page
    assert "<h2>report.fa.html</h2>" in page
    assert page.count("<pre>") == 1
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
