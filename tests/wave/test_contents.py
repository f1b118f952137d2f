"""Are columns, answers, words and counts of a wave what the frame and study hold?"""

import numpy as np
import pandas as pd
import pytest

import csat_methods as cs

STUDY = {
    "id": "shop",
    "title": {"en": "Shop"},
    "scales": {"five": {"points": [1, 2, 3, 4, 5]}},
    "items": {
        "q1": {
            "type": "scale",
            "role": "satisfaction",
            "scale": "five",
            "text": {"en": "Price"},
        },
        "q2": {
            "type": "scale",
            "role": "satisfaction",
            "scale": "five",
            "text": {"en": "Staff"},
        },
        "all": {
            "type": "scale",
            "role": "overall",
            "scale": "five",
            "text": {"en": "Overall"},
        },
        "city": {
            "type": "nominal",
            "role": "background",
            "answers": {1: {"en": "Yazd"}, 2: {"en": "Qom"}},
            "text": {"en": "City"},
        },
    },
    "constructs": {"service": {"items": ["q1", "q2"], "text": {"en": "Service"}}},
}
FRAME = pd.DataFrame(
    {
        "q1": [1, 5, None, 3],
        "q2": pd.array([2, None, 4, 5], dtype="Int64"),
        "all": [4.0, 4, 4, 5],
        "city": [1, 2, 2, 1],
        "name": list("abcd"),
        "w": [1.0, 2, 3, 4],
    }
)


def plain(**more):
    return cs.Wave.from_frame(FRAME, **more)


@pytest.fixture(scope="module")
def study():
    return cs.Study.from_dict(STUDY)


@pytest.fixture
def wave(study):
    return plain(study=study, weights="w")


# -------------------------------------------------------------------- columns
def test_items_are_a_column_a_list_or_a_construct(wave):
    assert wave.columns("q1") == ["q1"]
    assert wave.columns(("q2", "q1")) == ["q2", "q1"]
    assert wave.columns("service") == ["q1", "q2"]


@pytest.mark.parametrize("items", [[], ["q1", "q1"]])
def test_each_column_is_named_once(wave, items):
    with pytest.raises(ValueError, match=r"items=\[.*\] must name at least one column"):
        wave.columns(items)


def test_an_unknown_item_is_suggested(wave):
    with pytest.raises(KeyError, match=r"\['servise'\] are not in the wave"):
        wave.columns("servise")
    with pytest.raises(KeyError, match="'nmae' for 'name'"):
        wave.columns(["q1", "nmae"])


def test_answers_are_numbers_and_blanks_are_none(wave):
    found = wave.answers(["q1", "q2"])
    expected = [[1, 2], [5, np.nan], [np.nan, 4], [3, 5]]
    assert found.dtype == float
    assert np.array_equal(found, np.array(expected), equal_nan=True)


def test_text_and_endless_numbers_are_no_answers(wave):
    with pytest.raises(ValueError, match=r"items=\['name'\] hold text"):
        wave.answers(["q1", "name"])
    with pytest.raises(ValueError, match=r"items=\['x'\] hold infinite numbers"):
        wave.assign(x=[1, np.inf, 2, 3]).answers(["q1", "x"])


def test_codes_that_are_names_have_no_mean(wave):
    assert wave.measured("service") == ["q1", "q2"]
    with pytest.raises(
        ValueError, match=r"items=\['city'\] are nominal: .* proportions"
    ):
        wave.measured(["q1", "city"])


# ------------------------------------------------------------- roles, segments
def test_roles_are_the_studys(wave):
    assert wave.ratings() == wave.drivers() == ["q1", "q2"]
    assert wave.outcome() == "all"
    assert wave.role("loyalty", "overall") == ["all"]


def test_ratings_are_of_the_role_with_more_answered_items():
    scale = {"answers": [1, 2, 3, 4, 5]}
    roles = {"s": "satisfaction", "p": "perception", "q": "perception"}
    items = {name: {"role": role, **scale} for name, role in roles.items()}
    study = cs.Study.from_dict({"id": "x", "title": "X", "items": items})
    frame = pd.DataFrame({name: [1.0, 2, 3] for name in items})
    assert cs.Wave.from_frame(frame, study=study).ratings() == ["p", "q"]
    one = cs.Wave.from_frame(frame.assign(q=np.nan), study=study)
    assert one.ratings() == ["s"]


def test_a_role_that_nobody_answered_is_none(wave):
    silent = wave.assign(all=np.nan)
    with pytest.raises(
        ValueError, match=r"roles=\['overall', 'recommend', 'loyalty'\]"
    ):
        silent.outcome()
    with pytest.raises(ValueError, match="the wave has no study to name them"):
        plain().ratings()


def test_words_are_the_studys_or_the_name_itself(wave):
    assert wave.label("q1").texts["en"] == "Price"
    assert wave.label("service").texts["en"] == "Service"
    assert wave.label("w").texts == {"en": "w"}
    assert plain().labels(["q1", 7]).keys() == {"q1", "7"}
    assert wave.item("q1").type == "scale"
    assert wave.item("w") is None


def test_levels_of_a_segment_have_their_sum_of_weights(wave):
    assert wave.sizes("city")["size"].to_dict() == {1: 5, 2: 5}
    part = wave.where(FRAME["w"] > 1)
    assert part.sizes("city")["size"].to_dict() == {1: 4, 2: 5}
    with pytest.raises(KeyError, match="town"):
        wave.sizes("town")


def test_without_a_study_nothing_is_known_of_segments_and_population():
    assert plain().segments == []
    assert plain().population() is None


# ----------------------------------------------------------------------- sums
def test_moments_are_those_of_the_complete_answers_of_the_domain(wave):
    found = wave.moments(["q1", "q2"])
    kept, w = np.array([[1.0, 2], [3, 5]]), np.array([1.0, 4])
    means = np.average(kept, axis=0, weights=w)
    assert found.means.tolist() == pytest.approx(means)
    assert found.n == 2
    narrow = wave.where(FRAME["w"] > 1).moments("q1")
    assert narrow.means.tolist() == pytest.approx([(2 * 5 + 4 * 3) / 6])


def test_counts_are_sums_of_weights_by_answer(wave):
    counted = wave.counts(["q1", "city"])
    assert counted["q1"].to_dict() == {1: 1, 3: 4, 5: 2}
    assert counted["city"].to_dict() == {1: 5, 2: 5}
    assert plain().counts("name")["name"].to_dict() == dict.fromkeys("abcd", 1)


def test_constructs_are_a_model_of_those_with_three_answered_items(study):
    changed = STUDY | {"constructs": {"whole": {"items": ["q1", "q2", "all"]}}}
    wave = plain(study=cs.Study.from_dict(changed))
    assert wave.constructs() == {"whole": ["q1", "q2", "all"]}
    assert list(wave.labels(["whole"])) == ["whole"]
    with pytest.raises(ValueError, match=r"constructs=\['service'\].*3 answered items"):
        plain(study=study).constructs()
    with pytest.raises(ValueError, match=r"constructs=\[\]"):
        plain().constructs()
