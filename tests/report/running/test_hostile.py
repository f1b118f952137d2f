"""Do texts that want to be something else stay texts, or are they refused?"""

import csv
import html
import json
import os
import re
import zipfile
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import yaml

from csat_methods import run_wave
from csat_methods.cli import main
from csat_methods.report.child import work
from csat_methods.report.job import OWN, Job
from csat_methods.report.lint import read_page
from csat_methods.report.portal import build_portal

from .conftest import Project

pytestmark = pytest.mark.filterwarnings("ignore:Glyph")  # no font draws them all

SCRIPT = "<script>alert(1)</script>"
IMAGE = '"><img src=x onerror=alert(1)>'
FORMULA = '=HYPERLINK("http://evil.example","x")'
TURNED = "safe\u202efdp.exe\u2066\u2069"
BRACES = "{n} {0.__class__} %s {{x}} $\\frac{1}{ $x_{"
EMOJI = "👩‍👩‍👧‍👦 🇮🇷 ✈️ 𝒳"
LONG = "endless " * 1250
MARKDOWN = "[x](javascript:alert(1)) `a` **b** | c | <b>"
LABELS = [
    SCRIPT,
    IMAGE,
    FORMULA,
    TURNED,
    BRACES,
    EMOJI,
    LONG,
    MARKDOWN,
    "@SUM(1)",
    "-1+1",
]
CITIES = [
    FORMULA,
    SCRIPT,
    "+1+cmd|' /C calc'!A0",
    f"{EMOJI} {TURNED}",
    "\t=1+1",
    BRACES,
]
ITEMS = [f"q{i}" for i in range(len(LABELS))]


def study():
    item = {"scale": "five", "role": "satisfaction"}
    words = {name: {"en": w, "fa": w} for name, w in zip(ITEMS, LABELS, strict=True)}
    return {
        "schema": 1,
        "id": "shop",
        "title": {"en": f"{SCRIPT} {TURNED} {BRACES}", "fa": IMAGE},
        "organization": f"{IMAGE} {EMOJI}",
        "languages": ["en", "fa"],
        "populations": {"all": {"text": SCRIPT}},
        "segments": {"city": {"text": IMAGE}},
        "scales": {
            "five": {"points": [1, 2, 3, 4, 5], "labels": {1: SCRIPT, 5: FORMULA}}
        },
        "items": {n: {**item, "label": w} for n, w in words.items()}
        | {"overall": {"scale": "five", "role": "overall", "label": MARKDOWN}}
        | {"why": {"type": "text", "role": "open"}},
        "constructs": {"c": {"items": ITEMS[:3], "text": SCRIPT}},
        "analysis": {"verbatims": True, "lines": {"mean": 3.0}},
    }


def wave(file):
    return {
        "schema": 1,
        "id": "2025",
        "title": f"{SCRIPT} {TURNED}",
        "sources": {"responses": file},
        "notes": SCRIPT,
        "preparation": [
            {
                "exclude": {
                    "when": [{"item": "overall", "below": 2}],
                    "reason": f"{SCRIPT} {BRACES} {FORMULA}",
                }
            }
        ],
    }


def answers(n=300):
    rng = np.random.default_rng(4)
    names = [*ITEMS, "overall"]
    frame = pd.DataFrame(rng.integers(1, 6, (n, len(names))), columns=names)
    said = [*LABELS, f"{FORMULA} {SCRIPT}", "good"]
    frame["why"] = [said[i % len(said)] for i in range(n)]
    return frame.assign(city=[CITIES[i % len(CITIES)] for i in range(n)])


CALLS = """\
cs.show(cs.keep("06.means", cs.means(wave, wave.ratings())), caption="M", alt="M")
cities = cs.keep("06.cities", cs.means(wave, "overall", by="city"))
cs.show(cities, caption="C", alt="C")
cells = cs.keep("06.cells", cs.means(wave, wave.ratings(), by="city"))
cs.show(cells, caption="H", alt="H")
said = cs.keep("06.answers", cs.proportions(wave, wave.ratings()))
cs.show(said, caption="A", alt="A")
cs.table(cs.keep("06.who", cs.proportions(wave, "city")), caption="W")
cs.table(cs.keep("06.said", cs.verbatims(wave, "why")), caption="S")
cs.table(cs.keep("06.steps", cs.preparation_log(wave)), caption="P")
cs.table(cs.keep("06.alpha", cs.cronbach_alpha(wave)), caption="R")"""


@pytest.fixture(scope="module")
def report(tmp_path_factory):
    """The report of a wave in which every text is hostile."""
    root = tmp_path_factory.mktemp("hostile") / "it's {a} \"b\" 'c' $d;e"
    project = Project(root)
    file = "data/shop/<img src=x onerror=alert(1)> =1+1.csv"
    file = file.replace("/shop/<img src=x onerror=alert(1)>", "/shop/<b>x=alert(1)&")
    file = file.replace(".csv", "\u202efdp 👩‍👩‍👧.csv")
    answers().to_csv(root / file, index=False)
    project.study.write_text(yaml.safe_dump(study(), allow_unicode=True), "utf8")
    project.wave.write_text(yaml.safe_dump(wave(file), allow_unicode=True), "utf8")
    cells = [project.call(line) for line in CALLS.splitlines()]
    project.add_chapter("06_satisfaction", *cells)
    folder = root / "work"
    folder.mkdir()
    here = Path.cwd()
    os.chdir(root)
    try:
        memo, notebooks = str(root / "memo"), str(project.notebooks)
        job = Job(str(project.wave), str(folder), memo, notebooks=notebooks)
        end = work(job, lambda _: None)
    finally:
        os.chdir(here)
    assert end["state"] == "done", end
    return folder / "report"


@pytest.fixture(params=["en", "fa"])
def page(report, request):
    """The page in one language."""
    return (report / f"report.{request.param}.html").read_text("utf8")


def test_no_text_becomes_an_element_or_runs(page):
    elements = read_page(page).elements
    assert not [e for e in elements if e.tag in {"script", "iframe", "object"}]
    for e in elements:
        assert not [name for name in e.attributes if name.startswith("on")]
        for name in ("href", "src", "xlink:href"):
            assert "javascript" not in e.attributes.get(name, "")
    assert [e for e in elements if e.tag == "img" and e.attributes["src"] == "x"] == []


def test_what_was_written_is_shown_as_it_was_written(page):
    shown = html.unescape(page)
    for words in (SCRIPT, FORMULA, EMOJI):
        assert words in shown


def test_no_sign_that_turns_a_text_stands_in_a_report(report):
    turning = re.compile("[\u202a-\u202e\u2066-\u2069]")
    for path in report.rglob("*"):
        if path.suffix in {".html", ".json", ".csv"}:
            assert not turning.search(path.read_text("utf8")), path.name


def test_braces_of_a_label_are_no_placeholders(page):
    assert "{n} {0.__class__}" in html.unescape(page)


def test_a_page_of_endless_words_is_no_larger_than_it_may_be(page):
    assert len(page.encode()) <= 1_000_000


def test_no_cell_of_a_table_is_a_formula(report):
    tables = list(report.glob("tables/*.csv"))
    assert len(tables) == 8
    cells = 0
    for path in tables:
        for row in csv.reader(path.read_text("utf-8-sig").splitlines()):
            for cell in row:
                text = cell.lstrip()
                number = re.fullmatch(r"-?\d+(\.\d+)?(e-?\d+)?", text)
                assert number or not text.startswith(tuple("=+-@\t\r")), cell
                cells += 1
    assert cells > 500


def test_no_cell_of_the_workbook_is_a_formula(report):
    with zipfile.ZipFile(report / "tables.xlsx") as book:
        sheets = [book.read(n) for n in book.namelist() if "worksheets/" in n]
        rest = [book.read(n) for n in book.namelist() if n.endswith(".rels")]
    assert sheets
    assert not any(re.search(rb"<f[ >]", sheet) for sheet in sheets)
    assert not any(b"evil.example" in part for part in rest)


def test_the_record_names_files_as_they_are_called(report):
    record = json.loads((report / "run.json").read_text("utf8"))
    assert any("<b>x=alert(1)&" in name for name in record["inputs"])


# --------------------------------------------------------------------- refused
@pytest.mark.parametrize(
    "name",
    ["../evil", "a/b", "<script>", "=cmd", "x\n", "", "." * 3, "a" * 42, "é", "@x"],
)
def test_a_study_or_wave_cannot_be_called_like_a_path_or_code(project, name):
    content = yaml.safe_load(project.study.read_text("utf8"))
    project.study.write_text(yaml.safe_dump({**content, "id": name}), "utf8")
    with pytest.raises(ValueError, match=r"study.yaml:\d+: id: .*Latin letters"):
        run_wave(project.wave, out=project.out)
    assert not project.out.exists()


@pytest.mark.parametrize("folder", ["@customer", "_memo", "a b\u202e", "<script>"])
def test_a_study_lies_in_no_folder_that_is_called_otherwise(tmp_path, folder):
    made = Project(tmp_path / "project")
    place = made.study.parent.rename(made.study.parent.with_name(folder))
    with pytest.raises(ValueError, match="folder of a study must be at most 41 Latin"):
        run_wave(place / "waves" / "2025.yaml", out=made.out)
    assert not made.out.exists()


@pytest.mark.parametrize("where", ["shop", "shop/2025"])
def test_no_report_is_written_through_a_link(shop, tmp_path, where):
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    link = shop.out / where
    link.parent.mkdir(parents=True, exist_ok=True)
    link.symlink_to(elsewhere, target_is_directory=True)
    with pytest.raises(ValueError, match="leads out of its folder"):
        run_wave(shop.wave, out=shop.out, notebooks=shop.notebooks)
    assert list(elsewhere.iterdir()) == []


INSIDE = ("", "2025", "_failed/2025", "_only/2025", "_audience/customer")


@pytest.mark.parametrize("where", [*INSIDE, *OWN])
def test_no_run_is_written_through_a_link(shop, tmp_path, where):
    elsewhere = tmp_path / "elsewhere"
    (elsewhere / "0123456789abcdef").mkdir(parents=True)  # as remembered results are
    link = shop.root / "runs" / "shop" / where
    link.parent.mkdir(parents=True)
    link.symlink_to(elsewhere, target_is_directory=True)
    options = {"out": shop.out, "notebooks": shop.notebooks}
    with pytest.raises(ValueError, match="leads out of its folder"):
        run_wave(shop.wave, audience="customer", **options)
    assert [p.name for p in elsewhere.rglob("*")] == ["0123456789abcdef"]


@pytest.mark.parametrize("where", ["waves/2024.yaml", "../elsewhere/2025.yaml"])
def test_a_wave_file_is_no_link(shop, where):
    target = shop.study.parent / where
    target.parent.mkdir(exist_ok=True)
    shop.wave.rename(target)
    shop.wave.symlink_to(target)
    with pytest.raises(ValueError, match=r"2025.yaml leads out of its folder"):
        run_wave(shop.wave, out=shop.out, notebooks=shop.notebooks)
    assert not shop.out.exists()


@pytest.mark.parametrize("place", ["report_folder", "run_folder"])
def test_a_link_in_what_was_made_before_is_not_followed(shop, tmp_path, place):
    options = {"out": shop.out, "notebooks": shop.notebooks}
    run_wave(shop.wave, lang="en", **options)
    secret = tmp_path / "secret"
    secret.mkdir()
    (secret / "salaries.txt").write_text("secret")
    (getattr(shop, place) / "more").symlink_to(secret, target_is_directory=True)
    assert run_wave(shop.wave, lang="fa", **options).well
    assert "salaries.txt" not in {p.name for p in shop.out.rglob("*")}
    assert not any(p.is_symlink() for p in shop.out.rglob("*"))
    assert (secret / "salaries.txt").read_text() == "secret"


def test_the_list_of_reports_does_not_replace_what_a_link_names(shop, tmp_path):
    kept = tmp_path / "kept.txt"
    kept.write_text("kept")
    shop.out.mkdir()
    (shop.out / "index.html").symlink_to(kept)
    build_portal(shop.out)
    assert kept.read_text() == "kept"
    assert not (shop.out / "index.html").is_symlink()


STRANGE = ["my wave", "ev\u202efdp", "\x1b[2J", "😀", "<b>", "'; rm -rf x", "x" * 99]


@pytest.mark.parametrize("name", STRANGE)
def test_a_wave_file_of_a_strange_name_is_refused_and_listed_harmlessly(
    shop, capsys, name
):
    path = shop.wave.rename(shop.wave.with_name(f"{name}.yaml"))
    assert main(["run", str(path), "--out", str(shop.out)]) == 2
    said = capsys.readouterr().err
    assert "id: '2025' must be" in said
    page = (shop.out / "index.html").read_text("utf8")
    assert name in html.unescape(page) or not name.isprintable()
    for turned in ("\u202e", "\x1b", "<b>"):
        assert turned not in page
        assert turned not in said or turned == "<b>"


@pytest.mark.parametrize("file", ["../../secret.csv", "/etc/passwd", "data/link.csv"])
def test_no_data_are_read_from_outside(shop, tmp_path, file):
    secret = tmp_path / "secret.csv"
    secret.write_text("overall,price,city\n1,1,Ash\n")
    (shop.root / "data" / "link.csv").symlink_to(secret)
    shop.wave.write_text(shop.wave.read_text().replace("data/shop/2025.csv", file))
    with pytest.raises(ValueError, match="lies outside the project's folder"):
        run_wave(shop.wave, out=shop.out, notebooks=shop.notebooks)


CODE = "x = 1\nimport os; os.system('touch hacked')\ny"


@pytest.mark.parametrize("file", ["study", "wave"])
def test_a_key_that_is_code_is_refused_and_not_run(shop, monkeypatch, file):
    monkeypatch.chdir(shop.root)
    path = getattr(shop, file)
    content = yaml.safe_load(path.read_text("utf8"))
    path.write_text(yaml.safe_dump({**content, CODE: 1}), "utf8")
    with pytest.raises(ValueError, match=r"x = 1"):
        run_wave(shop.wave, out=shop.out, notebooks=shop.notebooks)
    assert not (shop.root / "hacked").exists()


def test_a_path_that_is_code_stays_a_path(tmp_path, monkeypatch):
    root = tmp_path / "a'; import os; os.system('touch hacked') #\"\n{x}"
    project = Project(root)
    project.add_chapter("06_satisfaction", project.call(project.means))
    monkeypatch.chdir(root)
    (root / "work").mkdir()
    job = Job(
        str(project.wave),
        str(root / "work"),
        str(root / "memo"),
        notebooks=str(project.notebooks),
    )
    assert work(job, lambda _: None)["state"] == "done"
    assert not list(tmp_path.rglob("hacked"))
