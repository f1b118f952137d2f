"""Who asks people an exported form, and writes their answers as a platform does?

A small stand-in for each platform takes the exported file itself, shows people what it
asks of them, and writes an export as the platform does.
"""

import csv
import re
from dataclasses import dataclass, field
from html import unescape

import numpy as np
import openpyxl
import pandas as pd
import yaml
from persiantools.jdatetime import JalaliDateTime

from csat_methods import read_wave
from csat_methods.study.form_codes import offered

PEOPLE = 25
COMMENTS = (
    "می‌خواهم زودتر برسد؛ «بسته» دیر آمد، نه؟",
    'Fast, but "dear"; see A/B - really',
    "=1+1",
    "خطِ نخست\nخطِ دوم",
)
TONGUES = {"en": "English (en)", "fa": "فارسی (fa)"}


# ----------------------------------------------------------------- what people mean
def meant(study, seed):
    """What each person would answer to each item: codes of the study, None for none."""
    rng = np.random.default_rng(seed)
    return [
        {name: _answer(study, item, rng) for name, item in study.items.items()}
        for _ in range(PEOPLE)
    ]


def _answer(study, item, rng):
    if rng.random() < 0.08:
        return None
    if item.type == "multiple":
        absent = [c for c in offered(study, item.id) if str(c) not in item.option_names]
        if absent and rng.random() < 0.2:
            return [absent[0]]
        return [o for o in item.option_names if rng.random() < 0.5] or None
    if item.type == "number":
        return int(rng.choice([1, 7, 60, *offered(study, item.id)]))
    if item.type == "date":
        return pd.Timestamp("2026-03-01") + pd.Timedelta(days=int(rng.integers(40)))
    codes = offered(study, item.id)
    return codes[rng.integers(len(codes))] if codes else str(rng.choice(COMMENTS))


def truth(study, given):
    """What the wave should hold: cells by column, and who was asked by item."""
    frame = {c: [] for i in study.items.values() for c in i.frame_columns}
    absent = {name: [] for name in study.items}
    for person in given:
        for name, item in study.items.items():
            answer = person.get(name)
            gone = [str(c) for c in study.answers(name).not_applicable]
            codes = answer if isinstance(answer, list) else [answer]
            inapt = answer is not None and str(codes[0]) in gone
            absent[name].append(2 if name not in person else int(inapt))
            if item.type == "multiple":
                for option in item.option_names:
                    tick = float(option in codes)
                    none = answer is None or inapt
                    frame[f"{name}:{option}"].append(np.nan if none else tick)
            else:
                frame[name].append(None if inapt else _read(study, item, answer))
    made = {name: pd.Series(cells, dtype=object) for name, cells in frame.items()}
    return pd.DataFrame(made), absent


def _read(study, item, answer):
    """An answer as a wave holds it: turned so that high is good, else as it is."""
    told = study.answers(item.id)
    if answer is None or item.type not in {"scale", "binary", "nominal"}:
        return answer
    if told.turned:
        return sum(told.ends) - answer
    return answer if told.ends else str(answer)


# ------------------------------------------------------------------------- Kobo, ODK
@dataclass
class Asked:
    """One question of a form: where it stands, its answers, when it is asked."""

    name: str
    kind: str
    path: list
    words: dict
    relevant: list
    choices: list = field(default_factory=list)


def xlsform(path):
    """The questions of an XLSForm, as a device reads them."""
    book = openpyxl.load_workbook(path)
    survey, listed = (_records(book[name]) for name in ("survey", "choices"))
    lists = {}
    for row in listed:
        lists.setdefault(row["list_name"], []).append(row)
    groups, found = [], []
    for row in survey:
        kind, _, choices = row["type"].partition(" ")
        if kind == "begin_group":
            groups.append(row)
        elif kind == "end_group":
            groups.pop()
        elif kind != "note":
            rules = [g.get("relevant", "") for g in groups] + [row.get("relevant", "")]
            path = [*groups, row]
            found.append(Asked(row["name"], kind, path, row, rules, lists.get(choices)))
    return found


def _records(sheet):
    head, *rows = sheet.iter_rows(values_only=True)
    return [{k: v for k, v in zip(head, row, strict=True) if v} for row in rows]


def holds(rules, answers):
    """Whether conditions of XPath as the form writes them are met."""
    for rule in filter(None, rules):
        told = re.sub(r"selected\(\$\{(.+?)\}, '(.*?)'\)", r"has('\1', '\2')", rule)
        told = re.sub(r"\$\{(.+?)\} = '(.*?)'", r"has('\1', '\2')", told)
        has = {"has": lambda name, code: code in answers.get(name, [])}
        if not eval(told, {"__builtins__": {}}, has):  # noqa: S307
            return False
    return True


def kobo(study, form, people, language, *, split=True, joint="/"):
    """An export of Kobo: XML values without a language, else its words."""
    by_place = _by_place(study, form)
    rows, asked_of = [_kobo_head(form, language, split=split, joint=joint)], []
    for number, person in enumerate(people):
        answers, asked, cells = {}, {}, {}
        for q in form:
            key = joint.join(part["name"] for part in q.path)
            if _for_own_words(q) and holds(q.relevant, answers):
                cells[key] = COMMENTS[number % len(COMMENTS)]
            if q.name not in by_place or not holds(q.relevant, answers):
                continue
            item, codes = by_place[q.name]
            answer = asked[item] = person[item]
            chosen = answer if isinstance(answer, list) else [answer]
            names = [codes[str(c)] for c in chosen if c is not None and codes]
            answers[q.name] = names
            if answer is not None:
                cells[key] = _kobo_cell(q, answer, names, language)
            if q.kind == "select_multiple" and answer is not None:
                for row in q.choices:
                    cells[f"{key}/{row['name']}"] = int(row["name"] in names)
        cells |= {
            "start": "2026-05-01T10:00:00.000+03:30",
            "end": f"2026-05-01T10:{number + 1:02}:30.250+03:30",
            "respondent": f"K-{number}",
            "_id": 500 + number,
            "_uuid": f"u-{number}",
            "_submission_time": "2026-05-01T07:30:00",
            "_submitted_by": "someone",
        }
        keys = _kobo_head(form, None, split=split, joint=joint)
        rows.append([cells.get(key, "") for key in keys])
        asked_of.append(asked)
    return rows, asked_of


def _by_place(study, form):
    """Each question's item, and the name of each answer, by the order of both."""
    own = {"start", "end", "respondent"}
    asked = [q for q in form if q.name not in own and not _for_own_words(q)]
    found = {}
    for q, item in zip(asked, study.items.values(), strict=True):
        listed = [row["name"] for row in q.choices or ()]
        codes = offered(study, item.id) if listed else ()
        found[q.name] = item.id, dict(zip(map(str, codes), listed, strict=True))
    return found


def _for_own_words(q):
    return "In your own words:" in q.words.values()


def _kobo_head(form, language, *, split, joint):
    def part(row):
        return row[f"label::{TONGUES[language]}"] if language else row["name"]

    head = []
    for q in form:
        if q.kind in {"hidden", "start", "end"}:
            head.append(q.name)
            continue
        head.append(joint.join(map(part, q.path)))
        if q.kind == "select_multiple" and split:
            head += [f"{head[-1]}/{part(row)}" for row in q.choices]
    own = ["_id", "_uuid", "_submission_time", "_submitted_by"]
    return [*head, *own]


def _kobo_cell(q, answer, names, language):
    if not q.choices:
        return str(answer.date()) if isinstance(answer, pd.Timestamp) else answer
    if language is None:
        return " ".join(names)
    words = {row["name"]: row[f"label::{TONGUES[language]}"] for row in q.choices}
    return " ".join(words[name] for name in names)


# ------------------------------------------------------------------------ LimeSurvey
def structure(path):
    """The questions of a LimeSurvey structure: rows, subquestions, answers."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file, dialect="excel-tab"))
    found = {}
    for row in rows:
        kind, language = row["class"], row["language"]
        if kind == "Q":
            question = found.setdefault(row["name"], {"row": row, "SQ": {}, "A": {}})
            question.setdefault("words", {})[language] = unescape(row["text"])
            question.setdefault("own", {})[language] = row["other_replace_text"]
        elif kind in {"SQ", "A"}:
            question[kind].setdefault(row["name"], {})[language] = unescape(row["text"])
    return found


def relevant(rule, answers):
    """Whether a condition of LimeSurvey's expressions is met."""
    told = re.sub(r'(\w+)\.NAOK == "(.*?)"', r"same('\1', '\2')", rule)
    told = re.sub(r'(\w+)\.NAOK != ""', r"any_('\1')", told)
    made = {
        "same": lambda name, code: answers.get(name) == code,
        "any_": lambda name: bool(answers.get(name)),
    }
    return eval(told, {"__builtins__": {}}, made)  # noqa: S307


def limesurvey(study, form, people, language):
    """An export of LimeSurvey: codes without a language, else words in full."""
    places = _columns_of(form)
    items = dict(zip(_questions_of(form), study.items.values(), strict=True))
    own = ["id", "submitdate", "lastpage", "startlanguage", "seed", "startdate",
           "datestamp", "ipaddr"]  # fmt: skip
    head = [*own, *(_lime_head(form, p, language) for p in places), "interviewtime"]
    rows, asked_of = [head], []
    for number, person in enumerate(people):
        answers, asked, cells = {"respondent": f"L-{number}"}, {}, {}
        for (code, sub), item in items.items():
            question = form[code]
            if not relevant(question["row"]["relevance"], answers):
                continue
            asked[item.id] = person[item.id]
            _fill(study, item, question, (code, sub), person[item.id], answers, cells)
        cells["respondent", ""] = f"L-{number}"
        words = [_lime_cell(form, p, cells.get(p), language) for p in places]
        done = "" if number == 3 else "2026-05-01 11:00:00"
        times = ["2026-05-01 10:00:00", "2026-05-01 11:00:00", "10.1.2.3"]
        rows.append([number + 1, done, 3, "fa", 77, *times, *words, 60 + number])
        asked_of.append(asked)
    return rows, asked_of


def _columns_of(form):
    """The columns of an export: a question, or a question and its part."""
    found = []
    for code, question in form.items():
        own = ["other"] if question["row"]["other"] == "Y" else []
        found += [(code, sub) for sub in [*(question["SQ"] or [""]), *own]]
    return found


def _questions_of(form):
    """The questions that are items: each line of an array is one."""
    found = []
    for code, question in form.items():
        array = question["row"]["type/scale"] == "F"
        found += [(code, sub) for sub in question["SQ"]] if array else [(code, "")]
    return [place for place in found if place[0] != "respondent"]


def _fill(study, item, question, place, answer, answers, cells):
    """Note an answer as the database holds it, and as expressions call it."""
    code, sub = place
    codes = [str(c) for c in offered(study, item.id)]
    if item.type == "multiple":
        other = str(item.other) if item.other is not None else None
        names = dict(zip([c for c in codes if c != other], question["SQ"], strict=True))
        for each, name in names.items():
            tick = "Y" if answer and each in map(str, answer) else ""
            cells[code, name] = answers[f"{code}_{name}"] = tick
        if other is not None:
            words = "در بازار" if answer and other in answer else ""
            cells[code, "other"] = answers[f"{code}_other"] = words
        return
    if answer is None:
        return
    other = next((c for c in codes if item.is_other(c)), None)
    listed = [c for c in codes if c != other]
    names = dict(zip(listed, question["A"], strict=True)) if question["A"] else {}
    cell = names.get(str(answer), answer)
    if str(answer) == other:
        cell = answers[code] = "-oth-"
        cells[code, "other"] = "در بازار"
    if isinstance(answer, pd.Timestamp):
        cell = f"{answer.date()} 00:00:00"
        if item.calendar == "jalali":
            cell = str(JalaliDateTime.to_jalali(answer).date())
    cells[code, sub] = str(cell)
    answers[f"{code}_{sub}" if sub else code] = str(cell)


def _lime_head(form, place, language):
    code, sub = place
    if language is None:
        return f"{code}[{sub}]" if sub else code
    question = form[code]
    text = question["words"][language]
    part = question["own"] if sub == "other" else question["SQ"].get(sub, {})
    return f"{text} [{unescape(part[language])}]" if sub else text


def _lime_cell(form, place, cell, language):
    code, sub = place
    kind = form[code]["row"]["type/scale"]
    if language is not None and kind == "M" and sub != "other":
        yes, no = {"en": ("Yes", "No"), "fa": ("بله", "خیر")}[language]
        return {None: "N/A", "Y": yes, "": no}[cell]
    if cell is None:
        return ""
    if language is not None and cell == "-oth-":
        return {"en": "Other", "fa": "سایر"}[language]
    if language is not None and cell in form[code]["A"]:
        return form[code]["A"][cell][language]
    return f"'{cell}" if cell.startswith("=") else cell


# ----------------------------------------------------------------------- the way back
def read_back(folder, mapping, kind, rows, name, *, person=True):
    """The wave of an export's rows, of a study written as params."""
    waves = folder / "params" / mapping["id"] / "waves"
    waves.mkdir(parents=True, exist_ok=True)
    told = {"schema": 1, **mapping}
    study = yaml.safe_dump(told, allow_unicode=True, sort_keys=False)
    (waves.parent / "study.yaml").write_text(study, "utf8")
    wave = f"{{schema: 1, id: w, sources: {{responses: {{file: {name}, "
    wave += f"kind: {kind}}}}}"
    wave += ", columns: {respondent: respondent}}" if person else "}"
    (waves / "w.yaml").write_text(wave, "utf8")
    _save(folder / name, rows)
    return read_wave(waves / "w.yaml")


def _save(path, rows):
    """Write rows as a workbook, or as Kobo separates its values."""
    if path.suffix == ".xlsx":
        book = openpyxl.Workbook()
        for row in rows:
            book.active.append([None] * len(row))
            for place, cell in enumerate(row, start=1):
                made = book.active.cell(book.active.max_row, place)
                made.value = None if cell == "" else cell
                made.data_type = "n" if isinstance(cell, int) else "s"
        book.save(path)
        return
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file, quoting=csv.QUOTE_ALL).writerows(rows)


def assert_same(wave, study, asked):
    frame, absent = truth(study, asked)
    for column in frame:
        found, expected = wave.frame[column].tolist(), frame[column].tolist()
        pairs = list(zip(found, expected, strict=True))
        wrong = [(f, e) for f, e in pairs if not _alike(f, e)]
        assert not wrong, (column, wrong[:3])
    for name, codes in absent.items():
        assert wave.absent[name].tolist() == codes, name


def _alike(found, expected):
    if pd.isna(found) or pd.isna(expected):
        return pd.isna(found) and pd.isna(expected)
    if isinstance(expected, str):
        return found == expected.strip()
    return found == expected
