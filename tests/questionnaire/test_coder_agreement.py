"""Do coders agree as R and the literature say?"""

import numpy as np
import pandas as pd
import pytest

import csat_methods as cs

CODES = pd.DataFrame({"A": [1, 2, 3, 3, 2, 1, 4, 1], "B": [1, 2, 3, 3, 2, 2, 4, 1]})

APART = pd.DataFrame({"A": [1, None], "B": [None, 2]})


@pytest.mark.parametrize("case", ["anxiety_12", "diagnoses_12", "vision"])
def test_cohen_s_kappas_of_the_reference(reference, reference_data, case):
    known = reference(f"psychometrics/agreement/kappa_{case}")
    data = reference_data(known["data"])[known["items"]]
    found = cs.coder_agreement(data, scale="ordinal")
    for term, name in (
        ("cohen_kappa", "unweighted"),
        ("cohen_kappa_linear", "linear"),
        ("cohen_kappa_quadratic", "quadratic"),
    ):
        if name in known["values"]["fleiss_cohen_everitt"]:
            want = known["values"]["fleiss_cohen_everitt"][name]
            row = found[term]
            assert row["estimate"] == pytest.approx(want["value"], abs=1e-9)
            assert row["se"] == pytest.approx(want["se"], rel=1e-8)
            assert row["statistic"] == pytest.approx(want["z_null"], rel=1e-8)
            if case != "vision":
                assert row["ci_low"] == pytest.approx(want["lower"], abs=1e-8)


def by_coincidences(data, *, divide):
    """Return nominal alpha from the matrix of coincidences (Krippendorff 2011).

    R's irr 0.84.1 does not divide a unit's pairs by its coders less one where no
    rating is missing; the alpha it then gives counts every rating more than once.
    """
    codes = sorted(pd.unique(data.stack().dropna()))
    o = np.zeros((len(codes), len(codes)))
    for _, unit in data.iterrows():
        given = [codes.index(code) for code in unit.dropna()]
        counts = np.bincount(given, minlength=len(codes))
        pairs = np.outer(counts, counts) - np.diag(counts)
        o += pairs / (len(given) - 1) if divide and len(given) > 1 else pairs
    n = o.sum(axis=0)
    chance = n.sum() ** 2 - (n**2).sum()
    return 1 - (n.sum() - 1) * (n.sum() - np.trace(o)) / chance


def test_krippendorff_s_own_example():
    """Krippendorff (2011), Computing Krippendorff's alpha-reliability, section C."""
    nan = np.nan
    data = pd.DataFrame(
        {
            "A": [1, 2, 3, 3, 2, 1, 4, 1, 2, nan, nan, nan],
            "B": [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, nan, 3],
            "C": [nan, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, nan],
            "D": [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, nan],
        }
    )
    want = {"nominal": 0.743, "ordinal": 0.815, "interval": 0.849}
    for scale, alpha in want.items():
        row = cs.coder_agreement(data, scale=scale)["krippendorff_alpha"]
        assert row["estimate"] == pytest.approx(alpha, abs=5e-4)
        assert row["n"] == 11


@pytest.mark.parametrize("case", ["anxiety", "diagnoses", "krippendorff_2011", "video"])
def test_many_coders_of_the_reference(reference, reference_data, case):
    known = reference(f"psychometrics/agreement/many_{case}")
    data = reference_data(known["data"])[known["items"]]
    values = known["values"]
    row = cs.coder_agreement(data)["krippendorff_alpha"]
    assert row["estimate"] == pytest.approx(by_coincidences(data, divide=True))
    assert row["ci_low"] < row["estimate"] < row["ci_high"]
    without_blanks = not data.isna().any(axis=None)
    irr = by_coincidences(data, divide=not without_blanks)
    assert irr == pytest.approx(values["krippendorff"]["nominal"], abs=1e-9)
    row = cs.coder_agreement(data)["fleiss_kappa"]
    assert row["estimate"] == pytest.approx(values["fleiss"]["value"], abs=1e-9)
    assert row["statistic"] == pytest.approx(values["fleiss"]["z"], rel=1e-9)
    if case != "diagnoses":
        row = cs.coder_agreement(data, scale="ordinal")["kendall_w"]
        want = values["kendall"]["corrected"]
        assert row["estimate"] == pytest.approx(want["W"], abs=1e-9)
        assert row["p"] == pytest.approx(want["p"], rel=1e-8)


def test_codes_may_be_words():
    words = CODES.replace({1: "late", 2: "price", 3: "staff", 4: "other"})
    one, two = cs.coder_agreement(CODES), cs.coder_agreement(words)
    assert one.table["estimate"].tolist() == pytest.approx(two.table["estimate"])
    assert list(two.by_category.index) == ["late", "other", "price", "staff"]


def test_rows_are_those_that_apply():
    terms = lambda **k: list(cs.coder_agreement(CODES, **k).table["term"])  # noqa: E731
    assert terms() == ["krippendorff_alpha", "cohen_kappa", "fleiss_kappa"]
    assert terms(scale="ordinal")[-1] == "kendall_w"
    three = CODES.assign(C=[1, 2, 3, 3, 2, 1, 4, 2])
    assert "cohen_kappa" not in list(cs.coder_agreement(three).table["term"])


def test_blanks_leave_alpha_and_only_alpha():
    more = pd.concat([CODES, pd.DataFrame({"A": [1, 2], "B": [None, ""]})])
    found = cs.coder_agreement(more)
    assert found.table["n"].tolist() == [8, 8, 8]
    assert found.used.left_out == {"no answer": 2}
    want = cs.coder_agreement(CODES).table["estimate"].tolist()
    assert found.table["estimate"].tolist() == pytest.approx(want)


def test_perfect_agreement_is_one():
    found = cs.coder_agreement(CODES.assign(B=CODES["A"]), scale="ordinal")
    assert found.table["estimate"].tolist() == pytest.approx([1.0] * 6)


def test_swapping_coders_changes_nothing():
    one = cs.coder_agreement(CODES, scale="ordinal").table
    two = cs.coder_agreement(CODES[["B", "A"]], scale="ordinal").table
    pd.testing.assert_frame_equal(one, two)


def test_w_of_one_coder_whose_codes_are_all_equal_still_ranks_the_others():
    found = cs.coder_agreement(CODES.assign(B=1), scale="ordinal")
    assert np.isfinite(found["kendall_w"]["estimate"])


@pytest.mark.parametrize(
    ("ratings", "scale", "why"),
    [
        (CODES[["A"]], "nominal", "coders=1"),
        (CODES * 0, "nominal", "one code only, 0"),
        (APART, "nominal", "no unit has codes"),
        (pd.DataFrame({"A": ["x"], "B": ["y"]}), "interval", "must be numbers"),
        (CODES, "ratio", "scale='ratio'"),
        (CODES.head(1).assign(B=9), "nominal", "units=1 with codes of two coders"),
    ],
)
def test_what_cannot_be_estimated_is_refused(ratings, scale, why):
    with pytest.raises(ValueError, match=why):
        cs.coder_agreement(ratings, scale=scale)


def test_the_sentence_is_undecided_where_the_interval_reaches_over_the_line():
    assert "undecided" in cs.coder_agreement(CODES).summary()


def test_cohen_s_kappa_of_two_coders_by_hand():
    """Of 20, 8 and 6 alike: .7 observed, .6 x .5 + .4 x .5 = .5 by chance."""
    first, second = "y" * 8 + "n" * 6 + "y" * 4 + "n" * 2, "y" * 8 + "n" * 10 + "y" * 2
    found = cs.coder_agreement(pd.DataFrame({"A": list(first), "B": list(second)}))
    assert found["cohen_kappa"]["estimate"] == pytest.approx((0.7 - 0.5) / (1 - 0.5))


def test_words_with_an_order_of_their_own_are_as_their_numbers():
    ranks = pd.DataFrame({"A": [1, 2, 3, 3, 2, 1], "B": [1, 3, 3, 2, 2, 1]})
    words = ranks.replace({1: "low", 2: "medium", 3: "high"}).astype(
        pd.CategoricalDtype(["low", "medium", "high"], ordered=True)
    )
    known = cs.coder_agreement(ranks, scale="ordinal").table["estimate"]
    found = cs.coder_agreement(words, scale="ordinal")
    assert found.table["estimate"].tolist() == pytest.approx(known.tolist())
    assert not found.notes
    tens = ranks.replace({1: "8", 2: "9. much", 3: "10"})
    found = cs.coder_agreement(tens, scale="ordinal")
    assert found.table["estimate"].tolist() == pytest.approx(known.tolist())
    assert not found.notes


def test_words_in_the_order_of_their_letters_say_so():
    words = pd.DataFrame({"A": ["low", "high", "mid"], "B": ["low", "mid", "mid"]})
    found = cs.coder_agreement(words, scale="ordinal")
    assert "order of their letters: high, low, mid" in str(found.notes[0])
    assert not cs.coder_agreement(words).notes


@pytest.mark.parametrize("scale", ["nominal", "ordinal", "interval"])
def test_kappa_of_a_coder_with_one_code_for_all_is_nought_and_says_why(scale):
    found = cs.coder_agreement(CODES.assign(B=1), scale=scale)
    kappas = found.table[found.table["term"].str.startswith("cohen")]
    assert len(kappas)
    assert (kappas["estimate"] == 0).all()
    assert kappas[["se", "ci_low", "ci_high", "statistic", "p"]].isna().all(axis=None)
    assert "one and the same code" in str(found.notes[-1])
    assert np.isfinite(found["krippendorff_alpha"]["estimate"])
    assert not cs.coder_agreement(CODES, scale=scale).notes


@pytest.mark.parametrize("case", ["no_ties", "ties", "anxiety"])
def test_kendall_s_w_of_the_reference_takes_ties_into_account(reference, case):
    known = reference("survey/rank_tests/kendall_w")["values"][case]
    ratings = pd.DataFrame(known["ratings"]["data"], columns=known["ratings"]["cols"])
    row = cs.coder_agreement(ratings, scale="ordinal")["kendall_w"]
    assert row["estimate"] == pytest.approx(known["W_ties"], abs=1e-9)
    assert row["statistic"] == pytest.approx(known["chisq_ties"], rel=1e-9)
    assert row["p"] == pytest.approx(known["p_ties"], rel=1e-8)


def test_the_coefficients_of_irr(reference, reference_data):
    known = reference("survey/rank_tests/coder_agreement")["values"]
    pair = reference_data("anxiety").iloc[:, :2]
    found = cs.coder_agreement(pair, scale="ordinal").table.set_index("term")
    names = {"cohen_kappa": "kappa", "cohen_kappa_linear": "kappa_linear"}
    names |= {"cohen_kappa_quadratic": "kappa_quadratic"}
    for term, name in names.items():
        assert found.loc[term, "estimate"] == pytest.approx(known[name], abs=1e-9)
    row = cs.coder_agreement(reference_data("diagnoses"))["fleiss_kappa"]
    assert row["estimate"] == pytest.approx(known["fleiss"], abs=1e-9)
    assert row["statistic"] == pytest.approx(known["fleiss_z"], rel=1e-9)


def test_coders_who_never_differ_are_no_proof():
    alike = pd.DataFrame({"A": [1, 2, 3] * 5, "B": [1, 2, 3] * 5})
    found = cs.coder_agreement(alike)
    assert (found.table["estimate"] == 1).all()
    assert "without width does not mean certainty" in str(found.notes[-1])
    assert not cs.coder_agreement(alike.assign(B=[2, *alike["B"][1:]])).notes


DISTANCES = {
    "nominal": lambda c, _n: c[:, None] != c,
    "interval": lambda c, _n: (c[:, None] - c) ** 2,
    "ordinal": lambda _c, n: (
        np.abs(np.subtract.outer(np.cumsum(n) - n / 2, np.cumsum(n) - n / 2)) ** 2
    ),
}
"""Values and how often they are paired to how far two are apart: Krippendorff (2011);
between ordinal ones lie all in between and half of both."""


@pytest.mark.parametrize("scale", DISTANCES)
@pytest.mark.parametrize("blank", [0.0, 0.25])
def test_alpha_is_that_of_the_matrix_of_coincidences(scale, blank):
    rng = np.random.default_rng(7)
    truth = rng.integers(1, 6, (40, 1))
    x = np.clip(truth + rng.integers(-1, 2, (40, 4)), 1, 5).astype(float)
    x[rng.random(x.shape) < blank] = np.nan
    codes = np.arange(1.0, 6)
    counts = (x[:, :, None] == codes).sum(axis=1)
    counts = counts[counts.sum(axis=1) > 1]
    each = np.array([np.outer(c, c) - np.diag(c) for c in counts], float)
    o = (each / (counts.sum(axis=1) - 1)[:, None, None]).sum(axis=0)
    n = o.sum(axis=0)
    apart = np.asarray(DISTANCES[scale](codes, n), float)
    want = 1 - (n.sum() - 1) * (o * apart).sum() / (np.outer(n, n) * apart).sum()
    row = cs.coder_agreement(pd.DataFrame(x), scale=scale)["krippendorff_alpha"]
    assert row["estimate"] == pytest.approx(want, abs=1e-12)
