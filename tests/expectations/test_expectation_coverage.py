"""Does the catalogue say what it covers, and what it leaves out?"""

from datetime import date
from pathlib import Path

import pytest

import csat_methods as cs

TOLD = {
    "speed": {
        "aspect": "delivery",
        "expectation_type": "explicit",
        "origin": "stated",
        "checked": {"when": "2025-01-10"},
    },
    "safety": {
        "text": "Safety",
        "aspect": "product",
        "expectation_type": "implicit",
        "origin": "statutory",
        "checked": {"when": "2022-01-10"},
    },
    "staff": {"aspect": "organization", "expectation_type": "implicit"},
}
ITEMS = {
    "e1": {"role": "expectation", "characteristic": "speed", "answers": [1, 2, 3]},
    "p1": {"role": "perception", "characteristic": "speed", "answers": [1, 2, 3]},
}
DAY = date(2025, 6, 1)


def study(characteristics=TOLD, **keys):
    told = {"id": "x", "title": "X", "items": ITEMS, "characteristics": characteristics}
    if not characteristics:
        told = told | {"items": {"q": {"answers": [1, 2, 3]}}}
    return cs.Study.from_dict({**told, **keys})


def counts(found, of):
    rows = found.table[found.table["of"] == of]
    return dict(zip(rows["term"], rows["estimate"], strict=True))


def test_every_kind_has_its_row_zeros_too():
    found = cs.expectation_coverage(study(), on=DAY)
    assert counts(found, "aspect") == {
        "product": 1, "delivery": 1, "organization": 1, "not stated": 0,
    }  # fmt: skip
    assert counts(found, "expectation_type") == {
        "explicit": 1, "implicit": 2, "latent": 0, "not stated": 0,
    }  # fmt: skip
    assert counts(found, "origin") == {
        "stated": 1, "implied": 0, "statutory": 1, "wished": 0, "not stated": 1,
    }  # fmt: skip
    assert counts(found, "checked") == {"recently": 1, "longer ago": 1, "never": 1}
    assert found.row(of="aspect", term="delivery")["pairs"] == 1
    assert found.table.groupby("of")["share"].sum().tolist() == pytest.approx([1] * 4)
    assert "not yet put into words, implied, wished for" in found.summary()


def test_an_aspect_without_a_characteristic_is_refused():
    less = {name: TOLD[name] for name in ("speed", "safety")}
    with pytest.raises(ValueError, match=r"\['speed', 'safety'\] have none of organiz"):
        cs.expectation_coverage(study(less))
    with pytest.raises(ValueError, match="none of product, delivery, organization"):
        cs.expectation_coverage(study({}))


def test_a_waiver_gives_its_reason_instead():
    less = {name: TOLD[name] for name in ("speed", "safety")}
    waived = {"organization": "Asked in a study of its own."}
    found = cs.expectation_coverage(study(less, waivers=waived), on=DAY)
    assert counts(found, "aspect")["organization"] == 0
    assert "“Asked in a study of its own”" in str(found.notes[0])


def test_a_characteristic_without_an_expectation_type_is_refused():
    silent = TOLD | {"staff": {"aspect": "organization"}}
    why = r"characteristics=\['staff'\] have no expectation_type"
    with pytest.raises(ValueError, match=why):
        cs.expectation_coverage(study(silent))
    both = {name: silent[name] for name in ("speed", "staff")}
    with pytest.raises(ValueError, match=r"(?s)none of product.*have no expectation_t"):
        cs.expectation_coverage(study(both))
    waived = study(silent, waivers={"expectation_type": "Not known yet."})
    found = cs.expectation_coverage(waived, on=DAY)
    assert counts(found, "expectation_type")["not stated"] == 1
    assert "left open on purpose: “Not known yet”" in str(found.notes[0])


def test_what_law_requires_is_locked_and_said():
    found = cs.expectation_coverage(study(), on=DAY)
    assert found.locked == ("safety",)
    assert any("basic" in note.id and "Safety" in str(note) for note in found.notes)


def test_drafts_and_old_checks_are_said():
    notes = [str(n) for n in cs.expectation_coverage(study(), on=DAY).notes]
    assert any("draft" in note for note in notes)
    assert any(note.startswith("Not checked") and "Safety" in note for note in notes)
    late = cs.expectation_coverage(study(), on=date(2030, 1, 1))
    assert any(str(n).startswith("No characteristic has been") for n in late.notes)
    approved = study(state="approved", sponsor="Board", review={"months": 60})
    told = cs.expectation_coverage(approved, on=DAY)
    assert not any("draft" in str(note) for note in told.notes)
    assert counts(told, "checked")["longer ago"] == 0


def test_a_wave_brings_its_study_and_its_day():
    root = Path(__file__).parents[2]
    wave = cs.read_wave(root / "params/demo/waves/2025h1.yaml")
    found = cs.expectation_coverage(wave)
    assert found.characteristics == 12
    assert counts(found, "checked")["recently"] == 12
    assert found.locked == ("safety", "ethics")
    later = cs.expectation_coverage(wave.study, on=date(2030, 1, 1))
    assert counts(later, "checked")["longer ago"] == 12


def test_something_else_is_no_study():
    with pytest.raises(ValueError, match="study=3 must be a study"):
        cs.expectation_coverage(3)
