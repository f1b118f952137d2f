"""Is stated importance that of the answers, in the order they allow?"""

import numpy as np
import pandas as pd
import pytest

import csat_methods as cs

RNG = np.random.default_rng(6)
RATED = pd.DataFrame(
    {
        "price": RNG.integers(5, 8, 90),
        "speed": RNG.integers(3, 8, 90),
        "staff": RNG.integers(1, 5, 90),
        "w": RNG.uniform(1, 2, 90),
    }
)
ITEMS = ["price", "speed", "staff"]


def wave(frame=RATED, **design):
    return cs.Wave.from_frame(frame, **design)


def test_ratings_are_means_with_their_errors():
    found = cs.stated_importance(wave(weights="w"), ITEMS).table
    known = cs.means(wave(weights="w"), ITEMS).table
    columns = ["term", "estimate", "se", "ci_low", "ci_high", "n"]
    pd.testing.assert_frame_equal(found[columns], known[columns])
    assert found["rank"].tolist() == [1, 2, 3]


def test_what_matters_most_is_said_where_it_is_clear():
    found = cs.stated_importance(wave(), ITEMS)
    assert found["price"]["rank_high"] == 1
    assert "price matters most" in found.summary()
    close = RATED.assign(speed=RATED["price"].sample(frac=1, random_state=1).to_numpy())
    assert "undecided" in cs.stated_importance(wave(close), ITEMS).summary()


def test_rankings_by_hand():
    ranks = pd.DataFrame({"a": [1, 1, 2], "b": [2, 3, 1], "c": [3, 2, 3]})
    found = cs.stated_importance(wave(ranks), list("abc"), kind="ranking")
    assert found.table["mean_rank"].tolist() == pytest.approx([4 / 3, 2, 8 / 3])
    assert found.table["estimate"].tolist() == pytest.approx([5 / 6, 1 / 2, 1 / 6])


def test_an_incomplete_ranking_is_left_out_and_counted():
    ranks = pd.DataFrame({"a": [1, 1, 2, 1], "b": [2, 2, 1, None]})
    found = cs.stated_importance(wave(ranks), ["a", "b"], kind="ranking")
    assert found.table["n"].tolist() == [3, 3]
    assert found.used.left_out == {"no answer": 1}


def test_points_are_means_of_those_who_divided_them_all():
    points = pd.DataFrame({"a": [60, 50, 20, 10], "b": [40, 50, 80, None]})
    found = cs.stated_importance(wave(points), ["a", "b"], kind="constant_sum")
    assert found.table["estimate"].tolist() == pytest.approx([130 / 3, 170 / 3])
    with pytest.raises(ValueError, match="total=10;"):
        cs.stated_importance(wave(points), ["a", "b"], kind="constant_sum", total=10)


def maxdiff(people=120):
    rng = np.random.default_rng(1)
    rows = []
    for person in range(people):
        for _ in range(4):
            seen = rng.choice(4, 3, replace=False)
            liked = np.array([1.5, 0.5, 0, -1])[seen] + rng.gumbel(size=3)
            row = np.full(4, np.nan)
            row[seen] = 0
            row[seen[liked.argmax()]], row[seen[liked.argmin()]] = 1, -1
            rows.append([person, *row])
    return pd.DataFrame(rows, columns=["person", *"abcd"])


def test_best_and_worst_give_counts_and_shares_of_preference():
    frame = maxdiff()
    found = cs.stated_importance(
        wave(frame, clusters="person"), list("abcd"), kind="maxdiff"
    ).table
    assert found["rank"].tolist() == [1, 2, 3, 4]
    assert found["estimate"].sum() == pytest.approx(1)
    assert found["best"].tolist() == (frame[list("abcd")] == 1).sum().tolist()
    score = (found["best"] - found["worst"]) / found["shown"]
    assert found["score"].tolist() == pytest.approx(score.tolist())
    assert found["df"].iloc[0] == 119


def test_errors_of_shares_are_those_of_the_jackknife():
    made = wave(maxdiff(), clusters="person")
    again = cs.replicate(made, method="jkn")
    one, two = (
        cs.stated_importance(w, list("abcd"), kind="maxdiff").table
        for w in (made, again)
    )
    for column in ("se", "utility_se", "score_se"):
        assert one[column].tolist() == pytest.approx(two[column], rel=0.02)


@pytest.mark.parametrize(
    ("items", "how", "why"),
    [
        (["price"], {}, r"items=\['price'\] must be at least two"),
        (ITEMS, {"kind": "points"}, "kind='points'"),
        (ITEMS, {"total": -1}, "total=-1"),
        (ITEMS, {"kind": "ranking"}, "must be 1 to 3, once each"),
        (ITEMS, {"kind": "maxdiff"}, "must have one best"),
    ],
)
def test_what_was_not_asked_so_is_refused(items, how, why):
    with pytest.raises(ValueError, match=why):
        cs.stated_importance(wave(), items, **how)


def test_points_of_95_are_refused_with_their_rows():
    points = pd.DataFrame({"a": [60, 45, 20], "b": [40, 50, 80]}, index=[7, 8, 9])
    why = r"add up to total=100; sums such as 95 do not; 1 rows break it: \[8\]"
    with pytest.raises(ValueError, match=why):
        cs.stated_importance(wave(points), ["a", "b"], kind="constant_sum")


def test_the_interval_of_a_rank_holds_the_true_rank():
    """T033: over surveys redrawn, for close and for tied items."""
    rng = np.random.default_rng(12)
    truth, rank = np.array([5.0, 4.8, 4.0, 4.0]), [(1, 1), (2, 2), (3, 4), (3, 4)]
    held = []
    for _ in range(300):
        drawn = truth + rng.normal(0, 1, (120, 4))
        frame = pd.DataFrame(drawn, columns=list("abcd"))
        found = cs.stated_importance(wave(frame), list("abcd")).table
        ends = zip(found["rank_low"], found["rank_high"], rank, strict=True)
        held.append(
            [low <= best and worst <= high for low, high, (best, worst) in ends]
        )
    assert np.mean(held, axis=0).min() >= 0.95 - 2 * np.sqrt(0.95 * 0.05 / 300)


def test_an_item_is_called_by_what_it_is_about_alone():
    items = {
        name: {
            "answers": [1, 2, 3],
            "role": "importance",
            "characteristic": about,
            "label": f"{name}, importance",
        }
        for name, about in {"a": "speed", "b": "price", "c": "price"}.items()
    }
    characteristics = {"speed": {"text": "Speed"}, "price": {"text": "Price"}}
    study = cs.Study.from_dict(
        {
            "id": "x",
            "title": "X",
            "items": items,
            "characteristics": characteristics,
        }
    )
    frame = pd.DataFrame({"a": [1, 2, 3], "b": [2, 3, 3], "c": [3, 1, 1]})
    found = cs.stated_importance(cs.Wave.from_frame(frame, study=study), list("abc"))
    said = [str(found.label(name).texts["en"]) for name in "abc"]
    assert said == ["Speed", "b, importance", "c, importance"]
