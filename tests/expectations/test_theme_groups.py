"""Do words that belong together become one suggestion?"""

from csat_methods.expectations.comment_words import clauses
from csat_methods.expectations.theme_groups import stems_of, word_groups


def groups(texts, least=2, most=9, aside=()):
    comments = stems_of([clauses(text, "en") for text in texts], "en")
    return word_groups(comments, least, most, aside)


OTHER = [f"{a}{b} {c}{a}" for a in "bdfgk" for b in "lmn" for c in "prt"]
"""Comments of words that hardly meet."""


def test_the_word_that_most_comments_hold_leads():
    found = groups(["parking", "no parking", "parking dear", "dear", "kind"])
    assert [(g.words, len(g.comments)) for g in found] == [(("parking",), 3)]


def test_neighbours_that_always_meet_are_one_pair():
    found = groups(["gift wrap missing", "gift wrap torn", "gift wrap", *OTHER])
    assert next(g.words for g in found if "gift wrap" in g.words) == ("gift wrap",)


def test_words_that_go_together_join_and_give_the_rarest_count():
    texts = [
        "queue and counter",
        "counter with a queue",
        "queue: counter",
        "queue",
        *OTHER,
    ]
    lead = next(g for g in groups(texts) if "queue" in g.words)
    assert lead.words == ("queue", "counter")
    assert (len(lead.comments), lead.rarest) == (4, 3)


def test_comments_set_aside_bring_no_theme():
    texts = ["parking", "parking", "dear", "dear"]
    assert [g.words for g in groups(texts, aside={0, 1})] == [("dear",)]
    assert groups(texts, least=3) == []
    assert len(groups(texts, most=1)) == 1


def test_the_order_of_comments_changes_nothing():
    texts = ["parking dear", "parking", "dear", "queue", "queue long", "long queue"]
    one, two = ([g.words for g in groups(t)] for t in (texts, texts[::-1]))
    assert one == two


def test_no_comment_is_no_theme():
    assert groups([]) == []
    assert groups(["the", "and so on"]) == []
