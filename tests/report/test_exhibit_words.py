"""Does an exhibit say what it shows, on whom it rests, and what to be careful of?"""

import re
from dataclasses import replace

import numpy as np
import pandas as pd

from csat_methods import Wave, factor_analysis, means, publish
from csat_methods._messages import Message, plain
from csat_methods.report.exhibit_words import (
    JUDGED,
    answers,
    basis,
    claim,
    margin,
    title_of,
)
from csat_methods.report.policy import Policy, policy_of
from csat_methods.report.said import said_by
from csat_methods.result import Domain, Result, Used


def bare(html):
    return re.sub("<[^>]+>", "", html)


def test_a_result_without_a_sentence_is_called_by_its_caption(parcels_published):
    plain_result = Result(
        table=pd.DataFrame({"term": ["a"], "estimate": [1.0], "n": [90]}),
        method="R",
        used=Used(90, (90, 90)),
    )
    shown = publish({"r": plain_result}, Policy())["r"]
    assert plain(claim(shown, "All answers")) == "All answers"
    assert plain(claim(shown)) == "R: 90 of 90 people answered."


def test_conditions_that_all_share_are_not_repeated(parcels):
    part = parcels.where(parcels.frame["city"] == "Ash", name="city = Ash")
    shown = publish({"r": means(part, "speed")}, policy_of(parcels))["r"]
    assert "city = Ash" in basis(shown, "Speed")
    assert "city = Ash" not in basis(shown, "Speed", ["city = Ash"])


def test_intervals_are_told_only_where_they_are_drawn(parcels):
    told = {
        "lines": (means(parcels, "speed"), {}),
        "heat": (means(parcels, ["speed", "price"], by="city"), {}),
        "also": (means(parcels, "speed"), {"figure": "surface"}),
    }
    found = publish({n: r for n, (r, _) in told.items()}, policy_of(parcels))
    shown = {n: bare(basis(found[n], "", (), s)) for n, (_, s) in told.items()}
    assert "95% intervals" in shown["lines"]
    assert not any("95%" in shown[name] for name in ("heat", "also"))
    crosses = bare(basis(found["lines"], "", (), {"figure": "matrix"}))
    assert "crosses: 95% intervals" in crosses


def test_a_figure_says_which_loadings_it_leaves_out(parcels):
    rng = np.random.default_rng(1)
    x = np.repeat(rng.normal(size=(300, 2)), 3, axis=1) + rng.normal(size=(300, 6))
    wave = Wave.from_frame(pd.DataFrame(x, columns=list("abcdef")))
    loads = factor_analysis(wave, list("abcdef"), n_factors=2)
    shown = publish({"f": loads, "m": means(parcels, "speed")}, Policy())
    told = basis(shown["f"], "Loadings")
    assert "loadings below 0.30 left out" in bare(told)
    assert 'data-ref="f#said.least_written"' in told
    assert said_by(shown["f"])["least_written"] == 0.3
    assert "left out" not in bare(basis(shown["m"], "Means"))


def test_a_domain_without_a_digest_tells_no_n():
    plan = Result(
        table=pd.DataFrame({"term": ["a"], "estimate": [1.0]}),
        method="R",
        used=Used(0, (0, 0)),
        domain=Domain(),
    )
    shown = publish({"r": plan}, Policy())["r"]
    assert basis(shown, "The plan") == "The plan"
    assert basis(replace(shown), "") == ""


def test_answers_are_one_number_or_the_fewest_and_the_most():
    assert plain(answers(90, 90)) == "n = 90"
    assert plain(answers(80, 90)) == "n = 80 to 90"


def test_a_heading_has_no_full_stop():
    assert title_of(Message("All is well."), "") == "All is well"


def test_what_the_page_says_once_is_no_caution_of_each_figure(parcels):
    result = replace(means(parcels, "speed"), notes=(Message("Few answered."),))
    shown = publish({"r": result}, policy_of(parcels))["r"]
    assert "Few answered." in margin(shown, frozenset())
    assert margin(shown, frozenset({"Few answered."})) == ""


def test_a_figure_says_that_its_verdicts_allow_for_many_comparisons():
    table = pd.DataFrame({"term": ["a", "b"], "estimate": [0.5, 0.1]})
    table = table.assign(ci_low=0.1, ci_high=0.9, p_adjusted=[0.02, 0.2], n=90)
    several = Result(table=table, method="R", used=Used(90, (90, 90)))
    alone = Result(table=table.head(1), method="R", used=Used(90, (90, 90)))
    shown = publish({"several": several, "alone": alone}, Policy())
    assert basis(shown["several"], "Changes").endswith(JUDGED)
    assert JUDGED not in basis(shown["alone"], "Change")
