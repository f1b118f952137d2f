"""Do answers come back whatever the platform's export was set to?

Headings in words join what the study says with signs that its words may hold too.
"""

import zipfile

import pytest

from csat_methods import Study, export_questionnaire, read_wave
from tests.forms.conftest import both
from tests.forms.stand_ins import (
    assert_same,
    kobo,
    limesurvey,
    meant,
    read_back,
    structure,
    xlsform,
)

STEM = ("How good (1: bad - 5: best) was it, he/she?", "چقدر خوب (۱: بد - ۵: خوب) بود؟")


def line(en, fa):
    """A line of the grid."""
    words = both(f"{STEM[0]} {en}", f"{STEM[1]} {fa}")
    return {"scale": "five", "role": "perception", "text": words}


def mapping():
    """Words with the signs that platforms join with; one question says a line's."""
    desk, speed = ("Staff [desk/phone]", "میز [تلفن/حضور]"), ("Speed: a - b", "الف - ب")
    return {
        "id": "signs",
        "title": both("Signs", "نشانه‌ها"),
        "languages": ["en", "fa"],
        "scales": {"five": {"points": [1, 2, 3, 4, 5], "not_applicable": [9]}},
        "items": {
            "p_staff": line(*desk),
            "p_speed": line(*speed),
            "staff": {"scale": "five", "role": "overall", "text": both(*desk)},
            "why": {
                "type": "multiple",
                "delimiter": ";",
                "options": {"a": both("Price [a/b]", "بها [الف]"), "b": None},
                "other": "b",
                "text": both("Why [now/then]?", "چرا [اکنون]؟"),
            },
        },
    }


@pytest.fixture
def project(tmp_path):
    """A study, its people and its two forms; how its wave is read."""
    study = Study.from_dict(mapping())
    written = export_questionnaire(study, tmp_path / "q.txt", format="limesurvey")
    survey = structure(written)
    form = xlsform(export_questionnaire(study, tmp_path / "q.xlsx", format="xlsform"))

    def read(kind, rows, name="w.csv", **more):
        return read_back(tmp_path, mapping(), kind, rows, name, **more)

    return study, meant(study, 4), survey, form, read


@pytest.mark.parametrize("language", [None, "en", "fa"])
def test_kobo_joins_groups_lines_and_options_with_a_sign_they_hold(project, language):
    study, people, _, form, read = project
    rows, asked = kobo(study, form, people, language)
    assert_same(read("kobo", rows), study, asked)


@pytest.mark.parametrize("language", [None, "en", "fa"])
def test_limesurvey_brackets_lines_and_options_that_hold_brackets(project, language):
    study, people, survey, _, read = project
    rows, asked = limesurvey(study, survey, people, language)
    assert_same(read("limesurvey", rows), study, asked)


@pytest.mark.parametrize("language", [None, "en", "fa"])
def test_limesurvey_joins_codes_with_an_underscore_for_other_programs(
    project, language
):
    study, people, survey, _, read = project
    heads = limesurvey(study, survey, people, None)[0][0]
    rows, asked = limesurvey(study, survey, people, language)
    rows[0] = [head.replace("[", "_").replace("]", "") for head in heads]
    assert "Gpstaff_pstaff" in rows[0]
    assert_same(read("limesurvey", rows), study, asked)


@pytest.mark.parametrize("said", ["Other", "سایر", "دیگر"])
def test_limesurvey_calls_the_option_for_ones_own_words_other(project, said):
    study, people, survey, _, read = project
    rows, asked = limesurvey(study, survey, people, "fa")
    place = rows[0].index("چرا [اکنون]؟ [دیگر]")
    rows[0][place] = f"چرا [اکنون]؟ [{said}]"
    wave = read("limesurvey", rows)
    assert_same(wave, study, asked)
    assert wave.frame["why:b"].sum() > 3


def vv(rows):
    """Rows of an export in codes, as a VV file has them."""
    heads = [head.replace("[", "_").replace("]", "") for head in rows[0]]
    written = {"\n": "{newline}", "\t": "{tab}"}
    cells = [[str(cell) for cell in row] for row in rows[1:]]
    for sign, words in written.items():
        cells = [[cell.replace(sign, words) for cell in row] for row in cells]
    shown = [[cell or "{question_not_shown}" for cell in row] for row in cells]
    return [[f"Words of {head}" for head in heads], heads, *shown]


def test_a_vv_file_of_limesurvey_comes_back(project):
    study, people, survey, _, read = project
    rows, asked = limesurvey(study, survey, people, None)
    wave = read("limesurvey", vv(rows))
    assert_same(wave, study, asked)
    assert wave.frame.index[0] == 3


def test_an_archive_of_odk_central_comes_back(project, tmp_path):
    study, people, _, form, read = project
    rows, asked = kobo(study, form, people, None, joint="-")
    assert_same(read("odk", rows), study, asked)
    with zipfile.ZipFile(tmp_path / "signs.csv.zip", "w") as archive:
        archive.write(tmp_path / "w.csv", "signs.csv")
        archive.writestr("signs-visit.csv", "when,PARENT_KEY,KEY\n2026,a,b\n")
    path = tmp_path / "params" / "signs" / "waves" / "w.yaml"
    path.write_text(path.read_text("utf8").replace("w.csv", "signs.csv.zip"), "utf8")
    wave = read_wave(path)
    assert_same(wave, study, asked)
    assert "signs-visit.csv" in " ".join(map(str, wave.notes))


@pytest.mark.parametrize("platform", ["kobo", "limesurvey"])
def test_a_submission_that_stands_twice_is_read_once(project, tmp_path, platform):
    study, people, survey, form, read = project
    write = {"kobo": (kobo, form), "limesurvey": (limesurvey, survey)}
    answer, place = write[platform]
    rows, asked = answer(study, place, people, None)
    wave = read(platform, [*rows, rows[4], rows[7]])
    assert_same(wave, study, asked)
    assert [(entry.before, entry.after) for entry in wave.ledger] == [(27, 25)]
    name = {"kobo": "_uuid", "limesurvey": "id"}[platform]
    rows[4][rows[0].index(name)] = rows[2][rows[0].index(name)]
    with pytest.raises(ValueError, match=rf"w\.csv: column '{name}': rows \[5\] have"):
        read(platform, rows)
    path = tmp_path / "params" / "signs" / "waves" / "w.yaml"
    told = path.read_text("utf8").replace("w.csv,", f"w.csv, leave_out: [{name}],")
    path.write_text(told, "utf8")
    assert_same(read_wave(path), study, asked)
