"""Are loadings, communalities and fit the textbook's and R's?"""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, strategies as st

import csat_methods as cs
from csat_methods import _messages

ITEMS = list("abcdef")
CASES = [
    "attitude_ml_2",
    "bfi25_minres_5",
    "bfi25_ml_5",
    "bfi_ACE_polychoric_minres_3",
    "harman74_pa_4",
    "hs_minres_3",
    "hs_ml_1",
    "hs_ml_3",
    "thurstone_minres_3",
]
METHODS = {"pa": "principal_axis"}
ROTATIONS = {
    "varimax": "varimax_kaiser",
    "quartimax": "quartimax",
    "equamax": "equamax",
    "promax": "promax_psych",
    "oblimin": "oblimin",
    "geomin": "geominQ",
}
FIT = {
    "chisq": "STATISTIC",
    "df": "dof",
    "pvalue": "PVAL",
    "tli": "TLI",
    "bic": "BIC",
    "rmsr": "rms",
}


@pytest.fixture(scope="module")
def case_of(reference, wave_of):
    cache = {}

    def case(name):
        if name not in cache:
            read = reference(f"psychometrics/efa/{name}")
            cache[name] = read, wave_of(read)
        return cache[name]

    return case


def solution(case, wave, rotation):
    values = case["values"]
    return cs.factor_analysis(
        wave,
        case["items"],
        n_factors=values["m"],
        method=METHODS.get(values["method"], values["method"]),
        rotation=rotation,
        kind=case.get("correlation", "pearson"),
    )


@pytest.mark.parametrize("name", CASES)
def test_unrotated_loadings_and_fit_are_rs(name, case_of, matrix):
    case, wave = case_of(name)
    values, result = case["values"], solution(case, wave, "none")
    assert result.converged
    assert result.loadings.to_numpy() == pytest.approx(
        matrix(values["unrotated"]), abs=1e-6
    )
    assert result.communalities.to_dict() == pytest.approx(
        values["communalities"], rel=1e-6
    )
    assert result.uniquenesses.to_dict() == pytest.approx(
        values["uniquenesses"], rel=1e-6
    )
    assert result.variance.to_numpy() == pytest.approx(values["ss_loadings"], rel=1e-6)
    for ours, theirs in FIT.items():
        assert result.fit[ours] == pytest.approx(
            values["fit"][theirs], rel=1e-6, abs=1e-9
        )
    wanted = values["fit"]["RMSEA"]
    found = [result.fit[f"rmsea{end}"] for end in ("", ".ci.lower", ".ci.upper")]
    assert found == pytest.approx(
        [wanted["RMSEA"], wanted["lower"], wanted["upper"]], rel=1e-4, abs=1e-9
    )
    assert (result.table["n"] == values["n"]).all()


@pytest.mark.parametrize("rotation", ROTATIONS)
@pytest.mark.parametrize("name", [n for n in CASES if n != "hs_ml_1"])
def test_rotated_loadings_are_rs(name, rotation, case_of, matrix):
    case, wave = case_of(name)
    wanted = case["values"]["rotated"][ROTATIONS[rotation]]
    minima = case["values"].get("rotation_minima", {}).get(ROTATIONS[rotation])
    if minima is not None and not minima["identity_start_is_lowest"]:
        pytest.skip("R's start ended at a local minimum")
    result = solution(case, wave, rotation)
    assert result.converged
    assert result.loadings.to_numpy() == pytest.approx(
        matrix(wanted["loadings"]), abs=2e-6
    )
    phi = (
        np.eye(case["values"]["m"]) if wanted["phi"] is None else matrix(wanted["phi"])
    )
    assert result.factor_correlations.to_numpy() == pytest.approx(phi, abs=4e-6)
    assert result.variance.to_numpy() == pytest.approx(wanted["ss_loadings"], rel=1e-5)
    assert result.communalities.to_dict() == pytest.approx(
        case["values"]["communalities"], rel=1e-6
    )


@pytest.mark.parametrize("rule", ["available", "em"])
def test_blanks_may_stay(planted, rule):
    whole = cs.factor_analysis(cs.Wave.from_frame(planted), ITEMS, n_factors=2)
    found = cs.factor_analysis(
        cs.Wave.from_frame(planted), ITEMS, n_factors=2, missing=rule
    )
    assert (found.table["n"] == 400).all()
    assert found.loadings.to_numpy() == pytest.approx(
        whole.loadings.to_numpy(), abs=0.03
    )


def test_ratings_that_never_disagree_are_named(planted):
    cut = planted[ITEMS].apply(lambda x: np.digitize(x, [-1, 1])).astype(float)
    wave = cs.Wave.from_frame(cut.assign(b=(cut["a"] > 0) * 1.0))
    with pytest.raises(ValueError, match="a and b never disagree"):
        cs.factor_analysis(wave, ITEMS, n_factors=2, kind="polychoric")


def test_pairs_that_too_few_answered_are_named(planted):
    frame = planted[ITEMS].copy()
    frame.loc[:395, "a"] = np.nan
    with pytest.raises(ValueError, match=r"too few people answered both a and b \(4\)"):
        cs.factor_analysis(
            cs.Wave.from_frame(frame), ITEMS, n_factors=2, missing="available"
        )


@pytest.mark.parametrize("name", ["harman74_pa_4"])
def test_a_bifactor_rotation_is_rs(name, case_of, matrix, aligned):
    case, wave = case_of(name)
    wanted = matrix(case["values"]["rotated"]["bifactorT"]["loadings"])
    found, order, _ = aligned(
        solution(case, wave, "bifactor").loadings.to_numpy(), wanted
    )
    assert order[0] == 0
    assert found == pytest.approx(wanted, abs=2e-6)


@pytest.mark.parametrize("rotation", ["oblimin", "geomin"])
def test_holzinger_and_swineford_by_lavaan(rotation, case_of, matrix, aligned):
    case, wave = case_of(f"lavaan_hs_ml_{rotation}")
    values = case["values"]
    result = cs.factor_analysis(
        wave,
        case["items"],
        n_factors=3,
        method="ml",
        rotation=rotation,
        epsilon=values["rotation_args"]["geomin.epsilon"] or 0.01,
    )
    wanted = matrix(values["loadings"])
    found, order, signs = aligned(result.loadings.to_numpy(), wanted)
    assert found == pytest.approx(wanted, abs=1e-4)
    phi = result.factor_correlations.to_numpy()[np.ix_(order, order)]
    assert phi * np.outer(signs, signs) == pytest.approx(
        matrix(values["phi"]), abs=2e-4
    )


def test_complexity_is_psychs(case_of):
    case, wave = case_of("attitude_ml_2")
    table = solution(case, wave, "oblimin").table.set_index("term")
    wanted = case["values"]["psych_oblimin"]["complexity"]
    assert table["complexity"].to_dict() == pytest.approx(wanted, rel=1e-3)


def test_one_factor_by_hand(wave_with):
    # r12 = .48, r13 = .40, r23 = .30: loadings sqrt(.48 .40 / .30) = .8, .6, .5
    R = [[1, 0.48, 0.40], [0.48, 1, 0.30], [0.40, 0.30, 1]]
    result = cs.factor_analysis(
        wave_with(R, 200), ["q1", "q2", "q3"], n_factors=1, rotation="none"
    )
    assert result.loadings["factor1"].tolist() == pytest.approx([0.8, 0.6, 0.5])
    assert result.uniquenesses.tolist() == pytest.approx([0.36, 0.64, 0.75])


@pytest.mark.parametrize("method", ["minres", "ml", "principal_axis"])
@pytest.mark.parametrize("rotation", ["oblimin", "geomin", "promax", "varimax"])
def test_planted_loadings_are_recovered(method, rotation, wave_with):
    L = np.kron(np.eye(3), np.array([[0.8], [0.7], [0.6], [0.7]]))
    correlated = rotation != "varimax"
    phi = np.full((3, 3), 0.3 * correlated) + (1 - 0.3 * correlated) * np.eye(3)
    R = L @ phi @ L.T
    np.fill_diagonal(R, 1.0)
    items = [f"q{i + 1}" for i in range(12)]
    result = cs.factor_analysis(
        wave_with(R, 400), items, n_factors=3, method=method, rotation=rotation
    )
    found = result.loadings.to_numpy()
    main = np.abs(found).argmax(axis=1)
    assert len(set(main[::4])) == 3
    assert (main == np.repeat(main[::4], 4)).all()
    planted = np.zeros_like(L)
    planted[np.arange(12), main] = L.max(axis=1)
    # Geomin and promax leave small traces; congruence is above .99 in every column.
    congruence = (found * planted).sum(axis=0) / np.sqrt(
        (found**2).sum(axis=0) * (planted**2).sum(axis=0)
    )
    assert (congruence > 0.99).all()
    if rotation == "oblimin":
        assert found == pytest.approx(planted, abs=1e-6)
        assert result.factor_correlations.to_numpy() == pytest.approx(phi, abs=1e-6)


def test_planted_loadings_are_recovered_from_answers():
    rng = np.random.default_rng(5)
    factors = rng.normal(size=(5000, 2)) @ np.linalg.cholesky([[1, 0.4], [0.4, 1]]).T
    L = np.kron(np.eye(2), np.array([[0.8], [0.7], [0.6]]))
    noise = rng.normal(size=(5000, 6)) * np.sqrt(1 - (L**2).sum(axis=1))
    frame = pd.DataFrame(factors @ L.T + noise, columns=ITEMS)
    result = cs.factor_analysis(cs.Wave.from_frame(frame), ITEMS, n_factors=2)
    order = [result["a"]["factor"], result["f"]["factor"]]
    assert result.loadings[order].to_numpy() == pytest.approx(L, abs=0.05)
    assert result.factor_correlations.loc["factor1", "factor2"] == pytest.approx(
        0.4, abs=0.05
    )
    assert result.fit["pvalue"] > 0.001


@pytest.mark.parametrize("rotation", ["none", "varimax", "oblimin", "geomin", "promax"])
def test_the_matrices_fit_each_other(rotation, planted):
    wave = cs.Wave.from_frame(planted, weights="w")
    result = cs.factor_analysis(wave, ITEMS, n_factors=2, rotation=rotation)
    unrotated = cs.factor_analysis(wave, ITEMS, n_factors=2, rotation="none")
    L, phi = result.loadings.to_numpy(), result.factor_correlations.to_numpy()
    assert np.diag(phi) == pytest.approx([1, 1])
    assert L @ phi @ L.T == pytest.approx(
        unrotated.loadings.to_numpy() @ unrotated.loadings.to_numpy().T, abs=1e-10
    )
    assert result.structure.to_numpy() == pytest.approx(L @ phi)
    assert result.communalities.to_numpy() == pytest.approx(np.diag(L @ phi @ L.T))
    total = result.communalities + result.uniquenesses
    assert total.to_numpy() == pytest.approx(np.ones(6))
    assert result.variance.sum() == pytest.approx(result.communalities.sum())
    assert (np.diff(result.variance) <= 1e-12).all()
    assert (result.loadings.sum() >= 0).all()
    columns = result.table[list(result.loadings)].to_numpy()
    assert columns == pytest.approx(L)
    named = [result.loadings.columns[j] for j in np.abs(L).argmax(axis=1)]
    assert result.table["factor"].tolist() == named


def test_a_weight_of_two_is_two_alike_respondents(planted):
    rows = planted.dropna()[ITEMS].iloc[:200]
    weights = np.where(np.arange(200) < 70, 2.0, 1.0)
    weighted = cs.Wave.from_frame(rows.assign(w=weights), weights="w")
    twice = cs.Wave.from_frame(pd.concat([rows, rows.iloc[:70]], ignore_index=True))
    a, b = (
        cs.factor_analysis(wave, ITEMS, n_factors=2).loadings.to_numpy()
        for wave in (weighted, twice)
    )
    assert a == pytest.approx(b, abs=1e-7)


@given(factor=st.floats(0.01, 100))
def test_units_and_a_common_weight_change_nothing(factor, planted):
    plain = cs.factor_analysis(cs.Wave.from_frame(planted), ITEMS, n_factors=2)
    frame = (planted[ITEMS] * factor + 5).assign(w=factor)
    other = cs.factor_analysis(
        cs.Wave.from_frame(frame, weights="w"), ITEMS, n_factors=2
    )
    assert other.loadings.to_numpy() == pytest.approx(
        plain.loadings.to_numpy(), abs=1e-7
    )
    assert other.fit["chisq"] == pytest.approx(plain.fit["chisq"], rel=1e-6)


def test_items_in_another_order_give_the_same_loadings(planted):
    wave = cs.Wave.from_frame(planted)
    result = cs.factor_analysis(wave, ITEMS, n_factors=2)
    turned = cs.factor_analysis(wave, ITEMS[::-1], n_factors=2)
    assert turned.loadings.loc[ITEMS].to_numpy() == pytest.approx(
        result.loadings.to_numpy(), abs=1e-7
    )


def test_a_target_may_be_a_frame_in_any_order(planted):
    wave = cs.Wave.from_frame(planted)
    target = pd.DataFrame(np.nan, index=ITEMS[::-1], columns=["x", "y"])
    target.loc[["d", "e", "f"], "x"] = 0
    target.loc[["a", "b", "c"], "y"] = 0
    result = cs.factor_analysis(
        wave, ITEMS, n_factors=2, rotation="target", target=target
    )
    L = result.loadings.to_numpy()
    assert np.abs(L[3:, 0]).max() < 0.15
    assert np.abs(L[:3, 1]).max() < 0.15
    again = cs.factor_analysis(
        wave,
        ITEMS,
        n_factors=2,
        rotation="target",
        target=target.loc[ITEMS].to_numpy(),
    )
    assert again.loadings.to_numpy() == pytest.approx(L)
    with pytest.raises(KeyError, match=r"\['a'\] are not in the target's index"):
        cs.factor_analysis(
            wave, ITEMS, n_factors=2, rotation="target", target=target.drop("a")
        )


@pytest.mark.parametrize(
    ("how", "match"),
    [
        ({"n_factors": 4}, "n_factors=4: 6 items can determine 3 at most"),
        ({"n_factors": 0}, "n_factors=0 must be a whole number"),
        ({"method": "pa"}, "method='pa' must be one of minres, ml, principal_axis"),
        ({"rotation": "oblimax"}, "rotation='oblimax' must be one of none"),
        ({"kind": "kendall"}, "kind='kendall' must be one of pearson"),
        ({"missing": "mean"}, "missing='mean'"),
        ({"missing": "em", "kind": "spearman"}, "missing='em' fits a normal"),
        ({"missing": "em", "method": "dwls"}, "missing='em' does not have"),
        ({"method": "dwls", "intervals": "bootstrap"}, "intervals='bootstrap' repeats"),
        ({"intervals": "percentile"}, "intervals='percentile' must be one of"),
        ({"intervals": "bootstrap", "draws": 3}, "draws=3 must be a whole number"),
        ({"rotation": "target"}, "target of shape None"),
        ({"rotation": "geomin", "epsilon": 0}, "epsilon=0 must be"),
        ({"starts": 0}, "starts=0 must be"),
    ],
)
def test_bad_input_is_refused(planted, how, match):
    wave = cs.Wave.from_frame(planted)
    with pytest.raises(ValueError, match=match):
        cs.factor_analysis(wave, ITEMS, **({"n_factors": 2} | how))


def test_an_improper_solution_is_flagged_and_says_so(wave_with):
    R = np.array([[1, 0.8, 0.8], [0.8, 1, 0.5], [0.8, 0.5, 1]])
    result = cs.factor_analysis(wave_with(R, 200), ["q1", "q2", "q3"], n_factors=1)
    assert result.flags == ("heywood", "just_identified")
    assert "too many" in result.summary()
    assert any("Improper" in str(note) and "q1" in str(note) for note in result.notes)


def test_the_headline_says_what_the_factors_account_for(planted):
    wave = cs.Wave.from_frame(planted)
    result = cs.factor_analysis(wave, ITEMS, n_factors=2)
    share = result.communalities.mean()
    assert result.summary() == (
        f"2 factors account for {share:.0%} of the variation of 6 items."
    )
    one = cs.factor_analysis(wave, ITEMS[:3], n_factors=1)
    assert one.summary().startswith("One factor accounts")
    with _messages.language("en-XA"):
        assert "factor" not in result.summary()
        assert "factor" not in " ".join(result.rounded()["factor"]).lower()
    assert replace(result, table=result.table.iloc[:2]).summary()
    nothing = replace(
        result, table=result.table.iloc[:0], loadings=result.loadings.iloc[:0]
    )
    assert nothing.summary()


def test_weighted_fit_carries_a_caution(planted):
    result = cs.factor_analysis(
        cs.Wave.from_frame(planted, weights="w"), ITEMS, n_factors=2
    )
    assert any("drawn alone" in str(note) for note in result.notes)
    plain = cs.factor_analysis(cs.Wave.from_frame(planted), ITEMS, n_factors=2)
    assert plain.flags == ()
    assert plain.notes == ()


def test_items_that_do_not_go_together_have_no_complexity():
    every = np.array(np.meshgrid(*[[1.0, 2.0]] * 4)).reshape(4, -1).T
    wave = cs.Wave.from_frame(pd.DataFrame(every, columns=list("abcd")))
    found = cs.factor_analysis(wave, list("abcd"), n_factors=1).table
    assert found["complexity"].isna().all()
    assert found["uniqueness"].tolist() == pytest.approx([1.0] * 4)
    with pytest.raises(ValueError, match="no two of them go together"):
        cs.common_method_variance(wave, list("abcd"))
