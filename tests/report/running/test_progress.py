"""Is somebody who waits told which chapter runs, on a terminal and in a log?"""

import io

from csat_methods.report.progress import Progress

SAID = [
    {"say": "opened", "chapters": ["06_satisfaction", "08_gaps"]},
    {"say": "chapter", "name": "06_satisfaction"},
    {"say": "cell"},
    {"say": "ran", "name": "06_satisfaction", "well": True},
    {"say": "chapter", "name": "08_gaps"},
    {"say": "ran", "name": "08_gaps", "well": False},
    {"say": "page", "name": "fa"},
    {"say": "end", "state": "done"},
]


def told(*, bar):
    stream = io.StringIO()
    progress = Progress("shop 2025", stream, bar=bar)
    for message in SAID:
        progress.hear(message)
    progress.close()
    return stream.getvalue()


def test_a_log_has_one_line_a_chapter():
    first, second = told(bar=False).splitlines()
    assert first.split()[:3] == ["shop", "2025", "06_satisfaction"]
    assert first.endswith(" s")
    assert second.split()[2] == "08_gaps"
    assert second.endswith("failed")


def test_a_terminal_has_one_line_that_is_drawn_over_and_wiped():
    drawn = told(bar=True)
    assert "\n" not in drawn
    states = [line.rstrip() for line in drawn.split("\r") if line.strip()]
    assert states[0] == "shop 2025 [........................] 0/2 06_satisfaction"
    assert states[2] == "shop 2025 [############............] 1/2 08_gaps"
    assert states[-1] == "shop 2025 [########################] 2/2 fa"
    assert drawn.endswith(" \r")
    assert max(map(len, drawn.split("\r"))) <= 79


def test_a_long_name_stays_on_its_line():
    stream = io.StringIO()
    progress = Progress("s" * 60 + " 2025", stream, bar=True)
    progress.hear({"say": "chapter", "name": "06_satisfaction"})
    assert len(stream.getvalue()) <= 80
