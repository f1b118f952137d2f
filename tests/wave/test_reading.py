"""Do params and data become a wave, or sentences that say why not?"""

import re

import numpy as np
import pandas as pd
import pyreadstat
import pytest

from csat_methods._messages import normal_text
from csat_methods.wave.reading import read_study, read_wave

STUDY = """\
schema: 1
id: shop
title: {en: Shop}
scales:
  five: {lowest: 1, highest: 5, not_applicable: [6], blank: [0]}
items:
  food: {role: perception, scale: five}
  overall: {role: overall, scale: five}
selection: quota
"""
WAVE = """\
schema: 1
id: w
sources:
  responses: data/shop/w.csv
columns: {weights: weight, strata: region, respondent: id}
"""
DATA = "id,food,overall,region,weight\n1,5,4,n,1\n2,6,3,n,2\n3,0,1,s,1.5\n4,2,2,s,1\n"


class Project:
    """A project in a folder of its own; parts are rewritten by name."""

    def __init__(self, folder):
        self.folder = folder
        self.path = folder / "params" / "shop" / "waves" / "w.yaml"
        self.path.parent.mkdir(parents=True)
        self.write("study.yaml", STUDY)
        self.write("waves/w.yaml", WAVE)
        self.data(DATA)

    def write(self, name, text):
        (self.folder / "params" / "shop" / name).write_text(text, "utf8")

    def data(self, content, name="w.csv"):
        path = self.folder / "data" / "shop" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        raw = content if isinstance(content, bytes) else content.encode()
        path.write_bytes(raw)

    def read(self, **keys):
        return read_wave(self.path, **keys)

    def refused(self, words):
        with pytest.raises(ValueError, match=words) as caught:
            self.read()
        return str(caught.value).splitlines()


@pytest.fixture
def project(tmp_path):
    return Project(tmp_path)


def test_a_wave_has_its_answers_design_study_and_files(project):
    wave = project.read()
    assert wave.frame.columns.tolist() == ["food", "overall", "id", "region", "weight"]
    np.testing.assert_equal(wave.frame["food"].tolist(), [5, np.nan, np.nan, 2])
    assert wave.absent["food"].tolist() == [0, 1, 0, 0]
    assert wave.scales == {"food": (1, 5), "overall": (1, 5)}
    assert wave.weights.tolist() == [1, 2, 1.5, 1]
    assert len(wave.design.first.population) == 2
    assert wave.selection == "quota"
    assert wave.study == read_study(project.path.parent.parent)
    assert wave.file.id == "w"
    assert wave.path == project.path
    assert wave.frame.index.tolist() == [2, 3, 4, 5]


def test_no_id_stays_in_the_frame(project):
    project.data(DATA.replace("\n1,", "\nanna@example.org,"))
    frame = project.read().frame
    assert "anna@example.org" not in frame.to_csv()
    assert re.fullmatch(r"[0-9a-f]{16}", frame["id"].tolist()[0])


def test_columns_that_may_not_be_kept_are_never_read(project):
    project.data("mail,food,overall\na@b.c,1,2\n")
    source = "{file: data/shop/w.csv, leave_out: mail}"
    wave = WAVE.replace("data/shop/w.csv", source).split("columns:")[0]
    project.write("waves/w.yaml", wave)
    assert project.read().frame.columns.tolist() == ["food", "overall"]


def test_one_file_may_hold_several_waves(project):
    project.data("year,food,overall\n2023,1,2\n2024,3,4\n2024,5,5\n")
    source = "{file: data/shop/w.csv, rows: {year: 2024}}"
    wave = WAVE.replace("data/shop/w.csv", source).split("columns:")[0]
    project.write("waves/w.yaml", wave)
    assert project.read().frame.index.tolist() == [3, 4]


def test_the_key_of_a_wave_changes_with_data_study_and_wave_file(project):
    keys = [project.read().source_key]
    for change in (
        lambda: project.data(DATA.replace("n,1\n", "n,2\n")),
        lambda: project.write("study.yaml", STUDY + "sponsor: A\n"),
        lambda: project.write("waves/w.yaml", WAVE + "invited: 9\n"),
    ):
        change()
        keys.append(project.read().source_key)
    assert len(set(keys)) == 4
    assert project.read().source_key == keys[-1]


def test_all_of_a_design_reaches_the_wave(project):
    rows = ["food,overall,w,big,c1,c2,r1,r2,who"]
    rows += [f"{i % 5 + 1},3,2,9,{i % 4},{i},{i % 2},{1 - i % 2},{i}" for i in range(8)]
    project.data("\n".join(rows))
    design = (
        "columns: {weights: w, clusters: [c1, c2], nested: true, person: who, "
        "replicate_weights: 'r*', replicate_method: brr, replicate_scales: 0.5}\n"
    )
    project.write("waves/w.yaml", WAVE.split("columns:", maxsplit=1)[0] + design)
    wave = project.read()
    assert len(wave.design.stages) == 2
    assert wave.person == "who"
    assert wave.design.replicates.weights.shape == (8, 2)
    assert wave.design.replicates.scale.tolist() == [0.5, 0.5]


# --------------------------------------------------------------------- margins
def with_step(project, step, sources=""):
    wave = WAVE.replace("columns:", f"{sources}columns:")
    project.write("waves/w.yaml", f"{wave}preparation:\n  - {step}\n")


def test_margins_are_read_from_their_file(project):
    project.data("variable,level,total\nregion,n,40\nregion,s,60\n", "m.csv")
    expected = ({"rake": {"margins": {"region": {"n": 40, "s": 60}}}},)
    with_step(project, "rake: {margins: data/shop/m.csv}")
    assert project.read().file.preparation == expected
    with_step(project, "rake: {}", "  margins: data/shop/m.csv\n")
    assert project.read().file.preparation == expected
    before = project.read().source_key
    project.data("variable,level,total\nregion,n,50\nregion,s,50\n", "m.csv")
    assert project.read().source_key != before


def test_crossed_margins_and_plain_totals_stand_in_a_file_too(project):
    text = "variable,level,total\nregion*food,n*5,40\nweight,,100\n"
    project.data(text, "m.csv")
    with_step(project, "calibrate: {totals: data/shop/m.csv}")
    assert project.read().file.preparation[0]["calibrate"]["totals"] == {
        ("region", "food"): {("n", 5): 40.0},
        "weight": 100.0,
    }


def test_a_step_without_any_totals_is_refused(project):
    with_step(project, "rake: {}")
    project.refused("the step rake has no margins, and sources name no margins")


# ------------------------------------------------------------------- bad input
@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "data/shop/w.csv: is empty"),
        (b"food,overall\n", "data/shop/w.csv: has a header and no answers"),
        (b"\x89PNG\x00\x01", "data/shop/w.csv: is not text"),
        (b"food,food,overall\n1,2,3\n", "data/shop/w.csv: column 'food' is there 2"),
    ],
)
def test_a_file_that_holds_no_answers_is_refused_by_name(project, content, words):
    project.data(content)
    project.refused(words)


def test_a_missing_file_is_refused_by_name(project):
    project.write("waves/w.yaml", WAVE.replace("w.csv", "v.csv"))
    project.refused("data/shop/v.csv: there is no such file")


def test_all_faults_of_the_data_are_said_at_once(project):
    project.data(DATA.replace("2,6,3,n,2", "2,9,bad,n,-2").replace("overall", "total"))
    said = project.refused("data/shop/w.csv: column 'food'")
    starts = [
        "column 'overall' of item 'overall' is not in the file; if it was not asked",
        "column 'food': 1 cell is off the scale 1 to 5; first in row 3: '9'.",
        "column 'weight', weights: 1 cell is below 0; first in row 3: -2.0.",
    ]
    assert len(said) == len(starts)
    for sentence, start in zip(said, starts, strict=True):
        assert sentence.startswith(f"data/shop/w.csv: {start}")


@pytest.mark.parametrize("file", ["../w.csv", "/etc/passwd", "data/../../w.csv"])
def test_data_outside_the_project_are_never_read(project, file):
    project.write("waves/w.yaml", WAVE.replace("data/shop/w.csv", file))
    project.refused(r"params/shop/waves/w.yaml: file=.* lies outside the project")


def test_a_data_root_takes_the_place_of_the_project(project, tmp_path_factory):
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    project.write("waves/w.yaml", WAVE.replace("data/shop/w.csv", "w.csv"))
    (elsewhere / "w.csv").write_text(DATA)
    assert project.read(data_root=elsewhere).n == 4
    (elsewhere / "w.csv").unlink()
    (elsewhere / "w.csv").symlink_to(project.folder / "data" / "shop" / "w.csv")
    with pytest.raises(ValueError, match="lies outside the project"):
        project.read(data_root=elsewhere)


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        (
            "study.yaml",
            STUDY.replace("title:", "titel:"),
            "params/shop/study.yaml:3: titel: unknown key; did you mean 'title'",
        ),
        (
            "study.yaml",
            STUDY + "id: shop\n",
            "params/shop/study.yaml:10: 'id' is given twice, first on line 2",
        ),
        (
            "waves/w.yaml",
            WAVE + "notes: !!python/name:os.system\n",
            "params/shop/waves/w.yaml:6: the tag !!python/name:os.system is not read",
        ),
        (
            "waves/w.yaml",
            WAVE + "fieldwork: {start: 2026-02-01, end: 2026-01-01}\n",
            "params/shop/waves/w.yaml:6: fieldwork: end=2026-01-01 must not be before",
        ),
        (
            "waves/w.yaml",
            WAVE + "not_asked: [foood]\n",
            "w.yaml:6: not_asked: 'foood' is no item of the study; did you mean 'food'",
        ),
        ("waves/w.yaml", "", "params/shop/waves/w.yaml: is empty"),
    ],
)
def test_faulty_params_are_refused_with_file_and_line(project, name, text, words):
    project.write(name, text)
    project.refused(words)


def test_one_respondent_is_a_wave_and_none_is_not(project):
    project.write("waves/w.yaml", WAVE.split("columns:", maxsplit=1)[0])
    project.data("food,overall\n5,4\n")
    assert project.read().n == 1
    project.data("food,overall\n,\n")
    project.refused("has a header and no answers below it")


# ------------------------------------------------------------ every format alike
def frames(project, name, write):
    frame = pd.DataFrame({"food": [5, 6, None, 2], "overall": [4, 3, 1, 2]})
    write(frame, project.folder / "data" / "shop" / name)
    wave = WAVE.replace("w.csv", name).split("columns:")[0]
    project.write("waves/w.yaml", wave)
    return project.read()


def write_sav(frame, path):
    pyreadstat.write_sav(frame, path, missing_ranges={"food": [6]})


@pytest.mark.parametrize(
    ("name", "write"),
    [
        ("a.csv", lambda frame, path: frame.to_csv(path, index=False)),
        ("a.tsv", lambda frame, path: frame.to_csv(path, index=False, sep="\t")),
        ("a.xlsx", lambda frame, path: frame.to_excel(path, index=False)),
        ("a.parquet", lambda frame, path: frame.to_parquet(path)),
        ("a.sav", write_sav),
    ],
    ids=["csv", "tsv", "excel", "parquet", "spss"],
)
def test_the_same_answers_come_from_every_format(project, name, write):
    wave = frames(project, name, write)
    np.testing.assert_equal(wave.frame["food"].tolist(), [5, np.nan, np.nan, 2])
    assert wave.absent["food"].tolist() == [0, 1, 0, 0]
    assert wave.frame["overall"].tolist() == [4, 3, 1, 2]


def write_texts_to_excel(frame, path):
    """Write texts as texts, though they begin like formulas."""
    import openpyxl

    book = openpyxl.Workbook()
    for row in [frame.columns, *frame.itertuples(index=False)]:
        book.active.append([str(cell) for cell in row])
    for cell in (cell for row in book.active.iter_rows() for cell in row):
        cell.data_type = "s"
    book.save(path)


HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    '=HYPERLINK("http://e.example","x")',
    "@SUM(1)",
    "safe\u202efdp.exe\u2066",
    "👩‍👩‍👧‍👦 🇮🇷 𝒳",
    "{n} {0.__class__} %s ' ; import os",
    "endless " * 1250,
]


@pytest.mark.parametrize(
    ("name", "write"),
    [
        ("a.csv", lambda frame, path: frame.to_csv(path, index=False)),
        ("a.tsv", lambda frame, path: frame.to_csv(path, index=False, sep="\t")),
        ("a.xlsx", write_texts_to_excel),
        ("a.parquet", lambda frame, path: frame.to_parquet(path)),
        ("a.sav", pyreadstat.write_sav),
        ("a.dta", lambda frame, path: frame.to_stata(path, version=119)),
    ],
    ids=["csv", "tsv", "excel", "parquet", "spss", "stata"],
)
def test_hostile_texts_are_the_same_words_from_every_format(project, name, write):
    said = HOSTILE if name != "a.dta" else [text[:2000] for text in HOSTILE]
    rows = len(said)
    frame = pd.DataFrame({"food": [5] * rows, "overall": [4] * rows, "why": said})
    frame = frame.assign(city=[text[:200] for text in said])
    write(frame, project.folder / "data" / "shop" / name)
    project.write("study.yaml", f"{STUDY}segments: {{city: {{text: City}}}}\n")
    study = (project.folder / "params" / "shop" / "study.yaml").read_text()
    study = study.replace("selection:", "  why: {type: text, role: open}\nselection:")
    project.write("study.yaml", study)
    project.write("waves/w.yaml", WAVE.replace("w.csv", name).split("columns:")[0])
    wave = project.read()
    assert [text.strip() for text in wave.frame["why"]] == [t.strip() for t in said]
    assert wave.frame["city"].tolist() == [normal_text(text[:200]) for text in said]
    assert not set("".join(wave.frame["city"])) & set("\u202e\u2066")


# ------------------------------------------------------------------ real surveys
SFO = """\
schema: 1
id: sfo
title: {en: Airport}
scales:
  rating: {lowest: 1, highest: 5, not_applicable: [6], blank: [0]}
  likely: {lowest: 0, highest: 10, blank: [11]}
items:
  food: {role: satisfaction, scale: rating}
  overall: {role: overall, scale: rating}
  nps: {role: recommend, scale: likely}
  date: {type: date}
  problem: {type: nominal, answers: [1, 2], not_applicable: [3], blank: [0, 4]}
  problem_verbatim: {type: text, role: open, asked_if: [{item: problem, in: [1]}]}
"""


def sfo(project, year, extra=""):
    project.write("study.yaml", SFO)
    project.write(
        "waves/w.yaml",
        "schema: 1\nid: w\nsources:\n  responses:\n"
        "    file: sfo_waves_2010_2018.csv\n"
        f"    rows: {{wave: {year}}}\n"
        f"columns: {{weights: weight, respondent: respondent_id}}\n{extra}",
    )


def test_a_wave_of_the_airport_survey_has_the_published_figures(project, shared):
    # data/real/README.md: NPS 2017 n 2,746, unweighted 39.83977, weighted 40.39844;
    # overall 2017 weighted 4.0712, unweighted 4.0644.
    sfo(project, 2017)
    wave = project.read(data_root=shared / "data" / "real")
    assert wave.n == 2831
    answered = wave.frame["nps"].notna()
    scores = wave.frame["nps"][answered]
    points = 100 * ((scores >= 9).astype(float) - (scores <= 6))
    weights = wave.weights[answered]
    assert answered.sum() == 2746
    assert points.mean() == pytest.approx(39.83977, abs=5e-6)
    assert np.average(points, weights=weights) == pytest.approx(40.39844, abs=5e-6)
    overall = wave.frame["overall"].dropna()
    assert overall.mean() == pytest.approx(4.0644, abs=5e-5)
    assert np.average(overall, weights=wave.weights[overall.index]) == pytest.approx(
        4.0712, abs=5e-5
    )
    assert (wave.absent["food"] == 1).sum() == (
        wave.frame["food"].isna() & (wave.absent["food"] == 1)
    ).sum()


def test_an_airport_wave_without_an_item_says_so(project, shared):
    sfo(project, 2010, "not_asked: [nps, problem_verbatim]\n")
    wave = project.read(data_root=shared / "data" / "real")
    assert wave.n == 3234
    assert (wave.absent["nps"] == 2).all()
    assert wave.frame["nps"].isna().all()


def test_an_airport_wave_without_weights_is_refused_row_by_row(project, shared):
    sfo(project, 2011, "not_asked: [nps, problem_verbatim]\n")
    with pytest.raises(ValueError, match="weights: 3872 cells are empty; first in row"):
        project.read(data_root=shared / "data" / "real")


def test_the_kiosk_survey_has_24_pairs_and_the_published_means(project, shared):
    # data/real/README.md: mean E 5.974, P 4.872, gap -1.102.
    items = "".join(
        f"  {letter}{i:02}: {{role: {role}, scale: seven, characteristic: c{i:02}}}\n"
        for letter, role in (("E", "expectation"), ("P", "perception"))
        for i in range(1, 25)
    )
    kinds = "atm, fast_food, cinema, restaurant, cafe, airport, supermarket, bus_ticket"
    project.write(
        "study.yaml",
        "schema: 1\nid: kiosk\ntitle: {en: Kiosk}\nselection: convenience\n"
        f"scales: {{seven: {{lowest: 1, highest: 7}}}}\nitems:\n{items}"
        "  used: {type: multiple, column: kiosk_types_used, delimiter: ';', "
        f"options: [{kinds}]}}\n",
    )
    project.write(
        "waves/w.yaml",
        "schema: 1\nid: w\nsources: {responses: kiosk_servqual_kano_ipa.csv}\n"
        "columns: {respondent: respondent_id}\n",
    )
    wave = project.read(data_root=shared / "data" / "real")
    pairs = wave.study.pairs()
    assert (wave.n, len(pairs)) == (207, 24)
    expected, perceived = (
        wave.frame[[pair[side] for pair in pairs.values()]].to_numpy().mean()
        for side in (0, 1)
    )
    assert expected == pytest.approx(5.974, abs=5e-4)
    assert perceived == pytest.approx(4.872, abs=5e-4)
    assert perceived - expected == pytest.approx(-1.102, abs=5e-4)
    assert wave.frame["used:fast_food"].sum() == 196
