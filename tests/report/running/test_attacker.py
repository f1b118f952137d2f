"""Can anybody learn of three people from all that lies under reports/?

Three customers live in Dunwich. An attacker has every file of every report of two
waves for every audience, knows how much each city weighs, and may subtract and solve.
"""

import base64
import itertools
import json
import os
import re
import zipfile
from pathlib import Path
from urllib.parse import unquote_to_bytes

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from scipy.optimize import linprog

from csat_methods import compare_waves, read_wave
from csat_methods.report.audience import AUDIENCES
from csat_methods.report.child import work
from csat_methods.report.job import Job
from csat_methods.report.store import read_result, tables_of

from .conftest import Project

SIZES = {"Ash": 90, "Bree": 70, "Cork": 27, "Dunwich": 3}
FEW = "Dunwich"
RATED = ["e1", "p1", "p2", "overall"]
WAVES = ["2024", "2025"]
MINIMUM = "minimum_cell: 10"
STUDY = f"""\
schema: 1
id: shop
title: A shop
languages: [en, fa]
segments: {{city: {{text: City}}}}
scales: {{five: {{points: [1, 2, 3, 4, 5]}}}}
items:
  e1: {{scale: five, role: expectation, characteristic: speed, label: Speed wanted}}
  p1: {{scale: five, role: perception, characteristic: speed, label: Speed}}
  p2: {{scale: five, role: satisfaction, label: Price}}
  overall: {{scale: five, role: overall, label: All in all}}
  recommend: {{answers: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10], role: recommend}}
  why: {{type: text, role: open}}
analysis: {{{MINIMUM}, verbatims: true}}
"""
WAVE = """\
schema: 1
id: "{id}"
sources: {{responses: data/shop/{id}.csv}}
columns: {{weights: w, person: who, names: [name]}}
{previous}"""
CALLS = {
    "02_sampling": """\
cs.table(cs.keep("02.who", cs.proportions(wave, "city")), caption="Who")
sizes = cs.keep("02.sizes", cs.allocate(wave.sizes("city"), n=60))
cs.table(sizes, caption="A sample")""",
    "06_satisfaction": """\
a = cs.keep("06.means", cs.means(wave, ["overall", "p2"]))
b = cs.keep("06.cities", cs.means(wave, ["overall", "p1", "p2"], by="city"))
c = cs.keep("06.index", cs.satisfaction_index(wave, ["p1", "p2"]))
d = cs.keep("06.top", cs.top_box(wave, ["overall", "p1"], by="city"))
e = cs.keep("06.nps", cs.net_promoter_score(wave, "recommend", by="city"))
_f = cs.keep("06.answers", cs.proportions(wave, "overall", by="city"))
g = cs.keep("06.all_top", cs.top_box(wave, ["overall", "p1"]))
_p = cs.keep("06.pairs", cs.compare_segments(wave, ["overall", "p1"], by="city"))
_h = cs.keep("06.said", cs.verbatims(wave, "why", by="city"))
cs.table(_h, caption="Comments")
i = cs.keep("06.named", cs.means(wave, "overall", by="agent"))
rest = wave.where(wave.frame["city"] != "Dunwich", name="all but Dunwich")
j = cs.keep("06.rest", cs.means(rest, "overall"))""",
    "08_gaps": """\
a = cs.keep("08.gaps", cs.gap_scores(wave, by="city"))
b = cs.keep("08.all", cs.gap_scores(wave))""",
    "10_trends": """\
waves = cs.open_waves(wave_file)
both = cs.stack(waves)
a = cs.keep("10.line", cs.means(both, "overall", by="wave"))
b = cs.keep("10.cities", cs.means(both, "overall", by=["wave", "city"]))
cork = [w.where(w.frame["city"] == "Cork", name="city = Cork") for w in waves.values()]
c = cs.keep("10.cork", cs.compare_waves(cork, "overall"))
d = cs.keep("10.change", cs.compare_waves(waves, ["overall", "p2"]))""",
}
SHOW = """\
kept = {k: v for k, v in globals().copy().items() if k[0] != "_"}
for name in sorted(k for k, v in kept.items() if getattr(v, "name", "")):
    if hasattr(kept[name], "domain") and hasattr(kept[name], "used"):
        display(cs.show(kept[name], caption="Shown", alt="Shown"))"""


def answers(wave):
    rng = np.random.default_rng(int(wave))
    n = sum(SIZES.values())
    frame = pd.DataFrame({name: rng.integers(1, 6, n) for name in RATED})
    frame["recommend"] = rng.integers(0, 11, n)
    frame["city"] = [city for city, size in SIZES.items() for _ in range(size)]
    frame["w"] = rng.uniform(0.5, 3.0, n).round(6)
    frame["who"] = [f"K-{7000 + i}" for i in range(n)]
    frame["name"] = [f"Parisa Rostami{i}" for i in range(n)]
    frame["agent"] = [f"Zoltan{i // 3}" for i in range(n)]
    frame["why"] = [f"word{i} from Parisa Rostami{i} K-{7000 + i}" for i in range(n)]
    return frame


def write_project(project, minimum):
    """Write the study, its chapters, its waves and their answers."""
    study = STUDY.replace(MINIMUM, f"minimum_cell: {minimum}")
    project.study.write_text(study, "utf8")
    for name, calls in CALLS.items():
        needs = ("waves>=2",) if name == "10_trends" else ()
        cells = [project.call(line, *needs) for line in calls.splitlines()]
        project.add_chapter(name, *cells, project.call(SHOW, *needs))
    for wave in WAVES:
        previous = "previous: ['2024']\n" if wave == "2025" else ""
        path = project.study.parent / "waves" / f"{wave}.yaml"
        path.write_text(WAVE.format(id=wave, previous=previous), "utf8")
        answers(wave).to_csv(project.data / f"{wave}.csv", index=False)


def reports(project, folder, minimum):
    """Run both waves for every audience; return the folders of the reports."""
    write_project(project, minimum)
    found = []
    for wave, audience in itertools.product(WAVES, [None, *AUDIENCES[1:]]):
        place = folder / "work" / f"{wave}.{audience}"
        place.mkdir(parents=True)
        job = Job(
            str(project.study.parent / "waves" / f"{wave}.yaml"),
            str(place),
            str(folder / "runs" / "_memo"),
            notebooks=str(project.notebooks),
            audience=audience,
        )
        end = work(job, lambda _: None)
        assert end["state"] == "done", end
        found.append((wave, place / "report"))
    return found


def all_reports(factory, minimum):
    folder = factory.mktemp("attacked")
    here = Path.cwd()
    project = Project(folder / "project")
    os.chdir(project.root)
    try:
        return reports(project, folder, minimum)
    finally:
        os.chdir(here)


@pytest.fixture(scope="module")
def published(tmp_path_factory):
    """All reports with the minimum of ten."""
    return all_reports(tmp_path_factory, 10)


@pytest.fixture(scope="module")
def careless(tmp_path_factory):
    """All reports with a minimum that lets three people through."""
    return all_reports(tmp_path_factory, 3)


# ------------------------------------------------------------------ every byte
DATA = re.compile(rb"data:[\w/+.-]*;?[\w=;-]*,[^\"')\s>]+")


def texts_of(path):
    """Yield the bytes of a file, and of everything packed inside it."""
    content = path.read_bytes()
    yield content
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            yield from (archive.read(name) for name in archive.namelist())
    for address in DATA.findall(content):
        head, _, body = address.partition(b",")
        yield (
            base64.b64decode(body)
            if head.endswith(b"base64")
            else (unquote_to_bytes(body))
        )


def bytes_of(found):
    files = [p for _, folder in found for p in folder.rglob("*") if p.is_file()]
    assert len(files) > 40
    return b"\n".join(text for path in files for text in texts_of(path))


def weighted(frame, values):
    return float(np.average(values, weights=frame["w"]))


def secrets():
    """Every statistic of the three, to eight digits: each can be no other number."""
    for wave in WAVES:
        frame = answers(wave)
        few = frame[frame["city"] == FEW]
        for item in RATED:
            yield weighted(few, few[item])
            yield weighted(few, few[item] >= 4)
        yield weighted(few, few["p1"] - few["e1"])
        yield float(few["w"].sum())
        yield 100 * weighted(
            few, 1.0 * (few["recommend"] >= 9) - (few["recommend"] < 7)
        )


def digits_of(value):
    return f"{value:.15g}"[:9].encode() if abs(value) > 1e-9 else b""


def found_in(content):
    known = {digits_of(abs(v)) for v in secrets()} - {b""}
    telling = {digits for digits in known if len(digits.replace(b".", b"")) >= 8}
    assert len(telling) > 10
    return {digits for digits in telling if digits in content}


def test_no_number_of_the_three_stands_anywhere(published):
    assert found_in(bytes_of(published)) == set()


def test_the_search_finds_them_where_they_are(careless):
    assert len(found_in(bytes_of(careless))) > 5


def test_no_name_id_or_agent_stands_anywhere(published):
    content = bytes_of(published)
    for planted in (b"Parisa", b"Rostami", b"K-70", b"Zoltan"):
        assert planted not in content, planted


def test_no_name_or_id_is_kept_with_the_runs_either(published):
    for _, folder in published:
        kept = [p for p in folder.parent.rglob("*") if p.is_file()]
        results = [path for path in kept if read_result(path) is not None]
        assert results
        for path in kept:
            told = [*texts_of(path)]
            if path in results:
                streams = path.read_bytes().split(b"\n", 2)[2]
                tables = map(pa.Table.to_pandas, tables_of(streams))
                told += [table.to_csv().encode() for table in tables]
            for planted in (b"Parisa", b"Rostami", b"K-70"):
                assert not any(planted in text for text in told), path.name


def test_no_number_depends_on_the_key_of_pseudonyms(tmp_path, monkeypatch):
    project = Project(tmp_path / "project")
    write_project(project, 10)
    tables = []
    for key in ("one", "another"):
        monkeypatch.setenv("CSAT_ID_KEY", key)
        waves = [read_wave(project.wave.with_name(f"{w}.yaml")) for w in WAVES]
        tables.append((waves[0].frame["who"][2], compare_waves(waves, RATED).table))
    assert tables[0][0] != tables[1][0]
    assert tables[0][1].equals(tables[1][1])
    assert tables[0][1]["shared"].min() == sum(SIZES.values())


def test_comments_are_quoted_without_names_to_those_who_may_read_them(published):
    pages = [folder.joinpath("report.en.html").read_text() for _, folder in published]
    quoted = ["word1 from […]" in p or "from […]" in p for p in pages]
    assert quoted == [True, False, False] * 2
    few = [f"word{i} " for i in range(sum(SIZES.values()) - 30, sum(SIZES.values()))]
    small = few[-SIZES[FEW] :]
    assert not any(word in page for page in pages for word in small)


# ------------------------------------------------------------------- equations
CITIES = list(SIZES)


def masses(wave, item):
    frame = answers(wave)
    return frame.groupby("city")["w"].sum().reindex(CITIES).to_numpy()


def rows_of(found):
    """Yield every published row with the wave of its report and its result's name."""
    for wave, folder in found:
        content = json.loads((folder / "results.json").read_text())
        for name, result in content["results"].items():
            narrowed = [w for w in result["domain"] if w]
            for row in result["rows"]:
                yield wave, name, narrowed, row


MEANS = {
    "estimate": {"06.means", "06.cities", "06.rest", "10.line", "10.cities"},
    "expectation": {"08.gaps", "08.all"},
    "perception": {"08.gaps", "08.all"},
    "before": {"10.cork", "10.change"},
    "after": {"10.cork", "10.change"},
}
ITEMS = {"expectation": "e1", "perception": "p1"}


def equations(found):
    """Yield (wave, item, cities, those to subtract, value): all is linear in cities."""
    for wave, name, narrowed, row in rows_of(found):
        cities = [row["city"]] if row.get("city") else CITIES
        if "city = Cork" in narrowed:
            cities = ["Cork"]
        if "all but Dunwich" in narrowed:
            cities = CITIES[:-1]
        for column, names in MEANS.items():
            if name in names and row.get(column) is not None:
                own = {"before": "wave_before", "after": "wave_after"}.get(
                    column, "wave"
                )
                yield (
                    row.get(own, wave),
                    ITEMS.get(column, row["term"]),
                    cities,
                    [],
                    row[column],
                )
        if name == "06.index":
            mean = 1 + 4 * row["estimate"] / 100
            yield wave, "p1+p2", cities, [], 2 * mean
        if name == "06.pairs":
            sides = [row["segment"]], [row["reference"]]
            yield wave, row["term"], *sides, row["estimate"]


def share(w, cities):
    """Return how much each city weighs in the mean of some; in that of none nothing."""
    own = np.where(np.isin(CITIES, cities), w, 0.0)
    return own / max(own.sum(), 1e-300)


def unknown_range(found, wave, item):
    """The least and the largest mean of the three that all equations allow."""
    w = masses(wave, item)
    left, right = [], []
    for of, about, cities, less, value in equations(found):
        parts = about.split("+")
        if of == wave and item in parts:
            row = dict.fromkeys(parts, share(w, cities) - share(w, less))
            left.append(row)
            right.append(value)
    columns = sorted({part for row in left for part in row})
    width = len(CITIES)
    matrix = np.zeros((len(left), width * len(columns)))
    for i, row in enumerate(left):
        for part, weights in row.items():
            start = columns.index(part) * width
            matrix[i, start : start + width] = weights
    goal = np.zeros(matrix.shape[1])
    goal[columns.index(item) * width + CITIES.index(FEW)] = 1
    # Published means of one wave agree to the last digit: a little slack for rounding.
    both = np.vstack([matrix, -matrix])
    limits = np.concatenate([np.array(right) + 1e-9, -np.array(right) + 1e-9])
    ends = [
        linprog(sign * goal, A_ub=both, b_ub=limits, bounds=(1, 5)) for sign in (1, -1)
    ]
    assert all(end.status == 0 for end in ends), [end.message for end in ends]
    return ends[0].fun, -ends[1].fun


def widths(found):
    """How much of the scale each mean of the three may be anywhere on."""
    for wave, item in itertools.product(WAVES, ["overall", "p1", "p2"]):
        low, high = unknown_range(found, wave, item)
        few = answers(wave).query("city == @FEW")
        assert low - 1e-6 <= weighted(few, few[item]) <= high + 1e-6
        yield high - low


def test_all_equations_together_leave_the_three_unknown(published):
    assert min(widths(published)) > 1.0


def test_the_attack_succeeds_where_three_may_be_shown(careless):
    assert max(widths(careless)) < 1e-6


def counted(found, wave):
    """The least and the largest number of the three that published counts allow."""
    left, right = [], []
    for of, name, narrowed, row in rows_of(found):
        own = str(row.get("wave", of))
        if name == "02.sizes":
            assert row["term"] not in {"Cork", FEW}
        if own != wave or row.get("n") is None or name in {"06.said", "10.cork"}:
            continue
        if "city" in row:
            cities = [row["city"]]
        else:
            cities = CITIES[:-1] if "all but Dunwich" in narrowed else CITIES
        if name in MEANS["estimate"] | MEANS["perception"]:
            left.append(np.isin(CITIES, cities).astype(float))
            right.append(row["n"])
    goal = (np.array(CITIES) == FEW).astype(float)
    ends = [
        linprog(sign * goal, A_eq=np.array(left), b_eq=right, bounds=(0, None))
        for sign in (1, -1)
    ]
    return ends[0].fun, -ends[1].fun


def test_nobody_learns_how_many_they_are(published):
    for wave in WAVES:
        low, high = counted([(w, f) for w, f in published], wave)
        assert high - low >= 10


def test_shares_of_cities_do_not_tell_how_many_they_are(published):
    for wave, folder in published:
        content = json.loads((folder / "results.json").read_text())
        rows = content["results"].get("02.who", {"rows": []})["rows"]
        told = {row["category"] for row in rows}
        assert not told & {"Cork", "Dunwich"}, wave


# ------------------------------------------------------------------- audiences
def test_customers_read_nothing_of_segments_files_or_functions(published):
    for _, folder in published[2::3]:
        content = b"\n".join(
            text for p in folder.rglob("*") if p.is_file() for text in texts_of(p)
        )
        internal = (
            *(b"Bree", b"Cork", b"city", b"gap_scores", b"satisfaction_index"),
            *(b"data/shop", b".csv:", b"study.yaml", b"06_satisfaction", b"pandas"),
            *(b"deff", b"not_applicable", b"wave_file", b"Speed wanted", b"word1"),
        )
        for field in internal:
            assert field not in content, field


def test_a_function_reads_of_segments_but_not_of_files(published):
    for _, folder in published[1::3]:
        page = (folder / "report.en.html").read_text()
        assert "Bree" in page
        assert "data/shop" not in page
        assert "word1" not in page


def test_no_audience_reads_what_management_does_not(published):
    for start in (0, 3):
        tables = []
        for _, folder in published[start : start + 3]:
            content = json.loads((folder / "results.json").read_text())
            tables.append(
                {
                    (
                        name,
                        json.dumps(row.get("city")),
                        str(row["term"]),
                        row["estimate"],
                    )
                    for name, result in content["results"].items()
                    for row in result["rows"]
                    if "estimate" in row and "term" in row
                }
            )
        assert tables[1] <= tables[0]
        assert tables[2] <= tables[0]
