"""Are people counted by their longest run, and no few of them shown?"""

import numpy as np
import pandas as pd
import pytest

import csat_methods as cs


def survey(n=300, k=12, seed=1):
    rng = np.random.default_rng(seed)
    return pd.DataFrame(rng.integers(1, 6, (n, k)).astype(float)).add_prefix("q")


def found(frame, **how):
    return cs.answer_runs(cs.Wave.from_frame(frame), list(frame), **how)


def test_counts_are_those_of_longstring():
    frame = survey()
    careless = cs.careless_responses(cs.Wave.from_frame(frame), list(frame))
    longest = careless.people["longstring"]
    table = found(frame).table
    assert table["n"].sum() == 300
    for row in table.to_dict("records"):
        assert row["n"] == longest.between(row["low"], row["high"]).sum()
    assert table["share"].sum() == pytest.approx(1)


def test_no_row_has_fewer_people_than_may_be_shown():
    table = found(survey()).table
    assert table["n"].min() >= 10
    assert (table["low"].iloc[1:].to_numpy() > table["high"].iloc[:-1].to_numpy()).all()


def test_few_people_make_one_row():
    table = found(survey(12)).table
    assert table["n"].tolist() == [12]
    # Fewer than may be shown at all: no row, and nothing is guessed.
    assert len(found(survey(5)).table) == 0


def test_the_sentence_counts_who_reaches_the_limit():
    frame = survey()
    frame.loc[:3] = 2.0
    result = found(frame)
    careless = cs.careless_responses(cs.Wave.from_frame(frame), list(frame))
    beyond = int((careless.people["longstring"] >= 6).sum())
    assert (result.limit, result.beyond) == (6, beyond)
    assert beyond >= 4
    assert result.summary() == (
        f"{beyond} of 300 people gave one answer to 6 or more of 12 questions in a row."
    )
    assert "A long run alone is no sign" in str(result.notes[-1])
    none = found(survey(), limit=12)
    assert "None of 300 people" in none.summary()
    assert not [note for note in none.notes if note and "long run" in str(note)]
    assert found(frame, limit=2).beyond > 200


def test_what_has_no_runs_is_refused():
    with pytest.raises(ValueError, match="limit=1 must be a finite number from 2"):
        found(survey(), limit=1)
    with pytest.raises(ValueError, match="items=2 must be at least 3"):
        found(survey(k=2))
