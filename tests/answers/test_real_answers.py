"""Do the checks hold together on surveys as they came in?"""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import csat_methods as cs

WAVES = sorted((Path(__file__).parents[2] / "params" / "demo" / "waves").glob("*.yaml"))


@pytest.fixture(scope="module", params=WAVES[:2], ids=lambda path: path.stem)
def wave(request):
    return cs.open_wave(request.param)


def test_rows_that_came_in_are_those_kept_and_those_left_out_by_reason(wave):
    flow = cs.check_responses(wave).flow.set_index("reason")["rows"]
    assert flow["came in"] == flow.drop("came in").sum()
    assert flow["kept"] == wave.n
    left = flow.drop(["came in", "kept"])
    assert left.to_dict() == cs.preparation_log(wave).used.left_out
    assert (left > 0).all()


def test_answers_are_held_against_what_was_bought(wave):
    table = cs.check_responses(wave).table.set_index("term")
    records, near = wave.purchases, wave.file.purchases.within
    kept = wave.frame[wave.domain]
    unknown = int((~kept[wave.person].isin(records.index)).sum())
    assert table.loc["not_recorded", ["found", "checked"]].tolist() == [unknown, wave.n]
    both, off = 0, 0
    for item in records:
        apart = (kept[item] - kept[wave.person].map(records[item])).abs()
        both += int(apart.notna().sum())
        off += int((apart > near.get(item, 0)).sum())
    assert table.loc["against_records", ["found", "checked"]].tolist() == [off, both]
    assert off > 0


def test_results_stand_with_and_without_those_who_are_flagged(wave):
    careless = cs.careless_responses(wave)
    effect = cs.with_and_without(wave, careless).table.set_index("term")
    kept = wave.where(~careless.people["flagged"])
    for item in effect.index.intersection(wave.frame.columns)[:2]:
        row = effect.loc[item]
        assert row["all"] == pytest.approx(cs.means(wave, item).estimate)
        assert row["without"] == pytest.approx(cs.means(kept, item).estimate)
        assert row["estimate"] == pytest.approx(row["without"] - row["all"])


@pytest.mark.parametrize("part", ["E", "P", "I"])
def test_what_many_kiosk_users_do_calls_none_of_them_careless(shared, part):
    frame = pd.read_csv(shared / "data" / "real" / "kiosk_servqual_kano_ipa.csv")
    items = [f"{part}{i:02}" for i in range(1, 25)]
    found = cs.careless_responses(cs.Wave.from_frame(frame), items)
    people = found.people
    long = people["longstring"] >= 12
    usual = people["longstring_chance"] > 0.01
    signed = people["signs"].str.contains("same_answer")
    assert signed.equals(long & ~usual)
    assert people["flagged"].mean() < 0.12
    lines = frame[items].nunique(axis=1) == 1
    assert people.loc[lines & ~usual, "flagged"].all()
    told = any("this is no sign" in str(note) for note in found.notes)
    assert told or not (long & usual).any()
    assert not np.isinf(people.select_dtypes("number").to_numpy()).any()
