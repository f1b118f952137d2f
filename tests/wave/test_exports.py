"""Are the answers of a survey platform found without a mapping by hand?"""

import time
import zipfile

import numpy as np
import openpyxl
import pandas as pd
import pytest

from csat_methods.wave.readers import EXPORTS
from csat_methods.wave.reading import read_wave

STUDY = """\
schema: 1
id: shop
title: {en: Shop, fa: فروشگاه}
languages: [en, fa]
scales:
  five:
    points: [1, 2, 3, 4, 5]
    labels:
      1: {en: Very bad, fa: بسیار بد}
      2: {en: Bad, fa: بد}
      3: {en: So so, fa: میانه}
      4: {en: Good, fa: خوب}
      5: {en: Very good, fa: بسیار خوب}
      9: {en: Do not know, fa: نمی‌دانم}
    not_applicable: [9]
segments:
  region: {levels: {n: North, s: South}}
items:
  delivered:
    type: binary
    role: filter
    text: {en: Was it delivered?, fa: آیا تحویل شد؟}
    answers: {1: {en: "Yes", fa: بله}, 0: {en: "No", fa: خیر}}
  p_delivery:
    role: perception
    scale: five
    text: {en: The delivery, fa: تحویل}
    asked_if: [{item: delivered, in: [1]}]
  p_staff: {role: perception, scale: five, text: {en: The staff, fa: کارکنان}}
  overall: {role: overall, scale: five, text: {en: Overall, fa: در مجموع}}
  why:
    type: multiple
    delimiter: ";"
    text: {en: Why did you come?, fa: چرا آمدید؟}
    options:
      price: {en: Low price, fa: قیمت پایین}
      range: {en: Choice, fa: تنوع}
      near: {en: Near by, fa: نزدیکی}
    not_applicable: [none]
  age: {type: number, lowest: 15, highest: 110, text: {en: Your age, fa: سن شما}}
  better: {type: text, role: open, text: {en: What to mend?, fa: چه بهتر شود؟}}
"""
# Four people: delivered and all answered; not delivered; do not know; hardly anything.
TRUTH = pd.DataFrame(
    {
        "delivered": [1, 0, 1, np.nan],
        "p_delivery": [5, np.nan, np.nan, np.nan],
        "p_staff": [4, 2, 3, np.nan],
        "overall": [5, 2, 3, 1],
        "why:price": [1, 0, 1, np.nan],
        "why:range": [0, 1, 1, np.nan],
        "why:near": [1, 0, 0, np.nan],
        "age": [34, 51, np.nan, np.nan],
        "better": ["می‌خواهم زودتر برسد", "Nothing, thanks", None, None],
    }
)
ABSENT = {"p_delivery": [0, 2, 1, 2], "why": [0, 0, 0, 0]}


class Project:
    """A study in a folder of its own, and one wave of a platform's file."""

    def __init__(self, folder):
        self.folder = folder
        self.path = folder / "params" / "shop" / "waves" / "w.yaml"
        self.path.parent.mkdir(parents=True)
        (self.path.parents[1] / "study.yaml").write_text(STUDY, "utf8")
        (folder / "data").mkdir()

    def study(self, old, new):
        path = self.path.parents[1] / "study.yaml"
        text = path.read_text("utf8")
        assert old in text
        path.write_text(text.replace(old, new), "utf8")

    def read(self, kind, rows, *, name="w.csv", more="", source="", mark=","):
        path = self.folder / "data" / name
        if name.endswith("xlsx"):
            book = openpyxl.Workbook()
            for row in rows:
                book.active.append([None if cell == "" else cell for cell in row])
            book.save(path)
        else:
            lines = (mark.join(quoted(cell) for cell in row) for row in rows)
            path.write_text("\ufeff" + "\r\n".join(lines) + "\r\n", "utf8")
        source = f"{{file: data/{name}, kind: {kind}{source}}}"
        wave = f"schema: 1\nid: w\nsources:\n  responses: {source}\n{more}"
        self.path.write_text(wave, "utf8")
        return read_wave(self.path)

    def refused(self, words, *args, **keys):
        with pytest.raises(ValueError, match=words) as caught:
            self.read(*args, **keys)
        return str(caught.value)


def quoted(cell):
    return '"' + str(cell).replace('"', '""') + '"'


@pytest.fixture
def project(tmp_path):
    return Project(tmp_path)


def assert_truth(wave, rows=slice(None)):
    answers = wave.frame[list(TRUTH)].reset_index(drop=True)
    expected = TRUTH[rows].reset_index(drop=True)
    pd.testing.assert_frame_equal(answers, expected, check_dtype=False)
    for item, codes in ABSENT.items():
        np.testing.assert_array_equal(wave.absent[item], np.array(codes)[rows])


def notes(wave):
    return [str(note) for note in wave.notes]


# ------------------------------------------------------------------- Kobo and ODK
KOBO = [
    [
        "start", "end", "region",
        "visit/delivered", "visit/p_delivery", "visit/p_staff",
        "overall", "visit/why", "visit/why/price", "visit/why/range", "visit/why/near",
        "visit/why/none", "about/you/age", "better", "_id", "_uuid", "_submission_time",
        "_validation_status", "_notes", "_status", "_submitted_by", "__version__",
        "_tags", "_index",
    ],
    [
        "2026-05-01T10:00:00.000+03:30", "2026-05-01T10:04:00.500+03:30", "n", 1, 5, 4,
        5, "price near", 1, 0, 1, 0, 34, "می‌خواهم زودتر برسد", 101, "aa-1",
        "2026-05-01T06:34:05", "", "", "submitted_via_web", "maryam", "v1", "", 1,
    ],
    [
        "2026-05-01T10:00:00.000+03:30", "2026-05-01T10:01:00.000+03:30", "s", 0, "", 2,
        2, "range", 0, 1, 0, 0, 51, "Nothing, thanks", 102, "aa-2",
        "2026-05-01T06:34:05", "Not approved", "", "submitted_via_web", "", "v1", "", 2,
    ],
    [
        "2026-05-01T10:00:00.000+03:30", "2026-05-01T10:01:30.000+03:30", "s", 1, 9, 3,
        3, "range price", 1, 1, 0, 0, "", "", 103, "aa-3", "2026-05-01T06:34:05", "",
        "", "submitted_via_web", "", "v1", "", 3,
    ],
    [
        "2026-05-01T10:00:00.000+03:30", "2026-05-01T10:00:30.000+03:30", "n", "", "",
        "", 1, "", "", "", "", "", "", "", 104, "aa-4", "2026-05-01T06:34:05", "", "",
        "submitted_via_web", "", "v1", "", 4,
    ],
]  # fmt: skip
WORDS = {
    "en": {
        "delivered": "Was it delivered?", "p_delivery": "The delivery",
        "p_staff": "The staff", "overall": "Overall", "why": "Why did you come?",
        "age": "Your age", "better": "What to mend?", "visit": "Your visit",
        "about": "About you", "you": "Yourself", "price": "Low price",
        "range": "Choice", "near": "Near by", "none": "none",
    },
    "fa": {
        "delivered": "آیا تحویل شد؟", "p_delivery": "تحویل", "p_staff": "کارکنان",
        "overall": "در مجموع", "why": "چرا آمدید؟", "age": "سن شما",
        "better": "چه بهتر شود؟", "visit": "دیدار شما", "about": "دربارهٔ شما",
        "you": "خود شما", "price": "قیمت پایین", "range": "تنوع", "near": "نزدیکی",
        "none": "none",
    },
}  # fmt: skip
POINTS = {
    "en": {1: "Very bad", 2: "Bad", 3: "So so", 4: "Good", 5: "Very good"},
    "fa": {1: "بسیار بد", 2: "بد", 3: "میانه", 4: "خوب", 5: "بسیار خوب"},
}
UNKNOWN = {"en": "Do not know", "fa": "نمی‌دانم"}
TWO = {"en": {1: "Yes", 0: "No"}, "fa": {1: "بله", 0: "خیر"}}


def in_words(rows, language):
    """The same export with the words of questions and answers."""
    words = WORDS[language]
    head = ["/".join(words.get(p, p) for p in name.split("/")) for name in rows[0]]
    points = POINTS[language] | {9: UNKNOWN[language]}
    made = [head]
    for row in rows[1:]:
        cells = list(row)
        for place, name in enumerate(rows[0]):
            last = name.split("/")[-1]
            if last == "delivered":
                cells[place] = TWO[language].get(row[place], row[place])
            if last in {"p_delivery", "p_staff", "overall"}:
                cells[place] = points.get(row[place], row[place])
            if last == "why":
                chosen = str(row[place]).split()
                cells[place] = " ".join(words[option] for option in chosen)
        made.append(cells)
    return made


def without(rows, *names):
    """The export without some of its columns."""
    keep = [i for i, name in enumerate(rows[0]) if name not in names]
    return [[row[i] for i in keep] for row in rows]


SPLIT = ("visit/why/price", "visit/why/range", "visit/why/near", "visit/why/none")


@pytest.mark.parametrize("name", ["w.csv", "w.xlsx"])
def test_a_kobo_export_with_groups_and_xml_values_is_read(project, name):
    wave = project.read("kobo", KOBO, name=name, mark=";")
    assert_truth(wave)
    assert wave.frame["region"].tolist() == ["n", "s", "s", "n"]
    assert wave.duration.tolist() == [240.5, 60, 90, 30]
    assert wave.frame.index.tolist() == [2, 3, 4, 5]


@pytest.mark.parametrize("language", ["en", "fa"])
@pytest.mark.parametrize("layout", ["both", "joined", "split"])
def test_a_kobo_export_in_words_is_read_whichever_way_choices_are_laid_out(
    project, language, layout
):
    left = {"both": (), "joined": SPLIT, "split": ("visit/why",)}[layout]
    assert_truth(project.read("kobo", in_words(without(KOBO, *left), language)))


def test_a_kobo_export_keeps_no_ids_and_nobodys_name(project):
    wave = project.read("kobo", KOBO)
    assert not {"_id", "_uuid", "_submitted_by"} & set(wave.frame)
    assert "maryam" in wave.private
    more = "columns: {respondent: _uuid}\n"
    ids = project.read("kobo", KOBO, more=more).frame["_uuid"]
    assert ids.str.fullmatch(r"[0-9a-f]{16}").all()


def test_submissions_that_were_turned_down_are_kept_and_counted(project):
    found = notes(project.read("kobo", KOBO))
    assert "1 submissions were turned down by who checked them; they are kept." in found


def test_an_odk_export_joins_groups_with_dashes(project):
    head = [
        name.replace("/", "-", 1) if name.startswith("visit/") else name
        for name in KOBO[0]
    ]
    head = [name.replace("about/you/", "about-you-") for name in head]
    head[head.index("_uuid")] = "meta-instanceID"
    head[head.index("_submitted_by")] = "SubmitterName"
    head[head.index("_submission_time")] = "SubmissionDate"
    wave = project.read("odk", [head, *KOBO[1:]])
    assert_truth(wave)
    assert "maryam" in wave.private
    assert "aa-1" not in wave.frame.to_csv()


def test_one_column_an_option_is_found_too(project):
    columns = "columns: {price: a1, range: a2, near: a3}"
    project.study('delimiter: ";"', columns)
    assert_truth(project.read("kobo", KOBO))
    assert_truth(project.read("kobo", without(KOBO, *SPLIT)))


def test_not_applicable_of_several_answers_is_told_apart(project):
    rows = [list(row) for row in KOBO]
    place = rows[0].index("visit/why")
    rows[2][place : place + 5] = ["none", 0, 0, 0, 1]
    for layout in ((), SPLIT, ("visit/why",)):
        wave = project.read("kobo", without(rows, *layout))
        assert wave.absent["why"].tolist() == [0, 1, 0, 0]
        assert np.isnan(wave.frame["why:price"].tolist()[1])


def test_columns_that_are_no_item_are_named_at_once_and_kept(project):
    rows = [
        [*row, more] for row, more in zip(KOBO, ["g/shoe", 1, 2, 3, 4], strict=True)
    ]
    wave = project.read("kobo", rows)
    assert wave.frame["g/shoe"].tolist() == [1, 2, 3, 4]
    text = "data/w.csv has columns that are no item of the study: g/shoe."
    assert text in notes(wave)


def test_all_that_is_missing_is_said_at_once_with_what_is_no_item(project):
    rows = [[name.replace("p_staff", "p_stuff") for name in KOBO[0]], *KOBO[1:]]
    said = project.refused("column 'p_staff' of item 'p_staff'", "kobo", rows)
    assert "columns of the file that are no item: visit/p_stuff" in said


def test_codes_off_the_scale_are_refused_with_their_place(project):
    rows = [list(row) for row in KOBO]
    rows[2][6] = 7
    words = r"data/w.csv: column 'overall': 1 cell is off the scale 1 to 5; .* row 3"
    project.refused(words, "kobo", rows)


def test_an_option_that_the_study_does_not_have_is_refused(project):
    rows = [list(row) for row in KOBO]
    place = rows[0].index("visit/why")
    rows[1][place] = "price luck"
    words = "column 'visit/why': 1 cell is not made of the options price, range, near"
    project.refused(words, "kobo", without(rows, *SPLIT))
    rows[0][place + 3] = "visit/why/luck"
    words = r"column 'visit/why/luck': 1 people chose 'luck', .* first in row 2"
    project.refused(words, "kobo", [rows[0], *KOBO[1:]])


def test_two_columns_for_one_item_are_refused_until_one_is_left_out(project):
    rows = [[*row, "2"] for row in KOBO]
    rows[0][-1] = "again/overall"
    rows[0][rows[0].index("overall")] = "first/overall"
    words = r"\['first/overall', 'again/overall'\] could each be item 'overall'"
    project.refused(words, "kobo", rows)
    assert_truth(project.read("kobo", rows, source=", leave_out: [again/overall]"))


def test_days_come_in_the_calendar_of_their_item(project):
    project.study("  age:", "  bought: {type: date, calendar: jalali}\n  age:")
    rows = [[*row, "2026-03-21"] for row in KOBO]
    rows[0][-1] = "bought"
    bought = project.read("kobo", rows).frame["bought"]
    assert bought.tolist() == [pd.Timestamp("2026-03-21")] * 4


def test_blanks_of_older_exports_are_no_answers(project):
    place = KOBO[0].index("better")
    rows = [
        ["n/a" if cell == "" and i != place else cell for i, cell in enumerate(row)]
        for row in KOBO
    ]
    assert_truth(project.read("kobo", rows))


# ----------------------------------------------------------------------- LimeSurvey
LIME = [
    [
        "id", "submitdate", "lastpage", "startlanguage", "seed", "startdate",
        "datestamp", "ipaddr", "email", "region", "delivered", "pdelivery", "pstaff",
        "overall", "why[price]", "why[range]", "why[near]", "why[none]", "age",
        "better", "interviewtime",
    ],
    [
        "7", "2026-05-01 10:04:00", "3", "fa", "123", "2026-05-01 10:00:00",
        "2026-05-01 10:04:00", "10.0.0.7", "a@b.example", "n", "1", "5", "4", "5", "Y",
        "", "Y", "", "34", "می‌خواهم زودتر برسد", "240.5",
    ],
    [
        "8", "2026-05-01 11:04:00", "3", "en", "124", "2026-05-01 11:00:00",
        "2026-05-01 11:01:00", "10.0.0.8", "", "s", "0", "", "2", "2", "", "Y", "", "",
        "51", "Nothing, thanks", "60",
    ],
    [
        "9", "2026-05-01 12:04:00", "3", "en", "125", "2026-05-01 12:00:00",
        "2026-05-01 12:01:30", "10.0.0.9", "", "s", "1", "9", "3", "3", "Y", "Y", "",
        "", "", "", "90",
    ],
    [
        "10", "", "1", "en", "126", "2026-05-01 13:00:00", "2026-05-01 13:00:30",
        "10.0.0.10", "", "n", "", "", "", "1", "", "", "", "", "", "", "30",
    ],
]  # fmt: skip
LIME_WORDS = {
    "id": "Response ID", "submitdate": "Date submitted", "lastpage": "Last page",
    "startlanguage": "Start language", "seed": "Seed", "startdate": "Date started",
    "datestamp": "Date last action", "ipaddr": "IP address", "email": "Email address",
    "interviewtime": "Total time",
}  # fmt: skip


def limesurvey_in_words(rows, language):
    """The same export with full answers, N/A for what was not shown."""
    words = WORDS[language] | {
        "pdelivery": WORDS[language]["p_delivery"],
        "pstaff": WORDS[language]["p_staff"],
    }
    head = []
    for name in rows[0]:
        code, _, sub = name.partition("[")
        text = LIME_WORDS.get(code, words.get(code, code))
        head.append(f"{text} [{words[sub[:-1]]}]" if sub else text)
    points = {str(k): v for k, v in (POINTS[language] | {9: UNKNOWN[language]}).items()}
    two = {str(code): text for code, text in TWO[language].items()}
    made = [head]
    for row in rows[1:]:
        cells = list(row)
        shown = any(cells[rows[0].index(f"why[{o}]")] for o in ("price", "range"))
        for place, name in enumerate(rows[0]):
            if name.startswith("why["):
                tick = two["1"] if row[place] == "Y" else two["0"]
                cells[place] = tick if shown else "N/A"
            if name in {"pdelivery", "pstaff", "overall"}:
                cells[place] = points.get(row[place], row[place])
            if name == "delivered":
                cells[place] = two.get(row[place], "N/A")
        made.append(cells)
    return made


@pytest.mark.parametrize("name", ["w.csv", "w.xlsx"])
def test_a_limesurvey_export_of_codes_is_read(project, name):
    wave = project.read("limesurvey", LIME, name=name)
    assert_truth(wave)
    assert wave.duration.tolist() == [240.5, 60, 90, 30]
    assert wave.frame["startlanguage"].tolist() == ["fa", "en", "en", "en"]


@pytest.mark.parametrize("language", ["en", "fa"])
def test_a_limesurvey_export_of_words_is_read(project, language):
    wave = project.read("limesurvey", limesurvey_in_words(LIME, language))
    assert_truth(wave)
    assert wave.duration.tolist() == [240.5, 60, 90, 30]
    said = "1 people did not send off their answers; what they answered is kept."
    assert said in notes(wave)


def test_a_limesurvey_export_with_codes_and_words_in_its_headings_is_read(project):
    words = limesurvey_in_words(LIME, "en")[0]
    head = [f"{code}. {text}" for code, text in zip(LIME[0], words, strict=True)]
    wave = project.read("limesurvey", [head, *LIME[1:]])
    assert_truth(wave)
    assert wave.duration.tolist() == [240.5, 60, 90, 30]


def test_a_limesurvey_export_of_expression_codes_is_read(project):
    head = [name.replace("[", "_").replace("]", "") for name in LIME[0]]
    assert_truth(project.read("limesurvey", [head, *LIME[1:]]))


def test_answers_that_were_not_sent_off_are_kept_and_counted(project):
    wave = project.read("limesurvey", LIME)
    said = "1 people did not send off their answers; what they answered is kept."
    assert said in notes(wave)
    assert wave.n == 4


def test_a_limesurvey_export_keeps_no_address(project):
    wave = project.read("limesurvey", LIME)
    assert not {"id", "ipaddr", "email"} & set(wave.frame)
    assert {"10.0.0.7", "a@b.example"} <= wave.private


def test_without_timings_start_and_last_action_are_the_duration(project):
    wave = project.read("limesurvey", without(LIME, "interviewtime"))
    assert wave.duration.tolist() == [240, 60, 90, 30]


def test_an_array_is_found_by_the_codes_of_its_rows(project):
    arrays = {"pdelivery": "rate[pdelivery]", "pstaff": "rate[p_staff]"}
    head = [arrays.get(name, name) for name in LIME[0]]
    assert_truth(project.read("limesurvey", [head, *LIME[1:]]))


def test_an_array_whose_item_has_the_code_of_both_is_found(project):
    project.study("  p_staff:", "  rate_SQ002:")
    arrays = {"pdelivery": "p[delivery]", "pstaff": "rate[SQ002]"}
    head = [arrays.get(name, name) for name in LIME[0]]
    wave = project.read("limesurvey", [head, *LIME[1:]])
    assert wave.frame["rate_SQ002"].tolist()[:3] == [4, 2, 3]
    assert wave.frame["p_delivery"].tolist()[0] == 5


def test_an_option_is_not_taken_for_an_item_with_the_same_letters(project):
    project.study("  age:", "  whynear: {answers: [1, 2, 3]}\n  age:")
    rows = [[*row, "3"] for row in LIME]
    rows[0][-1] = "whynear"
    wave = project.read("limesurvey", rows)
    assert_truth(wave)
    assert wave.frame["whynear"].tolist() == [3, 3, 3, 3]


def test_yes_and_no_of_limesurvey_are_the_codes_of_the_study(project):
    place = LIME[0].index("delivered")
    rows = [list(row) for row in LIME]
    for row in rows[1:]:
        row[place] = {"1": "Y", "0": "N", "": ""}[row[place]]
    assert_truth(project.read("limesurvey", rows))
    project.study('{1: {en: "Yes", fa: بله}, 0: {en: "No", fa: خیر}}', "[1, 2]")
    words = "column 'delivered': 3 cells are none of the answers 1, 2; .* 'Y'"
    project.refused(words, "limesurvey", rows)


def test_other_answers_of_limesurvey_are_the_study_s_other(project):
    more = "  source: {type: nominal, answers: [web, friend, other]}\n  age:"
    project.study("  age:", more)
    rows = [[*row, "-oth-", "در روزنامه"] for row in LIME]
    rows[0][-2:] = ["source", "source[other]"]
    wave = project.read("limesurvey", rows)
    assert wave.frame["source"].tolist() == ["other"] * 4
    assert wave.frame["source[other]"].tolist() == ["در روزنامه"] * 4
    project.study("friend, other]", "friend]")
    project.refused("'source': 4 cells are none of the answers", "limesurvey", rows)


def test_words_for_an_option_of_one_s_own_tick_it(project):
    project.study("      near: {en: Near by, fa: نزدیکی}", "      near:")
    project.study("not_applicable: [none]", "other: near")
    rows = [list(row) for row in LIME]
    place = rows[0].index("why[near]")
    rows[0][place] = "why[other]"
    rows[1][place] = "I live next door"
    wave = project.read("limesurvey", without(rows, "why[none]"))
    assert_truth(wave)
    assert wave.frame["why[other]"].tolist()[0] == "I live next door"
    assert "no item of the study" not in " ".join(notes(wave))


def test_a_masked_formula_in_a_comment_is_read_as_it_was_written(project):
    rows = [list(row) for row in LIME]
    rows[1][rows[0].index("better")] = "'=1+1 is too dear"
    comment = project.read("limesurvey", rows).frame["better"].tolist()[0]
    assert comment == "=1+1 is too dear"


# ------------------------------------------------------------------------ Qualtrics
HEADS = {
    "StartDate": ("Start Date", "startDate"),
    "EndDate": ("End Date", "endDate"),
    "Status": ("Response Type", "status"),
    "IPAddress": ("IP Address", "ipAddress"),
    "Progress": ("Progress", "progress"),
    "Duration (in seconds)": ("Duration (in seconds)", "duration"),
    "Finished": ("Finished", "finished"),
    "RecordedDate": ("Recorded Date", "recordedDate"),
    "ResponseId": ("Response ID", "_recordId"),
    "RecipientLastName": ("Recipient Last Name", "recipientLastName"),
    "UserLanguage": ("User Language", "userLanguage"),
    "delivered": ("Was it delivered?", "QID1"),
    "Q2_1": ("Please rate us:\n - The delivery", "QID2_1"),
    "Q2_2": ("Please rate us:\n - The staff", "QID2_2"),
    "overall": ("All in all?", "QID3"),
    "why_1": ("Why did you come? - Selected Choice - Low price", "QID4_1"),
    "why_4": ("Why did you come? - Selected Choice - Choice", "QID4_4"),
    "why_3": ("Why did you come? - Selected Choice - Near by", "QID4_3"),
    "age": ("How old are you?", "QID5_TEXT"),
    "better": ("What to mend?", "QID6_TEXT"),
    "region": ("region", "region"),
}
ANSWERED = [
    [
        "2026-05-01 10:00:00", "2026-05-01 10:04:00", "0", "10.0.0.7", "100", "240",
        "1", "2026-05-01 10:04:01", "R_1a", "Karimi", "FA", "1", "5", "4", "5", "1", "",
        "1", "34", "می‌خواهم زودتر برسد", "n",
    ],
    [
        "2026-05-01 10:00:00", "2026-05-01 10:04:00", "1", "10.0.0.7", "100", "9", "1",
        "2026-05-01 10:04:01", "R_1b", "", "EN", "1", "1", "1", "1", "1", "1", "1",
        "99", "a trial", "n",
    ],
    [
        "2026-05-01 11:00:00", "2026-05-01 11:01:00", "0", "10.0.0.8", "100", "60", "1",
        "2026-05-01 11:01:01", "R_2", "", "EN", "0", "", "2", "2", "", "1", "", "51",
        "Nothing, thanks", "s",
    ],
    [
        "2026-05-01 12:00:00", "2026-05-01 12:01:30", "0", "10.0.0.9", "100", "90", "1",
        "2026-05-01 12:01:31", "R_3", "", "EN", "1", "9", "3", "3", "1", "1", "", "-99",
        "-99", "s",
    ],
    [
        "2026-05-01 13:00:00", "2026-05-01 13:00:30", "0", "10.0.0.10", "40", "30", "0",
        "2026-05-08 13:00:31", "R_4", "", "EN", "-99", "", "-99", "1", "-99", "-99",
        "-99", "", "", "n",
    ],
]  # fmt: skip


def qualtrics(answers=ANSWERED):
    ids = ['{"ImportId":"' + each + '"}' for _, each in HEADS.values()]
    return [list(HEADS), [text for text, _ in HEADS.values()], ids, *map(list, answers)]


def test_a_qualtrics_export_with_its_three_header_rows_is_read(project):
    wave = project.read("qualtrics", qualtrics())
    assert_truth(wave)
    assert wave.duration.tolist() == [240, 60, 90, 30]
    assert wave.frame.index.tolist() == [4, 6, 7, 8]


def test_trials_are_left_out_and_counted_in_the_ledger(project):
    wave = project.read("qualtrics", qualtrics())
    (entry,) = wave.ledger
    assert (entry.step, entry.before, entry.after, entry.rows) == ("read", 5, 4, 1)
    assert str(entry.detail) == "1 rows are trials of the survey's author"
    project.refused("every row is a trial", "qualtrics", qualtrics(ANSWERED[1:2]))


def test_who_did_not_finish_and_what_was_seen_only_is_counted(project):
    found = notes(project.read("qualtrics", qualtrics()))
    assert "1 people did not finish; what they answered is kept." in found
    assert "7 cells were seen and not answered." in found


def test_a_code_of_the_study_is_no_blank_of_the_platform(project):
    project.study("not_applicable: [9]", "not_applicable: [-99]")
    project.study("      9: {en: Do", "      -99: {en: Do")
    rows = qualtrics([[("-99" if c == "9" else c) for c in r] for r in ANSWERED])
    wave = project.read("qualtrics", rows)
    assert wave.absent["p_delivery"].tolist() == [0, 2, 1, 2]
    assert wave.absent["p_staff"].tolist() == [0, 0, 0, 1]


def test_a_qualtrics_export_keeps_no_address_and_nobodys_name(project):
    wave = project.read("qualtrics", qualtrics())
    assert not {"IPAddress", "ResponseId", "RecipientLastName"} & set(wave.frame)
    assert "Karimi" in wave.private


@pytest.mark.parametrize("language", ["en", "fa"])
def test_a_qualtrics_export_of_choice_text_is_read(project, language):
    heads, words = list(HEADS), WORDS[language]
    points = {str(k): v for k, v in (POINTS[language] | {9: UNKNOWN[language]}).items()}
    rows = qualtrics()
    options = {"why_1": "price", "why_4": "range", "why_3": "near"}
    items = {"delivered": "delivered", "Q2_1": "p_delivery", "Q2_2": "p_staff"}
    for name, item in items.items():
        place = heads.index(name)
        rows[1][place] = words[item] if name == "delivered" else f"x - {words[item]}"
    for name, option in options.items():
        rows[1][heads.index(name)] = f"{words['why']} - {words[option]}"
    for row in rows[3:]:
        for place, name in enumerate(heads):
            if name in {"Q2_1", "Q2_2", "overall"}:
                row[place] = points.get(row[place], row[place])
            if name == "delivered":
                row[place] = {str(k): v for k, v in TWO[language].items()}.get(
                    row[place], row[place]
                )
            if name in options and row[place] == "1":
                row[place] = words[options[name]]
            if name == "Status":
                row[place] = {"0": "IP Address", "1": "Survey Preview"}[row[place]]
            if name == "Finished":
                row[place] = {"0": "False", "1": "True"}[row[place]]
    assert_truth(project.read("qualtrics", [list(r) for r in rows]))


def test_choices_in_one_cell_are_read_with_commas_inside_their_words(project):
    project.study("{en: Low price, fa: قیمت پایین}", '{en: "Low, fair price"}')
    heads = [name for name in HEADS if name not in {"why_4", "why_3"}]
    rows = without(qualtrics(), "why_4", "why_3")
    place = heads.index("why_1")
    rows[0][place], rows[1][place] = "why", "Why did you come?"
    rows[2][place] = '{"ImportId":"QID4"}'
    cells = ["Low, fair price,Near by", "", "Choice", "Choice,Low, fair price", "-99"]
    for row, cell in zip(rows[3:], cells, strict=True):
        row[place] = cell
    assert_truth(project.read("qualtrics", rows))


def test_options_are_known_by_their_numbers_where_words_do_not_tell(project):
    project.study("      price: {en: Low price, fa: قیمت پایین}", "      1:")
    project.study("      range: {en: Choice, fa: تنوع}", "      4:")
    project.study("      near: {en: Near by, fa: نزدیکی}", "      3:")
    frame = project.read("qualtrics", qualtrics()).frame
    for code, option in ((1, "price"), (4, "range"), (3, "near")):
        expected = TRUTH[f"why:{option}"].to_numpy()
        np.testing.assert_array_equal(frame[f"why:{code}"], expected)


def test_a_workbook_without_the_row_of_ids_is_read(project):
    rows = qualtrics()
    del rows[2]
    wave = project.read("qualtrics", rows, name="w.xlsx")
    assert_truth(wave)
    assert wave.frame.index.tolist() == [3, 5, 6, 7]


def test_a_file_without_further_header_rows_is_read_and_this_is_said(project):
    rows = qualtrics()
    words = dict(zip(rows[0], rows[1], strict=True))
    named = {"Q2_1": "p_delivery", "Q2_2": "p_staff"}
    head = [named.get(n, n.replace("why_1", "why_price")) for n in rows[0]]
    head = [n.replace("why_4", "why_range").replace("why_3", "why_near") for n in head]
    wave = project.read("qualtrics", [head, *rows[3:]])
    assert_truth(wave)
    assert words["Finished"] == "Finished"
    assert "has one header row; an export of Qualtrics has three" in notes(wave)[0]


def test_header_rows_alone_are_no_answers(project):
    words = "data/w.csv: has header rows and no answers below them"
    project.refused(words, "qualtrics", qualtrics([]))


# ---------------------------------------------------------------------- bad input
def test_times_that_cannot_be_read_are_said_and_block_nothing(project):
    rows = without(LIME, "interviewtime")
    rows[1][rows[0].index("startdate")] = "in May"
    wave = project.read("limesurvey", rows)
    assert wave.duration is None
    assert "the times under startdate, datestamp cannot be read" in notes(wave)[-1]
    more = "duration: {start: startdate, end: datestamp}\n"
    words = "column 'startdate': 1 cell is no time"
    project.refused(words, "limesurvey", rows, more=more)


BOMB = b"0" * 150_000_000


@pytest.mark.parametrize("kind", EXPORTS)
def test_a_workbook_that_grows_beyond_all_bounds_is_refused_unread(project, kind):
    project.read("kobo", KOBO, name="w.xlsx")
    path = project.folder / "data" / "w.xlsx"
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as book:
        book.writestr("xl/worksheets/sheet2.xml", BOMB)
    project.path.write_text(project.path.read_text("utf8").replace("kobo", kind))
    with pytest.raises(ValueError, match=r"data/w.xlsx: claims to hold 150,"):
        read_wave(project.path)


@pytest.mark.parametrize("kind", EXPORTS)
def test_a_formula_without_a_value_is_refused(project, kind):
    rows = [list(row) for row in KOBO]
    rows[1][6] = "=1+4"
    words = r"w.xlsx \(Sheet\): 1 formulas have no stored value, first in row 2"
    project.refused(words, kind, rows, name="w.xlsx")


@pytest.mark.parametrize(
    ("kind", "rows", "name"),
    [
        ("kobo", KOBO, "/".join("a" * 20_000)),
        ("kobo", KOBO, "-".join("a" * 900)),
        ("limesurvey", LIME, " " * 20_000 + "["),
        ("limesurvey", LIME, "a[" * 900),
        ("limesurvey", LIME, "<" * 1_900),
    ],
)
def test_a_heading_that_goes_on_and_on_is_no_item(project, kind, rows, name):
    rows = [[*row, "x"] for row in rows]
    rows[0][-1] = name
    started = time.process_time()
    assert_truth(project.read(kind, rows))
    assert time.process_time() - started < 5


def test_a_cell_that_goes_on_and_on_is_read_or_refused_at_once(project):
    rows = [list(row) for row in without(KOBO, *SPLIT)]
    place = rows[0].index("visit/why")
    rows[1][place] = "price near " * 10_000
    rows[1][rows[0].index("better")] = TRUTH["better"][0] + "؟" * 100_000
    started = time.process_time()
    wave = project.read("kobo", rows)
    assert wave.frame["why:near"].tolist()[0] == 1
    rows[1][place] = "luck " * 20_000
    words = r"'visit/why': 1 cell is not made of .* 'luck luck .{20,40}\.\.\.'"
    project.refused(words, "kobo", rows)
    assert time.process_time() - started < 5


def test_names_and_words_that_would_do_harm_stay_words(project):
    rows = [[*row, "=cmd|' /C calc'!A0"] for row in KOBO]
    rows[0][-1] = "<script>alert(1)</script>\u202e"
    wave = project.read("kobo", rows)
    assert_truth(wave)
    (column,) = [c for c in wave.frame if "script" in c]
    assert "\u202e" not in column
    assert wave.frame[column].tolist() == ["=cmd|' /C calc'!A0"] * 4


def test_a_platform_that_nobody_knows_is_refused(project):
    project.refused("kind='monkey' must be one of csv", "monkey", KOBO)


def test_only_answers_come_from_a_platform(project):
    more = "  frame: {file: data/w.csv, kind: kobo}\n"
    project.refused("frame.*kobo.*is for responses", "kobo", KOBO, more=more)
