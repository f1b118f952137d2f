"""Do answers to the form of any small questionnaire come back as they were given?"""

import copy
import tempfile
from pathlib import Path
from shutil import which

import pytest
from hypothesis import given, settings, strategies as st
from pyxform.xls2xform import convert

from csat_methods import Study, export_questionnaire
from tests.forms.stand_ins import (
    assert_same,
    kobo,
    limesurvey,
    meant,
    read_back,
    structure,
    xlsform,
)

THINGS = [
    ("The food", "غذا"),
    ("Fair prices", "قیمت منصفانه"),
    ("Staff - polite", "کارکنانِ مؤدب"),
    ("Speed/time", "سرعت/زمان"),
    ("Clean rooms: tidy", "اتاق‌های تمیز"),
    ("Wi-Fi (free)", "وای‌فای"),
    ("A & B; C, D", "الف، ب"),
]
STEMS = [
    ("How was this?", "این چگونه بود؟"),
    ("What do you expect?", "چه انتظاری دارید؟"),
    ("How important is it to you?", "چقدر مهم است؟"),
    ("Is it good (1: bad - 5: best), he/she?", "خوب است (۱: بد - ۵: خوب)، او/وی؟"),
]
OPTIONS = [
    ("shop", ("Shop", "فروشگاه")),
    ("by post", ("By post", "با پست")),
    ("by post today", ("By post today", "همین امروز با پست")),
    ("other", ("Other", "دیگر")),
    (1, ("One", "یک")),
    ("A-b", ("In the app", "در برنامه")),
    ("none of it", ("Nothing", "هیچ‌کدام")),
    ("yes", ("Yes", "بله")),
    ("no", ("No", "خیر")),
    (0, ("Zero", "صفر")),
    (2, ("Two", "دو")),
]
IDS = [
    "q1", "Q_2", "q.3", "4a", "other", "end", "x_other", "name", "p-1", "p_1", "p1",
    "کیفیت", "a_very_long_name_of_an_item_1", "a_very_long_name_of_an_item_2", "date",
    "start", "meta", "time", "a", "b", "c", "d",
]  # fmt: skip
YES_NO = [
    {"yes": ("Yes", "بله"), "no": ("No", "خیر")},
    {1: ("Yes", "بله"), 2: ("No", "خیر")},
    {0: None, 1: None},
    {"y": None, "n": None},
]


def said(words):
    return dict(zip(("en", "fa"), words, strict=True)) if words else None


class Maker:
    """One questionnaire of chance."""

    def __init__(self, chance):
        self.chance = chance
        self.stem, self.left = None, []

    def some(self, share):
        return self.chance.random() < share

    def scale(self):
        points = list(range(self.chance.randint(0, 1), self.chance.choice([5, 11])))
        labels = {}
        if self.some(0.7):
            labels = {points[0]: said(("Bad", "بد")), points[-1]: said(("Good", "خوب"))}
        if self.some(0.3):
            labels |= {p: said((f"P {p}", f"نقطهٔ {p}")) for p in points[1:-1]}
        made = {"points": points}
        if self.some(0.5):
            made["not_applicable"] = [99]
            labels |= {99: said(("I do not know", "نمی‌دانم"))} if self.some(0.6) else {}
        if self.some(0.4):
            made["direction"] = "descending"
        if self.some(0.3):
            made["blank"] = [-1]
        return made | ({"labels": labels} if labels else {})

    def words_of_a_line(self):
        if not self.left or self.some(0.25):
            self.stem = self.chance.choice(STEMS)
            self.left = self.chance.sample(THINGS, len(THINGS))
        thing = self.left.pop()
        return said([f"{a} {b}" for a, b in zip(self.stem, thing, strict=True)])

    def options(self):
        worded = self.some(0.8)
        chosen = self.chance.sample(OPTIONS, self.chance.randint(2, 5))
        return {code: said(words) if worded else None for code, words in chosen}

    def study(self):
        items = {}
        for place, name in enumerate(
            self.chance.sample(IDS, self.chance.randint(2, 8))
        ):
            kind = self.chance.choice(["scale"] * 5 + list(KINDS))
            words = said((f"Question {place}: what?", f"پرسش {place}: چه؟"))
            item = {"type": kind, "text": words} | KINDS.get(kind, Maker.line)(
                self, name
            )
            if items and self.some(0.3):
                item |= self.condition(items)
            if self.some(0.2):
                item["block"] = self.chance.choice(["b1", "b2"])
            items[name] = item
        return {
            "id": "gen",
            "title": said(("Any", "هر")),
            "languages": ["en", "fa"],
            "scales": {"s0": self.scale(), "s1": self.scale()},
            "blocks": {"b1": said(("One", "یک")), "b2": said(("Two", "دو"))},
            "items": items,
        }

    def condition(self, items):
        source = self.chance.choice(list(items))
        given = items[source]
        codes = list(given.get("answers") or given.get("options") or ())
        codes = codes or ([0, 1] if given["type"] == "binary" else [])
        codes = [2, 3] if given["type"] == "scale" else codes
        few = self.chance.sample(
            codes, self.chance.randint(1, len(codes) or 1) if codes else 0
        )
        return {"asked_if": [{"item": source, "in": few}]} if few else {}

    # ------------------------------------------------------------ kinds of items
    def line(self, _name):
        role = self.chance.choice(["perception", "perception", "expectation"])
        made = {"scale": self.chance.choice(["s0", "s0", "s1"]), "role": role}
        made |= {"reversed": True} if self.some(0.2) else {}
        return made | {"text": self.words_of_a_line()}

    def binary(self, _name):
        answers = self.chance.choice(YES_NO)
        return {"answers": {code: said(words) for code, words in answers.items()}}

    def nominal(self, _name):
        made = {"answers": self.options()}
        made |= {"not_applicable": ["na"]} if self.some(0.3) else {}
        if self.some(0.5):
            made["other"] = self.chance.choice(list(made["answers"]))
        return made

    def multiple(self, name):
        options = self.options()
        made = {"options": options}
        if self.some(0.5):
            made["delimiter"] = self.chance.choice([";", "|", ","])
        else:
            columns = {o: f"{name}__{n}" for n, o in enumerate(options)}
            made["columns"] = columns
        if self.some(0.5):
            named = "other" if "other" in options else self.chance.choice(list(options))
            made["other"] = str(named)
        return made | ({"not_applicable": ["none"]} if self.some(0.3) else {})

    def number(self, _name):
        made = {"lowest": 1, "highest": 60} if self.some(0.5) else {}
        return made | ({"not_applicable": [998]} if self.some(0.3) else {})

    def date(self, _name):
        made = {"calendar": "jalali"} if self.some(0.5) else {}
        return made | ({"format": "%d/%m/%Y"} if self.some(0.4) else {})

    def text(self, _name):
        return {"role": "open"}


KINDS = {
    "binary": Maker.binary,
    "nominal": Maker.nominal,
    "multiple": Maker.multiple,
    "number": Maker.number,
    "date": Maker.date,
    "text": Maker.text,
}
WAYS = {
    "names": {"language": None},
    "ODK": {"language": None, "split": False, "joint": "-"},
    "English": {"language": "en"},
    "Persian": {"language": "fa"},
}


@pytest.mark.parametrize("way", WAYS)
@settings(max_examples=10)
@given(chance=st.randoms(use_true_random=True))
def test_answers_to_the_xlsform_of_any_questionnaire_come_back(way, chance):
    mapping = Maker(chance).study()
    study = Study.from_dict(mapping)
    ending = chance.choice(["csv", "xlsx"])
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        path = export_questionnaire(study, folder / "q.xlsx", format="xlsform")
        form = xlsform(path)
        people = meant(study, chance.randint(0, 10**6))
        for grouped in (True, False):
            headed = copy.deepcopy(form)
            for question in headed:
                question.path = question.path if grouped else question.path[-1:]
            rows, asked = kobo(study, headed, people, **WAYS[way])
            kind = "odk" if way == "ODK" else "kobo"
            wave = read_back(folder, mapping, kind, rows, f"w.{ending}")
            assert_same(wave, study, asked)


@pytest.mark.parametrize("language", [None, "en", "fa"])
@settings(max_examples=10)
@given(chance=st.randoms(use_true_random=True))
def test_answers_to_the_limesurvey_form_of_any_questionnaire_come_back(
    language, chance
):
    mapping = Maker(chance).study()
    study = Study.from_dict(mapping)
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        path = export_questionnaire(study, folder / "q.txt", format="limesurvey")
        people = meant(study, chance.randint(0, 10**6))
        rows, asked = limesurvey(study, structure(path), people, language)
        wave = read_back(folder, mapping, "limesurvey", rows, "w.csv")
        assert_same(wave, study, asked)


@pytest.mark.skipif(which("java") is None, reason="ODK Validate needs java")
@settings(max_examples=8)
@given(chance=st.randoms(use_true_random=True))
def test_phones_accept_the_xlsform_of_any_questionnaire(chance):
    study = Study.from_dict(Maker(chance).study())
    with tempfile.TemporaryDirectory() as place:
        path = Path(place) / "q.xlsx"
        export_questionnaire(study, path, format="xlsform")
        assert convert(str(path), validate=True).warnings == []


PERSIAN = {
    "جنس": {"type": "nominal", "answers": ["زن", "مرد"], "text": "جنس؟"},
    "راه": {
        "type": "multiple",
        "delimiter": ";",
        "options": ["پست", "دیگر"],
        "other": "دیگر",
        "text": "چگونه؟",
        "asked_if": [{"item": "جنس", "in": ["زن"]}],
    },
    "کیفیت": {
        "answers": [1, 2, 3],
        "text": "چطور؟",
        "asked_if": [{"item": "راه", "in": ["پست"]}],
    },
    "شمار": {"type": "number", "lowest": 0, "not_applicable": [99], "text": "چند؟"},
    "حرف": {
        "type": "text",
        "text": "it's ${a} & <b>",
        "asked_if": [{"item": "شمار", "in": [3, 99]}],
    },
    "باز": {
        "type": "text",
        "text": "باز؟",
        "asked_if": [{"item": "حرف", "in": ['it\'s "ok"']}],
    },
}


@pytest.mark.skipif(which("java") is None, reason="ODK Validate needs java")
def test_phones_accept_persian_ids_codes_and_marks_in_conditions(tmp_path):
    told = {"id": "x", "title": "X", "languages": ["en"], "items": PERSIAN}
    study = Study.from_dict(told)
    path = export_questionnaire(study, tmp_path / "q.xlsx", format="xlsform")
    assert convert(str(path), validate=True).warnings == []


def test_the_questionnaires_of_chance_have_every_kind_of_item():
    seen = set()

    @settings(max_examples=60)
    @given(chance=st.randoms(use_true_random=True))
    def look(chance):
        for item in Maker(chance).study()["items"].values():
            seen.update({item["type"], *item})

    look()
    keys = {"other", "asked_if", "columns", "delimiter", "reversed", "not_applicable"}
    assert {"scale", *KINDS} | keys <= seen
