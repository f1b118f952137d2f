"""Do scores, answers and labels reach other programs as they are?"""

import json

import numpy as np
import openpyxl
import pandas as pd
import pyarrow.parquet as pq
import pyreadstat
import pytest

from csat_methods import Study, Wave, means, write_scores
from csat_methods.report.scored_file import _spss_name

STUDY = {
    "id": "x",
    "title": "X",
    "scales": {
        "five": {
            "points": [1, 2, 3, 4, 5],
            "labels": {1: {"en": "poor", "fa": "بد"}, 5: {"en": "good", "fa": "خوب"}},
        },
    },
    "items": {
        "q1": {"scale": "five", "label": {"en": "Price", "fa": "قیمت"}},
        "why": {"type": "text", "label": {"en": "Why?", "fa": "چرا؟"}},
    },
}


@pytest.fixture
def wave():
    frame = pd.DataFrame(
        {
            "q1": [1.0, 5.0, np.nan, 4.0],
            "why": ["=1+1", "سلام", None, "a\nb"],
            "when": pd.to_datetime(["2025-01-01", None, "2025-01-03", "2025-01-04"]),
            "group": pd.Categorical(["b", "a", "b", None]),
        },
        index=[10, 20, 30, 40],
    )
    made = Wave.from_frame(frame, study=Study.from_dict(STUDY))
    return made.where(made.frame["q1"] != 4, name="not four")


@pytest.fixture
def scores(wave):
    two = pd.DataFrame({"f1": [0.1, -1, 2, 3], "f2": 1.0}, index=wave.frame.index)
    return {"factor": two, "total": pd.Series([1.5, 2, np.nan, 4], wave.frame.index)}


def test_spss_gets_values_labels_and_words_of_answers(wave, scores, tmp_path):
    write_scores(wave, scores, tmp_path / "scored.sav")
    frame, told = pyreadstat.read_sav(tmp_path / "scored.sav")
    assert frame["q1"].tolist()[:2] == [1.0, 5.0]
    assert np.isnan(frame["q1"][2])
    assert frame["why"].tolist() == ["=1+1", "سلام", "", "a\nb"]
    assert frame["factor_f1"].tolist() == [0.1, -1, 2, 3]
    assert frame["total"].tolist()[:2] == [1.5, 2]
    assert told.column_names_to_labels["q1"] == "Price"
    assert told.variable_value_labels["q1"] == {1.0: "poor", 5.0: "good"}
    assert told.variable_value_labels["csat_included"] == {1.0: "yes", 0.0: "no"}


def test_everybody_is_in_the_file_and_the_domain_and_weights_are_told(wave, tmp_path):
    write_scores(wave, {}, tmp_path / "scored.parquet")
    frame = pd.read_parquet(tmp_path / "scored.parquet")
    assert frame["csat_included"].tolist() == wave.domain.astype(int).tolist()
    assert frame["csat_included"].sum() == wave.n < len(frame)
    assert frame["csat_weight"].tolist() == wave.weights.tolist()


def test_parquet_brings_labels_with_each_field_and_exact_numbers(
    wave, scores, tmp_path
):
    write_scores(wave, scores, tmp_path / "scored.parquet", lang="fa")
    schema = pq.read_schema(tmp_path / "scored.parquet")
    told = schema.field("q1").metadata
    assert told[b"label"].decode() == "قیمت"
    assert json.loads(told[b"value_labels"])["5"] == "خوب"
    frame = pd.read_parquet(tmp_path / "scored.parquet")
    pd.testing.assert_series_equal(
        frame["factor_f1"], scores["factor"]["f1"].reset_index(drop=True),
        check_names=False,
    )  # fmt: skip
    assert frame["when"].dtype.kind == "M"


def test_excel_has_a_codebook_and_no_formula(wave, scores, tmp_path):
    write_scores(wave, scores, tmp_path / "scored.xlsx")
    book = openpyxl.load_workbook(tmp_path / "scored.xlsx")
    assert book.sheetnames == ["data", "codebook"]
    head, first, *_ = book["data"].iter_rows(values_only=True)
    row = dict(zip(head, first, strict=True))
    assert (row["q1"], row["why"], row["total"]) == (1, "'=1+1", 1.5)
    listed = list(book["codebook"].iter_rows(values_only=True))
    assert ("q1", "Price", 5, "good") in listed
    assert listed[0] == ("Variable", "Label", "Code", "Answer")


def test_answers_that_were_turned_round_keep_their_words(tmp_path):
    items = {"q1": {**STUDY["items"]["q1"], "reversed": True}}
    study = Study.from_dict({**STUDY, "items": items})
    wave = Wave.from_frame(pd.DataFrame({"q1": [1.0, 5.0]}), study=study)
    write_scores(wave, {}, tmp_path / "scored.sav")
    _, told = pyreadstat.read_sav(tmp_path / "scored.sav")
    for value, words in told.variable_value_labels["q1"].items():
        assert str(study.answers("q1").label(value).texts["en"]) == words


def test_names_that_spss_refuses_are_written_otherwise(tmp_path):
    frame = pd.DataFrame({"q1[SQ 1]": [1.0, 2], "1st": [1.0, 2], "سن": [1.0, 2]})
    write_scores(Wave.from_frame(frame), {}, tmp_path / "scored.sav")
    names = pyreadstat.read_sav(tmp_path / "scored.sav")[1].column_names
    assert names[:2] == ["q1_SQ_1_", "v1st"]
    assert len(_spss_name("x" * 200)) == 64


@pytest.mark.parametrize(
    ("results", "words"),
    [
        ({"m": 3}, r"results\['m'\]=int holds no scores"),
        ({"m": pd.Series([1.0])}, r"results\['m'\] must have the rows of wave.frame"),
        ({"q1": pd.Series([1.0] * 4, [10, 20, 30, 40])}, r"columns=\['q1', 'q1'\]"),
    ],
)
def test_what_is_no_score_of_these_people_is_refused(wave, results, words, tmp_path):
    with pytest.raises(ValueError, match=words):
        write_scores(wave, results, tmp_path / "scored.sav")
    assert not list(tmp_path.iterdir())


def test_a_result_of_the_whole_wave_is_no_score(wave, tmp_path):
    with pytest.raises(ValueError, match="Means holds no scores"):
        write_scores(wave, {"m": means(wave, "q1")}, tmp_path / "scored.sav")


def test_another_ending_is_refused(wave, tmp_path):
    with pytest.raises(ValueError, match=r"path='x\.csv' must end in one of \.sav"):
        write_scores(wave, {}, tmp_path / "x.csv")


# ------------------------------------------------------------------ back from all
def from_sav(path):
    frame, told = pyreadstat.read_sav(path)
    named = dict(zip(frame.columns, told.column_labels, strict=True))
    return frame, named, told.variable_value_labels


def from_parquet(path):
    fields = list(pq.read_schema(path))
    facts = {f.name: f.metadata or {} for f in fields}
    named = {name: told[b"label"].decode() for name, told in facts.items()}
    answers = {
        name: {float(code): words for code, words in json.loads(said).items()}
        for name, told in facts.items()
        if (said := told.get(b"value_labels"))
    }
    return pd.read_parquet(path), named, answers


def from_excel(path):
    frame, book = pd.read_excel(path, sheet_name=[0, 1]).values()
    book.columns = ["Variable", "Label", "Code", "Answer"]
    named = dict(zip(book["Variable"], book["Label"].fillna(""), strict=True))
    told = book.dropna(subset=["Code"])
    answers = {
        name: dict(zip(rows["Code"].astype(float), rows["Answer"], strict=True))
        for name, rows in told.groupby("Variable")
    }
    return frame, named, answers


@pytest.mark.parametrize("lang", ["en", "fa"])
def test_values_and_labels_come_back_equal_from_every_format(tmp_path, lang):
    frame = pd.DataFrame({"q1": [1.0, 5.0, np.nan, 4.0], "x": [0.1, 2, 1e-9, np.nan]})
    wave = Wave.from_frame(frame, study=Study.from_dict(STUDY))
    scores = {"total": pd.Series([1.5, np.pi, np.nan, -4], frame.index)}
    back = {}
    for ending, read in (
        ("sav", from_sav),
        ("parquet", from_parquet),
        ("xlsx", from_excel),
    ):
        write_scores(wave, scores, tmp_path / f"scored.{ending}", lang=lang)
        back[ending] = read(tmp_path / f"scored.{ending}")
    data, named, answers = back["sav"]
    assert named["q1"] == {"en": "Price", "fa": "قیمت"}[lang]
    assert answers["q1"] == {
        1.0: {"en": "poor", "fa": "بد"}[lang],
        5.0: {"en": "good", "fa": "خوب"}[lang],
    }
    for column, truth in {**frame, **scores}.items():
        assert np.array_equal(data[column], truth, equal_nan=True)
    for other, words, codes in (back["parquet"], back["xlsx"]):
        assert list(other) == list(data)
        for column in data:
            assert np.array_equal(
                other[column].astype(float), data[column].astype(float), equal_nan=True
            )
            assert (words[column] or "") == (named[column] or "")
        assert codes == answers


TEXTS = ["a\x00b\x07", "=1+1", "＝2", "\t@x", "z" * 40_000, "😀" * 20_000, "<b>", "بد"]


def test_whatever_people_wrote_is_written_and_never_a_formula(tmp_path):
    frame = pd.DataFrame({"said": TEXTS, "=1": range(len(TEXTS))})
    wave = Wave.from_frame(frame)
    for ending in ("sav", "parquet", "xlsx"):
        write_scores(wave, {"=s": frame["=1"]}, tmp_path / f"s.{ending}")
    book = openpyxl.load_workbook(tmp_path / "s.xlsx")
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert "f" not in {cell.data_type for cell in cells}
    said = [book["data"].cell(row + 2, 1).value for row in range(len(TEXTS))]
    assert said[0] == "a\ufffdb\ufffd"
    assert said[1:4] == [f"'{text}" for text in TEXTS[1:4]]
    assert said[6:] == TEXTS[6:]
    back, _, _ = from_sav(tmp_path / "s.sav")
    assert back.iloc[:, 0].tolist() == ["ab", *TEXTS[1:]]
    assert pd.read_parquet(tmp_path / "s.parquet")["said"].tolist() == TEXTS


# ------------------------------------------- questions with several answers
REASONS = {
    "type": "multiple",
    "delimiter": ";",
    "label": {"en": "Why us?", "fa": "چرا ما؟"},
    "options": {"price": {"en": "Low price", "fa": "قیمت پایین"}, "other": None},
}


@pytest.fixture
def chosen(tmp_path):
    """``chosen(ending, lang)``: the file of a question with several answers."""
    study = Study.from_dict({**STUDY, "items": {"why": REASONS}})
    frame = pd.DataFrame({"why:price": [1.0, 0.0], "why:other": [0.0, np.nan]})

    def chosen(ending, lang="en"):
        place = tmp_path / f"scored{ending}"
        write_scores(Wave.from_frame(frame, study=study), {}, place, lang=lang)
        return place

    return chosen


def test_an_option_has_its_own_words_and_those_of_its_question_in_spss(chosen):
    _, told = pyreadstat.read_sav(chosen(".sav"))
    assert told.column_names_to_labels["why_price"] == "Why us? – Low price"
    assert told.column_names_to_labels["why_other"] == "Why us? – other"
    assert told.variable_value_labels["why_price"] == {1.0: "yes", 0.0: "no"}


def test_an_option_has_its_own_words_and_those_of_its_question_in_excel(chosen):
    book = openpyxl.load_workbook(chosen(".xlsx", "fa"))["codebook"]
    listed = list(book.iter_rows(values_only=True))
    assert ("why:price", "چرا ما؟ – قیمت پایین", 1, "بله") in listed


def test_an_option_has_its_own_words_and_those_of_its_question_in_parquet(chosen):
    told = pq.read_schema(chosen(".parquet")).field("why:price").metadata
    assert told[b"label"].decode() == "Why us? – Low price"
    assert json.loads(told[b"value_labels"]) == {"1": "yes", "0": "no"}
