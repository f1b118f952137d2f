"""Are confirmed themes counted as any other share, and nothing else?"""

import numpy as np
import pandas as pd
import pytest

import csat_methods as cs
from csat_methods.report.policy import policy_of
from csat_methods.wave.code_file import answer_key
from tests.conftest import SHARED

ANSWERS = SHARED / "reference" / "wording" / "expectations_open_answers.csv"
SURE = {"status": "confirmed", "confirmed_by": "A. B.", "date": "2025-11-30"}
CODES = pd.DataFrame(
    [
        {"theme": "time", "words": "late; دیر", "en": "Time", "fa": "زمان"},
        {"theme": "cost", "words": "dear; گران"},
    ]
).assign(**SURE)
SAID = ["Late again", "too late and dear", "kind", "خیلی دیر رسید", "گرون", None, ""]


def survey(n=210, seed=5):
    rng = np.random.default_rng(seed)
    frame = pd.DataFrame({"why": rng.choice(np.array(SAID, object), n)})
    frame["city"] = rng.choice(["Ash", "Birch"], n)
    frame["w"] = rng.uniform(1, 3, n)
    return frame.assign(unit=np.arange(n) // 3)


def wave(frame=None, **design):
    return cs.Wave.from_frame(survey() if frame is None else frame, **design)


def test_the_open_answers_are_counted_as_people_coded_them():
    if not ANSWERS.exists():
        pytest.skip("the open answers are not there")
    coded = pd.read_csv(ANSWERS)
    keys = coded["text"].map(answer_key)
    codes = pd.DataFrame({"theme": coded["theme"], "answer": keys}).assign(**SURE)
    found = cs.comment_themes(cs.Wave.from_frame(coded), "text", frame=codes).table
    known = coded["theme"].str.split(";").explode().value_counts()
    counted = dict(zip(found["term"], found["people"], strict=True))
    assert counted == known.to_dict()
    assert found["estimate"].tolist() == pytest.approx(
        [known[term] / 300 for term in found["term"]]
    )


def test_shares_and_errors_are_those_of_columns_of_noughts_and_ones():
    design = {"weights": "w", "clusters": "unit"}
    found = cs.comment_themes(wave(**design), "why", frame=CODES, by="city").table
    frame = survey()
    wrote = frame["why"].fillna("") != ""
    late = frame["why"].isin(["Late again", "too late and dear", "خیلی دیر رسید"])
    dear = frame["why"].isin(["too late and dear", "گرون"])
    columns = {"time": late, "cost": dear}
    told = {name: held.where(wrote).astype(float) for name, held in columns.items()}
    frame = frame.assign(**told)
    known = cs.means(wave(frame, **design), ["time", "cost"], by="city").table
    same = ["city", "term", "estimate", "se", "n", "df"]
    pd.testing.assert_frame_equal(found[same], known[same])
    counts = pd.DataFrame(columns).groupby(frame["city"]).sum().to_numpy().ravel()
    assert found["people"].tolist() == counts.tolist()
    inside = found["ci_low"].between(0, 1) & found["ci_high"].between(0, 1)
    assert inside.all()


def test_intervals_are_those_of_shares_by_every_method():
    frame = survey()
    frame["late"] = frame["why"].str.contains("ate|دیر").astype(float)
    frame["late"] = frame["late"].where(frame["why"].fillna("") != "")
    for interval in ("logit", "wilson", "beta", "mean"):
        made = wave(frame, weights="w")
        found = cs.comment_themes(made, "why", frame=CODES, interval=interval)["time"]
        known = cs.proportions(made, "late", interval=interval)
        row = known.row(term="late", category="1")
        ends = ["estimate", "ci_low", "ci_high"]
        assert found[ends].tolist() == pytest.approx(row[ends].tolist())


def test_without_a_confirmed_code_file_nothing_is_counted():
    with pytest.raises(ValueError, match="frame=None: themes are counted only by"):
        cs.comment_themes(wave(), "why")
    with pytest.raises(ValueError, match="none of its 2 suggested rows is confirmed"):
        cs.comment_themes(wave(), "why", frame=CODES.assign(status="suggested"))
    with pytest.raises(ValueError, match="nobody in the domain wrote anything"):
        cs.comment_themes(wave(survey().assign(why="")), "why", frame=CODES)


def test_who_confirmed_and_what_is_left_is_said():
    found = cs.comment_themes(wave(), "why", frame=CODES)
    said = " ".join(str(note) for note in found.notes)
    assert "Confirmed by A. B., last on 30 November 2025." in said
    kind = int((survey()["why"] == "kind").sum())
    assert f"{kind} of {found.used.used[0]} comments hold none" in said
    with cs.language("fa"):
        assert "زمان" in found.summary()


def test_the_headline_claims_no_order_that_is_not_clear():
    many = cs.comment_themes(wave(survey(900)), "why", frame=CODES)
    assert "Most often named in comments: Time" in many.summary()
    few = cs.comment_themes(wave(survey(20)), "why", frame=CODES)
    assert "No theme is clearly named" in few.summary()


def test_no_comment_and_no_small_segment_passes_the_gate():
    frame = survey()
    frame.loc[:6, "city"] = "Dunwich"
    items = {"why": {"type": "text", "role": "open"}, "q": {"answers": [1, 2]}}
    study = cs.Study.from_dict(
        {"id": "x", "title": "X", "items": items, "segments": {"city": {}}}
    )
    made = cs.Wave.from_frame(frame.assign(q=1.0), study=study)
    found = cs.comment_themes(made, frame=CODES, by="city")
    shown = cs.publish({"01.said": found}, policy_of(made))["01.said"].result
    assert "Dunwich" in set(found.table["city"])
    assert "Dunwich" not in set(shown.table["city"])
    assert not any("late" in str(cell).lower() for cell in shown.table.to_numpy().flat)


def test_a_theme_of_the_catalogue_has_its_words_and_others_are_new():
    told = {"time": {"text": {"en": "Delivery time"}, "aspect": "delivery"}}
    items = {"why": {"type": "text", "role": "open"}, "q": {"answers": [1, 2]}}
    given = {"id": "x", "title": "X", "items": items, "characteristics": told}
    made = cs.Wave.from_frame(survey().assign(q=1.0), study=cs.Study.from_dict(given))
    found = cs.comment_themes(made, frame=CODES)
    assert found.table["catalogue"].tolist() == ["known", "new"]
    assert "Delivery time" in found.summary()
