"""Does the page of a failed run say what failed, and nothing else?"""

from csat_methods.report.chapters import find_chapters
from csat_methods.report.failure import (
    ACTIVITIES,
    Failure,
    activities,
    failure_page,
)


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


def test_each_activity_has_its_chapters_and_each_chapter_its_activity():
    """What is communicated is the report itself: it alone has no chapter."""
    placed = [number for numbers in ACTIVITIES.values() for number in numbers]
    found = [chapter.number for chapter in find_chapters() if chapter.number]
    assert sorted(placed) == sorted(found)
    without = [activity for activity, numbers in ACTIVITIES.items() if not numbers]
    assert len(ACTIVITIES) == 5
    assert without == ["Communicate the results"]


def test_a_page_that_fails_leaves_the_chapters_done():
    found = activities(["01_expectations", "10_trends"], ["report.en.html"])
    assert list(found.values()) == ["done", "not run", "not run", "failed", "done"]


def test_hostile_words_are_shown_and_not_obeyed():
    hostile = "<script>alert(1)</script>"
    page = failure_page(hostile, [Failure(hostile, hostile, 1, hostile)])
    assert "<script" not in page
    assert page.count("&lt;script&gt;") == 5
    assert "default-src &#x27;none&#x27;" in page
