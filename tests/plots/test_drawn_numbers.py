"""Does every figure draw the numbers of the table beside it?"""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from matplotlib import pyplot
from matplotlib.collections import LineCollection

import csat_methods as cs
from csat_methods._messages import plain
from csat_methods.plots import draw
from csat_methods.plots.figure_names import NAMED

RATED = ["p1", "p2", "p3", "p4"]
SIDES = {"p": "perception", "e": "expectation", "i": "importance"}
ENDS = ["estimate", "ci_low", "ci_high"]


def study():
    sides = {
        f"{letter}{j}": {"role": role, "characteristic": f"c{j}"}
        for letter, role in SIDES.items()
        for j in range(1, 5)
    }
    items = sides | {"whole": {"role": "overall"}, "tell": {"role": "recommend"}}
    return cs.Study.from_dict(
        {
            "id": "x",
            "title": "X",
            "characteristics": [f"c{j}" for j in range(1, 5)],
            "items": {
                name: {"answers": list(range(11)), **item}
                for name, item in items.items()
            },
            "segments": {"city": {"text": "City"}},
            "constructs": {"all": {"items": RATED}},
        }
    )


def survey(seed, n=150):
    """Ratings of one person go together; every mean is a number of its own."""
    rng = np.random.default_rng(seed)
    person = rng.normal(size=(n, 1))
    names = [f"{letter}{j}" for letter in SIDES for j in range(1, 5)]
    around = person + rng.normal(size=(n, 14)) + np.linspace(5, 7, 14)
    frame = pd.DataFrame(around.round().clip(0, 10), columns=[*names, "whole", "tell"])
    frame["city"] = rng.choice(["A", "B"], n)
    return cs.Wave.from_frame(frame, study=study())


def _groups_of(result):
    """The rows of groups: those of a predictor as a whole are not drawn."""
    return replace(result, table=result.table[result.table["group"] != ""])


def _over_plan(result):
    """What is drawn is what was reached over what was planned."""
    ratio = result.table["achieved"] / result.table["planned"]
    return replace(result, table=result.table.assign(achieved=ratio, planned=1.0))


def _answered(result):
    """The rate from which both ends of the funnel are drawn."""
    return replace(result, table=result.table[result.table["term"] == "RR1"])


def _one_factor(wave):
    return cs.confirmatory_factor_analysis(wave, {"all": RATED})


def _on_the_plane(wave):
    """A surface is drawn where answers lie, with the line where both are equal."""
    result = cs.polynomial_gap(wave, "whole", "e1", "p1")
    left, right, bottom, top = result.seen
    low, high = max(left, bottom), min(right, top)
    return replace(result, table=result.table.assign(low=low, high=high))


def _chain(wave):
    """A bar's interval stands at its end."""
    result = cs.gap_chain(
        wave, expected={"a": "e1"}, perceived={"a": "p1"}, planned={"a": 4}
    )
    table, off = result.table, result.table["end"] - result.table["estimate"]
    table = table.assign(low=table["ci_low"] + off, high=table["ci_high"] + off)
    return replace(result, table=table.assign(term=table["link"]))


def _loads_of(result):
    """Of a model's parameters the loadings are drawn."""
    loads = result.table["term"].str.contains("=~")
    return replace(result, table=result.table[loads])


def features():
    """Two features, asked both ways of a hundred people."""
    asked = np.random.default_rng(9).integers(1, 6, (100, 4))
    wave = cs.Wave.from_frame(pd.DataFrame(asked, columns=["f1", "d1", "f2", "d2"]))
    return cs.kano(wave, {"open": ("f1", "d1"), "safe": ("f2", "d2")})


def experts():
    """Nine experts on two items: how relevant is each?"""
    codes = {"p1": [4, 3, 4, 2, 3, 4, 4, 3, 4], "p2": [1, 2, 3, 2, 1, 4, 2, 1, 3]}
    return pd.DataFrame(codes)


def _codes_of(result):
    """A cell tells how many experts gave a code: here those who gave three or four."""
    table = result.table.assign(n=result.points["4"].to_numpy())
    return replace(result, table=table.assign(asked=result.points["3"].to_numpy()))


def _lacking(result):
    """The plane shows how much a lack annoys as a positive number."""
    return replace(result, table=result.table.assign(lack=-result.table["worse"]))


@pytest.fixture(scope="module")
def results():
    """A result for each figure, and the columns that it must draw."""
    waves = {"2025": survey(1), "2026": survey(2)}
    wave, both = waves["2026"], cs.stack(waves)
    low = {"when": [{"item": "p1", "below": 2}], "reason": "r"}
    blanks = wave.assign(p1=wave.frame["p1"].mask(wave.frame["e1"] > 5))
    asked = wave.assign(
        came=(wave.frame["e1"] + wave.frame["whole"] > 11).astype(int),
        calls=(wave.frame["e2"] % 3 + 1).astype(int),
    )
    response = {"responded": "came", "predictors": "city"}
    frame = {"city": {"A": 700, "B": 300}}
    stated = ["performance", "importance", "performance_low", "importance_high"]
    return {
        "adjusted_indicators": (
            cs.representativeness(asked, **response),
            ["adjusted"],
        ),
        "allocation": (cs.allocate(wave.sizes("city"), n=61), ["n"]),
        "bias_ends": (
            cs.bias_range(asked, items=RATED, response_rate=0.4, attempts="calls"),
            [*ENDS, "lowest", "highest", "moderate_low", "moderate_high", "as_late"],
        ),
        "changes": (cs.compare_waves(waves, RATED), ENDS),
        "coefficients": (cs.regression(wave, "whole", RATED), ENDS),
        "convergence": (
            cs.convergent_validity(_one_factor(wave)),
            ["ave", "composite_reliability"],
        ),
        "cost_curve": (
            cs.precision_curve(cost={"web": 6, "telephone": 14}, budget=9000),
            ["margin", "cost"],
        ),
        "coverage_grid": (cs.questionnaire_coverage(study()), list(SIDES.values())),
        "crosstab": (cs.crosstab(wave, "p1", "city"), ["estimate"]),
        "differences": (cs.compare_segments(wave, RATED, by="city"), ENDS),
        "distribution": (cs.proportions(wave, RATED), ["estimate"]),
        "drivers": (cs.relative_importance(wave, "whole", RATED), ENDS),
        "dumbbell": (cs.gap_scores(wave), [*ENDS, "expectation", "perception"]),
        "effort_lines": (
            cs.level_of_effort(asked, attempts="calls", items=RATED),
            ENDS,
        ),
        "expert_agreement": (
            _codes_of(cs.content_validity(experts())),
            ["n", "asked"],
        ),
        "frame_shares": (
            cs.compare_to_frame(asked, frame, by="city", responded="came"),
            [*ENDS, "frame", "sample", "respondents"],
        ),
        "funnel": (
            cs.preparation_log(cs.prepare(wave, [{"exclude": low}])),
            ["after"],
        ),
        "invariance_levels": (
            cs.measurement_invariance(both, {"all": RATED}, group="wave"),
            ["cfi", "rmsea"],
        ),
        "missingness_map": (cs.missingness(blanks, ["p1", "p2"]), ["share"]),
        "modifications": (cs.modification_indices(_one_factor(wave)), ["mi"]),
        "paths": (_loads_of(_one_factor(wave)), ["standardized"]),
        "gap_reliability": (
            cs.gap_reliability(wave, {"all": (["e1", "e2", "e3"], RATED[:3])}),
            [*ENDS, "alpha_expectation", "alpha_perception"],
        ),
        "group_chances": (
            _groups_of(cs.partial_indicators(asked, **response)),
            ENDS,
        ),
        "heat": (cs.means(wave, RATED, by="city"), ["estimate"]),
        "intervals": (cs.means(wave, RATED), ENDS),
        "item_analysis": (cs.item_analysis(wave, RATED), ["floor", "ceiling", *ENDS]),
        "item_biases": (
            cs.differential_item_functioning(wave, RATED, group="city"),
            ["effect_size"],
        ),
        "kano_plane": (_lacking(features()), ["better", "lack"]),
        "loadings": (
            cs.factor_analysis(wave, RATED, n_factors=1, rotation="none"),
            ["factor1"],
        ),
        "matrix": (cs.importance_performance(wave), stated),
        "penalties_rewards": (
            cs.penalty_reward(wave, "whole", RATED[:2], low=4, high=8),
            ["penalty", "reward"],
        ),
        "plan_bars": (
            _over_plan(cs.plan_kept(wave, margin=0.02)),
            ["achieved"],
        ),
        "points": (cs.sampling_adequacy(wave, RATED), ["estimate"]),
        "profile": (cs.means(both, [*RATED, "e1", "e2"], by="wave"), ["estimate"]),
        "promoters": (
            cs.net_promoter_score(wave, "tell"),
            [*ENDS, "promoters", "passives", "detractors"],
        ),
        "quantile_rows": (cs.quantiles(wave, RATED), ["estimate"]),
        "reliability_forest": (cs.reliability(wave, {"all": RATED}), ENDS),
        "response_funnel": (
            _answered(cs.response_rates({"I": 401, "R": 93, "NC": 77})),
            ["numerator", "denominator"],
        ),
        "correlation_heat": (cs.correlation_matrix(wave, RATED), ["estimate"]),
        "scree_rules": (
            cs.number_of_factors(wave, RATED, draws=50, seed=1),
            ["estimate"],
        ),
        "run_bars": (cs.answer_runs(wave, [*RATED]), ["n"]),
        "scree": (
            cs.parallel_analysis(wave, RATED, seed=1),
            ["eigenvalue", "threshold"],
        ),
        "shares": (cs.proportions(wave, "city"), ENDS),
        "size_steps": (
            cs.sample_size_proportion(margin=0.05, population=999, response_rate=0.3),
            ["n_exact"],
        ),
        "surface": (_on_the_plane(wave), ["low", "high"]),
        "thresholds": (cs.graded_response_model(wave, RATED), ["b1", "b2"]),
        "tile": (cs.means(wave, "whole"), ENDS),
        "tolerance_bars": (
            cs.zone_of_tolerance(wave, {"speed": ("p1", "e1", "p2")}),
            [*ENDS, "adequate", "desired", "perceived"],
        ),
        "trend": (cs.means(both, RATED, by="wave"), ENDS),
        "two_estimates": (
            cs.disconfirmation(
                wave, {"speed": ("e1", "p1")}, items={"speed": "p2"}, middle=5
            ),
            [*ENDS, "gap", "gap_low", "gap_high"],
        ),
        "verdict_grid": (cs.item_verdicts(wave, RATED), ["estimate"]),
        "waterfall": (_chain(wave), ["start", "end", "low", "high"]),
    }


OTHERWISE = {"histogram", "information", "weights"}
"""Figures of numbers that stand elsewhere than in the table."""


def coordinates(ax):
    """Every number at which something is drawn, in the units of the axes."""
    found = []
    for panel in ax.figure.axes:
        for line in panel.lines:
            found += [*line.get_xdata(), *line.get_ydata()]
        for layer in panel.collections:
            lined = isinstance(layer, LineCollection)
            places = layer.get_segments() if lined else [layer.get_offsets()]
            found += [x for place in places for x in np.ravel(place)]
        for bar in panel.patches:
            ends = bar.get_window_extent().transformed(panel.transData.inverted())
            found += [ends.x0, ends.x1, ends.width, ends.height]
    return np.array(found, float)


@pytest.mark.parametrize("name", sorted(set(NAMED) - OTHERWISE))
def test_the_numbers_drawn_are_those_of_the_table(name, results, drawn):
    result, columns = results[name]
    ax = draw(result, figure=name)
    places, words = coordinates(ax), " ".join(drawn.texts(ax))
    rows = getattr(result, "slopes", result.table).to_dict("records")
    cells = [(row, c) for row in rows for c in columns if not np.isnan(row[c])]
    assert len(cells) >= len(columns)
    for row, column in cells:
        written = plain(result.number(row, column)) in words
        at = np.isclose(places, row[column], rtol=1e-9, atol=1e-9).any()
        cell_of_words = name in {
            *("correlation_heat", "crosstab", "heat", "loadings", "paths"),
            *("coverage_grid", "expert_agreement", "missingness_map", "verdict_grid"),
        }
        assert written if cell_of_words else at, (row["term"], column)
    pyplot.close(ax.figure)
