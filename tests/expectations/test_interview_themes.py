"""Do interviews lead to the catalogue, with counts and without identities?"""

import pandas as pd
import pytest

import csat_methods as cs
from tests.conftest import SHARED

SAID = pd.DataFrame(
    {
        "who": ["Ann", "Ann", "Bob", "Cid", "Cid"],
        "theme": ["price", "price;parking", "price", "", "parking"],
    }
)


def study():
    told = {
        "price": {"text": {"en": "Price"}, "aspect": "product", "origin": "stated"},
        "ethics": {"aspect": "organization", "expectation_type": "latent"},
    }
    items = {"q": {"answers": [1, 2, 3]}}
    return cs.Study.from_dict(
        {"id": "x", "title": "X", "items": items, "characteristics": told}
    )


def test_interviews_and_mentions_are_counted_and_nobody_is_named():
    found = cs.interview_themes(SAID, interview="who", theme="theme", study=study())
    columns = ["term", "interviews", "mentions", "n", "catalogue", "aspect"]
    assert found.table[columns].to_numpy().tolist() == [
        ["price", 2, 3, 3, "known", "product"],
        ["parking", 2, 2, 3, "new", "not stated"],
        ["ethics", 0, 0, 3, "known", "organization"],
    ]
    every = repr(found) + repr(found.call)
    assert not any(name in every for name in ("Ann", "Bob", "Cid"))
    assert "not in the catalogue yet: parking" in found.summary()


def test_the_draft_for_the_catalogue_is_refused_until_a_person_has_decided():
    found = cs.interview_themes(SAID, interview="who", theme="theme", study=study())
    draft = found.characteristics()
    assert list(draft) == ["parking"]
    given = {"id": "x", "title": "X", "items": {"q": {"answers": [1, 2]}}}
    with pytest.raises(ValueError, match=r"characteristics\.parking\.aspect"):
        cs.Study.from_dict({**given, "characteristics": draft})
    decided = {
        "aspect": "organization",
        "expectation_type": "latent",
        "origin": "wished",
    }
    ready = {name: {**told, **decided} for name, told in draft.items()}
    assert (
        "parking" in cs.Study.from_dict({**given, "characteristics": ready}).catalogue
    )


def test_every_theme_of_the_open_answers_is_counted():
    path = SHARED / "reference" / "wording" / "expectations_open_answers.csv"
    if not path.exists():
        pytest.skip("the open answers are not there")
    coded = pd.read_csv(path)
    found = cs.interview_themes(coded, interview=["lang", "interview"], theme="theme")
    split = coded.assign(theme=coded["theme"].str.split(";")).explode("theme")
    mentions = split.groupby("theme").size()
    held = split.drop_duplicates(["lang", "interview", "theme"]).groupby("theme").size()
    table = found.table.set_index("term")
    assert table["mentions"].to_dict() == mentions.to_dict()
    assert table["interviews"].to_dict() == held.to_dict()
    assert set(table["n"]) == {50}


def test_what_names_no_interview_or_no_theme_is_refused():
    blank = SAID.assign(who=[None, "Ann", "Bob", "Cid", "Cid"])
    with pytest.raises(ValueError, match=r"interview=\['who'\] is blank in rows \[0\]"):
        cs.interview_themes(blank, interview="who", theme="theme")
    with pytest.raises(ValueError, match="theme='theme': no row names one"):
        cs.interview_themes(SAID.assign(theme=""), interview="who", theme="theme")
    with pytest.raises(KeyError, match="topic"):
        cs.interview_themes(SAID, interview="who", theme="topic")
