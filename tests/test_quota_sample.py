"""Does a quota or convenience sample carry its caution everywhere, and no margin?"""

import shutil
from pathlib import Path

import pandas as pd
import pytest

import csat_methods as cs

ROOT = Path(__file__).resolve().parents[1]
CAUTION = "The people were not drawn with known chances ({}); intervals are as if"
PLANNED = {"02.sample_size", "02.cost", "02.plan_kept", "02.design_effects"}
"""What chapters keep of margins of error, planned or reached."""


@pytest.fixture(scope="module", params=["quota", "convenience"])
def wave(request, tmp_path_factory):
    """Return the last wave of the demonstration as if nobody knew the chances."""
    home = tmp_path_factory.mktemp(request.param)
    for folder in ("params", "data"):
        shutil.copytree(ROOT / folder / "demo", home / folder / "demo")
    study = home / "params" / "demo" / "study.yaml"
    text = study.read_text("utf8")
    assert "selection: probability" in text
    study.write_text(
        text.replace("selection: probability", f"selection: {request.param}"), "utf8"
    )
    return cs.prepare(cs.read_wave(study.parent / "waves" / "2025h2.yaml"))


RESPONSE = {"responded": "responded"}
CALLS = {
    "means": lambda wave: cs.means(wave, "overall"),
    "means by segment": lambda wave: cs.means(wave, "overall", by="region"),
    "totals": lambda wave: cs.totals(wave, "orders"),
    "proportions": lambda wave: cs.proportions(wave, "region"),
    "top_box": lambda wave: cs.top_box(wave, "overall"),
    "net_promoter_score": lambda wave: cs.net_promoter_score(wave, "recommend"),
    "satisfaction_index": lambda wave: cs.satisfaction_index(wave, "overall"),
    "gap_scores": cs.gap_scores,
    "cronbach_alpha": lambda wave: cs.cronbach_alpha(wave, "product"),
    "relative_importance": lambda wave: cs.relative_importance(
        wave, "overall", ["p_quality", "p_range"]
    ),
    "representativeness": lambda wave: cs.representativeness(
        wave.contacts, predictors="region", **RESPONSE
    ),
    "partial_indicators": lambda wave: cs.partial_indicators(
        wave.contacts, predictors="region", **RESPONSE
    ),
    "compare_to_frame": lambda wave: cs.compare_to_frame(
        wave.contacts, wave.customers, by="region", size="size", **RESPONSE
    ),
    "level_of_effort": lambda wave: cs.level_of_effort(wave, attempts="attempts"),
    "bias_range": cs.bias_range,
    "compare_to_benchmarks": lambda wave: cs.compare_to_benchmarks(
        wave, {"overall": 7}
    ),
}


@pytest.mark.parametrize("name", CALLS)
def test_every_estimate_carries_the_caution(name, wave):
    notes = [str(note) for note in CALLS[name](wave).notes]
    assert any(note.startswith(CAUTION.format(wave.selection)) for note in notes)


def test_no_margin_of_error_is_planned_or_printed(wave):
    table = cs.what_runs(wave).table
    left_out = set(table[~table["runs"]]["term"])
    assert left_out >= PLANNED
    with pytest.raises(ValueError, match="were not drawn with known chances"):
        cs.plan_kept(wave, margin=0.05)


def test_a_margin_of_a_quota_draw_is_refused():
    customers = pd.DataFrame({"id": range(20), "city": ["A", "B"] * 10})
    drawn = cs.draw_sample(
        customers, {"A": 3, "B": 3}, id="id", seed=1, strata="city", method="quota"
    )
    with pytest.raises(ValueError, match="quota"):
        cs.margin_of_error(drawn)
