"""Do two reports of a study tell no more than each alone?"""

from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from csat_methods import Wave, compare_waves, means, stack
from csat_methods.report.disclosed import known_to
from csat_methods.report.gate import through_gate
from csat_methods.report.policy import Policy

CITIES = ["Ash"] * 45 + ["Bree"] * 31 + ["Cork"] * 21 + ["Dunwich"] * 3


def wave_named(name, seed):
    rng = np.random.default_rng(seed)
    frame = pd.DataFrame({"q1": rng.integers(1, 6, 100).astype(float), "city": CITIES})
    return Wave.from_frame(frame, scales={"q1": (1, 5)})._with(
        file=SimpleNamespace(id=name, changes=(), previous=())
    )


@pytest.fixture
def waves():
    """Two waves of a hundred, three of each in Dunwich."""
    return {"1": wave_named("1", 1), "2": wave_named("2", 2)}


def cities_of(published, name, wave=None):
    table = published[name].result.table
    if wave is not None:
        table = table[table["wave"].astype(str) == wave]
    return table["city"].tolist()


def first_report(waves, folder):
    results = {
        "06.all": means(waves["1"], "q1"),
        "06.cities": means(waves["1"], "q1", by="city"),
    }
    return through_gate(results, waves["1"], folder)


def test_a_later_report_shows_nothing_that_an_earlier_one_hid_for_another(
    waves, tmp_path
):
    assert cities_of(first_report(waves, tmp_path), "06.cities") == ["Ash", "Bree"]
    line = means(stack(waves), "q1", by=["wave", "city"])
    published = through_gate({"10.line": line}, waves["2"], tmp_path)
    assert cities_of(published, "10.line", "1") == ["Ash", "Bree"]
    # Nobody has told the total of the second wave: only Dunwich is too small.
    assert cities_of(published, "10.line", "2") == ["Ash", "Bree", "Cork"]


def test_without_the_earlier_report_its_cities_may_be_shown(waves, tmp_path):
    line = means(stack(waves), "q1", by=["wave", "city"])
    published = through_gate({"10.line": line}, waves["2"], tmp_path)
    assert cities_of(published, "10.line", "1") == ["Ash", "Bree", "Cork"]


def test_a_total_that_would_complete_an_earlier_report_is_hidden(waves, tmp_path):
    cities = {"06.cities": means(waves["1"], "q1", by="city")}
    first = through_gate(cities, waves["1"], tmp_path)
    assert cities_of(first, "06.cities") == ["Ash", "Bree", "Cork"]
    line = {"10.line": means(stack(waves), "q1", by="wave")}
    table = through_gate(line, waves["2"], tmp_path)["10.line"].result.table
    assert table["wave"].astype(str).tolist() == ["2"]


def test_a_change_brings_the_means_of_both_waves_along(waves, tmp_path):
    cities = {"06.cities": means(waves["1"], "q1", by="city")}
    through_gate(cities, waves["1"], tmp_path)
    change = {"10.change": compare_waves(waves, "q1")}
    assert (
        len(through_gate(change, waves["2"], tmp_path)["10.change"].result.table) == 0
    )


def test_a_change_in_one_city_counts_as_that_city_in_each_wave(waves, tmp_path):
    cork = {
        name: wave.where(wave.frame["city"] == "Cork", name="city = Cork")
        for name, wave in waves.items()
    }
    results = {
        "06.all": means(waves["2"], "q1"),
        "06.cities": means(waves["2"], "q1", by="city"),
        "10.change": compare_waves(cork, "q1"),
    }
    published = through_gate(results, waves["2"], tmp_path)
    assert len(published["10.change"].result.table) == 0


def test_the_same_run_again_shows_the_same(waves, tmp_path):
    first, again = (first_report(waves, tmp_path) for _ in range(2))
    assert first["06.cities"].hidden == again["06.cities"].hidden


def test_a_draft_is_told_to_nobody(waves, tmp_path):
    results = {"06.all": means(waves["1"], "q1")}
    through_gate(results, waves["1"], tmp_path, draft=True)
    assert list(tmp_path.iterdir()) == []


def test_waves_published_at_once_see_each_other(waves, tmp_path, monkeypatch):
    # The second wave's report is written between the first one's look and its word.
    from csat_methods.report import gate

    met = []

    def looks(folder, policy):
        known = known_to(folder, policy)
        if policy.wave == "1" and not met:
            met.append(True)
            line = {"10.line": means(stack(waves), "q1", by="wave")}
            through_gate(line, waves["2"], folder)
        return known

    monkeypatch.setattr(gate, "known_to", looks)
    results = {"06.cities": means(waves["1"], "q1", by="city")}
    assert cities_of(through_gate(results, waves["1"], tmp_path), "06.cities") == [
        "Ash",
        "Bree",
    ]


def test_a_wave_without_a_name_is_told_to_nobody(tmp_path):
    wave = Wave.from_frame(pd.DataFrame({"q1": [3.0, 4.0] * 20}))
    through_gate({"06.all": means(wave, "q1")}, wave, tmp_path)
    assert list(tmp_path.iterdir()) == []
    assert known_to(tmp_path, Policy()).public.shown == frozenset()
