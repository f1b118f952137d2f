"""Do answers to an exported form come back as they were given, with nothing mapped?

People are made up who answer the files themselves: the XForm that pyxform makes of the
workbook, and the rows that LimeSurvey would import. What they answer is written as each
platform exports it, read as a wave, and compared.
"""

import csv
import io
import re
from xml.etree import ElementTree

import numpy as np
import pandas as pd
import pytest
import yaml
from persiantools.jdatetime import JalaliDate
from pyxform.xls2xform import convert

import csat_methods as cs
from csat_methods.study.form_codes import (
    limesurvey_codes,
    offered,
    xlsform_names,
)

XF = "{http://www.w3.org/2002/xforms}"
PEOPLE = 60
DAYS = pd.to_datetime(["2026-03-31", "2025-12-01", "2026-02-20"])


@pytest.fixture(scope="module")
def chance():
    return np.random.default_rng(7)


# ------------------------------------------------------------ who answers an XForm
class XForm:
    """A form as a phone has it: fields in order, lists, conditions."""

    def __init__(self, text):
        root = ElementTree.fromstring(text)  # noqa: S314 - made here
        self.relevant = {
            bind.get("nodeset"): bind.get("relevant", "")
            for bind in root.iter(f"{XF}bind")
        }
        lists = {
            each.get("id"): [i.find(f"{XF}name").text for i in each.iter(f"{XF}item")]
            for each in root.iter(f"{XF}instance")
        }
        self.fields = {}
        for kind in ("select1", "select", "input"):
            for control in root.iter(f"{XF}{kind}"):
                place = control.find(f"{XF}itemset")
                options = [] if place is None else lists[_list_of(place)]
                self.fields[control.get("ref")] = (kind, options)
        order = [bind for bind in self.relevant if bind in self.fields]
        self.fields = {path: self.fields[path] for path in order}

    def is_asked(self, path, answers):
        """Whether a field's conditions hold, and those of its groups."""
        above = ["/".join(path.split("/")[:n]) for n in range(3, path.count("/") + 2)]
        return all(self._holds(self.relevant.get(each, ""), answers) for each in above)

    def _holds(self, rule, answers):
        if not rule:
            return True
        told = re.sub(r"(/data/[\w./]+)", r"v['\1']", rule).replace(" = ", " == ")
        selected = lambda given, name: name in given.split()  # noqa: E731
        return eval(told, {"v": answers, "selected": selected})  # noqa: S307


def _list_of(itemset):
    return re.search(r"'(.+?)'", itemset.get("nodeset"))[1]


def answer_xform(form, kinds, chance):
    """One person's answers: path to what the phone keeps."""
    answers = dict.fromkeys(form.fields, "")
    for path, (kind, options) in form.fields.items():
        name = path.split("/")[-1]
        if name.startswith(("generated_", "reserved_")) or name not in kinds:
            continue
        if not form.is_asked(path, answers):
            continue
        if kind == "select1":
            answers[path] = str(chance.choice(options))
        elif kind == "select":
            several = [o for o in options if o != "none" and chance.random() < 0.5]
            answers[path] = " ".join(several or [o for o in options if o == "none"])
        else:
            answers[path] = FREE[kinds[name]](chance)
    return answers


FREE = {
    "number": lambda chance: str(chance.integers(1, 61)),
    "date": lambda chance: str(chance.choice(DAYS.strftime("%Y-%m-%d"))),
    "text": lambda chance: str(chance.choice(["Good, thanks", "نه، سپاس", "- no"])),
}


@pytest.fixture(scope="module")
def phone(every, tmp_path_factory):
    path = tmp_path_factory.mktemp("form") / "form.xlsx"
    cs.export_questionnaire(every, path, format="xlsform")
    return XForm(convert(str(path), validate=False).xform)


@pytest.fixture(scope="module")
def people(phone, every, chance):
    kinds = {name: item.type for name, item in every.items.items()}
    return [answer_xform(phone, kinds, chance) for _ in range(PEOPLE)]


def expected(every, people):
    """What each item should hold, in the study's own codes; None for no answer."""
    names = xlsform_names(every)
    by_name = [{path.split("/")[-1]: v for path, v in p.items()} for p in people]
    made = {}
    for name, item in every.items.items():
        codes = names[name].answers
        cells = [person[names[name].question] for person in by_name]
        if item.type == "multiple":
            chosen = [{str(codes[c]) for c in cell.split()} for cell in cells]
            for option in item.option_names:
                made[f"{name}:{option}"] = [
                    None if c in (set(), {"none"}) else float(option in c)
                    for c in chosen
                ]
        elif item.type in {"scale", "binary", "nominal"}:
            points = set(every.answers(name).points)
            given = [codes.get(cell) for cell in cells]
            made[name] = [code if code in points else None for code in given]
        else:
            made[name] = [cell or None for cell in cells]
    return made


# ------------------------------------------------------------------ files and waves
def write_study(folder, mapping, file, kind):
    """Write a project with one wave; return the path of its wave file."""
    place = folder / "params" / "every"
    (place / "waves").mkdir(parents=True)
    (folder / "data").mkdir()
    study = yaml.safe_dump({"schema": 1, **mapping}, allow_unicode=True)
    (place / "study.yaml").write_text(study, "utf8")
    wave = {
        "schema": 1,
        "id": "w",
        "sources": {"responses": {"file": f"data/{file}", "kind": kind}},
        "columns": {"respondent": "respondent"},
    }
    path = place / "waves" / "w.yaml"
    path.write_text(yaml.safe_dump(wave), "utf8")
    return path


def same(wave, wanted):
    """Compare a wave's columns with what was answered."""
    for column, cells in wanted.items():
        found = wave.frame[column].tolist()
        for given, got in zip(cells, found, strict=True):
            if given is None:
                assert pd.isna(got), (column, got)
            elif isinstance(got, pd.Timestamp):
                assert got == pd.Timestamp(given)
            elif isinstance(got, float):
                assert got == float(given), column
            else:
                assert got == str(given), column


def export_columns(phone, heading, *, split):
    """The columns of an export: heading to path, and to an option of it."""
    columns = {}
    for path, (kind, options) in phone.fields.items():
        columns[heading(path)] = (path, None)
        if kind == "select" and split:
            for option in options:
                columns[f"{heading(path)}/{option}"] = (path, option)
    return columns


def table_of(people, columns):
    """The rows of an export."""
    rows = []
    for number, person in enumerate(people):
        row = {"respondent": f"c{number:03}", "start": "2026-03-01T09:00:00.000+03:30"}
        for name, (path, option) in columns.items():
            cell = person[path]
            ticked = "1" if option in cell.split() else "0" if cell else ""
            row[name] = cell if option is None else ticked
        rows.append(row)
    return pd.DataFrame(rows, dtype=str)


EXPORTS = {
    "kobo.csv": ("kobo", lambda path: path.split("/")[-1], True),
    "kobo_groups.csv": ("kobo", lambda path: path.removeprefix("/data/"), True),
    "odk.csv": (
        "odk",
        lambda path: path.removeprefix("/data/").replace("/", "-"),
        False,
    ),
    "kobo.xlsx": ("kobo", lambda path: path.split("/")[-1], True),
}


@pytest.mark.parametrize("file", EXPORTS)
def test_answers_to_the_xlsform_come_back(
    tmp_path, every, every_mapping, phone, people, file
):
    kind, heading, split = EXPORTS[file]
    path = write_study(tmp_path, every_mapping, file, kind)
    table = table_of(people, export_columns(phone, heading, split=split))
    written = tmp_path / "data" / file
    if file.endswith(".xlsx"):
        table.to_excel(written, index=False)
    else:
        table.to_csv(written, index=False, sep=";" if kind == "kobo" else ",")
    wave = cs.read_wave(path)
    same(wave, expected(every, people))
    assert wave.scales["p_1"] == (1.0, 5.0)
    beside = {column.split(":")[0] for column in wave.frame} - set(every.items)
    assert beside == {"respondent", "start", "channels_other"}


def test_people_answered_every_kind_of_question(every, people):
    found = expected(every, people)
    for column, cells in found.items():
        assert len({cell for cell in cells if cell is not None}) > 1, column
    assert None in found["p_1"]  # somebody could not say


# --------------------------------------------------------- who answers LimeSurvey
def limesurvey_rows(every, folder):
    path = cs.export_questionnaire(every, folder / "s.txt", format="limesurvey")
    text = path.read_text("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text), delimiter="\t"))
    return [row for row in rows if row["language"] == "fa"]


def answer_limesurvey(rows, number, chance):
    """One person's answers: heading of the export to cell."""
    given, values, asked, last = {"respondent": f"c{number:03}"}, {}, True, None
    answers = {}
    for row in rows:
        if row["class"] == "A":
            answers.setdefault(last, []).append(row["name"])
        elif row["class"] == "Q":
            last = row["name"]
    for row in rows:
        name, kind = row["name"], row["type/scale"]
        if row["class"] == "Q" and name != "respondent":
            asked = _relevant(row["relevance"], values)
            last, several = name, kind == "M"
            if kind == "L":
                values[name] = str(chance.choice(answers[name])) if asked else ""
                given[name] = values[name]
            elif kind in OPEN:
                given[name] = OPEN[kind](chance) if asked else ""
            if several and row["other"] == "Y":
                own = "بازار" if asked and chance.random() < 0.5 else ""
                given[f"{name}[other]"] = own
        elif row["class"] == "SQ":
            if several:
                tick = asked and name != "none" and chance.random() < 0.5
                cell = "Y" if tick else ""
            else:
                cell = str(chance.choice(answers[last])) if asked else ""
            given[f"{last}[{name}]"] = values[f"{last}_{name}"] = cell
    return given


def _relevant(rule, values):
    told = re.sub(r"(\w+)\.NAOK", r"v.get('\1', '')", rule)
    return bool(eval(told, {"v": values}))  # noqa: S307


OPEN = {
    "N": FREE["number"],
    "D": lambda chance: f"{FREE['date'](chance)} 00:00:00",
    "S": lambda chance: str(JalaliDate(pd.Timestamp(FREE["date"](chance)))),
    "T": FREE["text"],
}


def test_answers_to_the_limesurvey_structure_come_back(
    tmp_path, every, every_mapping, chance
):
    rows = limesurvey_rows(every, tmp_path)
    people = [answer_limesurvey(rows, number, chance) for number in range(PEOPLE)]
    path = write_study(tmp_path, every_mapping, "ls.csv", "limesurvey")
    table = pd.DataFrame(people, dtype=str).fillna("")
    table.insert(0, "id", range(1, PEOPLE + 1))
    table.insert(1, "submitdate", "2026-03-01 10:00:00")
    table.to_csv(tmp_path / "data" / "ls.csv", index=False)
    wave = cs.read_wave(path)
    codes = limesurvey_codes(every)
    rated = {code for code in offered(every, "p_1") if code != 9}
    wanted = {
        "used": [int(p["used"]) for p in people],
        "why": [codes["why"].answers[p["why"]] for p in people],
        "orders": [p["orders"] for p in people],
        "came": [p["came"] for p in people],
        "bought": [
            pd.Timestamp(JalaliDate.fromisoformat(p["bought"]).to_gregorian())
            for p in people
        ],
        "comment": [p["comment"] for p in people],
    }
    for item, heading in {"p_1": "Gp1[p1]", "p_2": "Gp1[p2]", "delay": "delay"}.items():
        given = [int(p[heading]) if p[heading] else None for p in people]
        wanted[item] = [code if code in rated else None for code in given]
    ticks = {"shop": "shop", "by post": "bypost", "else": "other"}
    for option, name in ticks.items():
        wanted[f"channels:{option}"] = [
            None
            if not any(p[f"channels[{each}]"] for each in ticks.values())
            else float(bool(p[f"channels[{name}]"]))
            for p in people
        ]
    same(wave, wanted)
