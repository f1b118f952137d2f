"""Is it told how far each activity came, and nothing else that a file may hold?"""

from csat_methods import _messages
from csat_methods.report.chapters import find_chapters
from csat_methods.report.reached import (
    ACTIVITIES,
    activities,
    known_states,
    reached_list,
)


def test_each_activity_has_its_chapters_and_each_chapter_its_activity():
    """What is communicated is the report itself: it alone has no chapter."""
    placed = [number for _, numbers in ACTIVITIES for number in numbers]
    found = [chapter.number for chapter in find_chapters() if chapter.number]
    assert sorted(placed) == sorted(found)
    without = [str(activity) for activity, numbers in ACTIVITIES if not numbers]
    assert len(ACTIVITIES) == 5
    assert without == ["Communicate the results"]


def test_a_page_that_fails_leaves_the_chapters_done():
    found = activities(["01_expectations", "10_trends"], ["report.en.html"])
    assert list(found.values()) == ["done", "not run", "not run", "failed", "done"]


def test_a_file_tells_known_states_of_known_activities_only():
    told = {"Analyse them": "failed", "Gather the answers": "<b>", "Dance": "done"}
    assert known_states(told) == {"Analyse them": "failed"}
    assert [known_states(bad) for bad in (None, [], "x", 3)] == [{}] * 4


def test_states_are_listed_in_the_order_of_the_work_and_in_persian():
    reached = activities(["01_expectations", "08_gaps"], ["08_gaps"])
    listed = reached_list(dict(reversed(reached.items())))
    assert listed.index("Identify") < listed.index("Analyse them: failed")
    assert listed.count("<li") == 5
    with _messages.language("fa"):
        assert "تحلیل" in reached_list(reached)
    assert reached_list({}) == ""
