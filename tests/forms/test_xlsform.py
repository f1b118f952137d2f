"""How is a questionnaire written as an XLSForm, for Kobo, ODK and their kin?"""

import io
from xml.etree import ElementTree

import pytest
from openpyxl import load_workbook
from pyxform.xls2xform import convert

from csat_methods import read_study
from csat_methods.forms.form import form_of
from csat_methods.forms.xlsform import is_xlsform, write_xlsform
from csat_methods.study.form_codes import (
    ODK_LAYOUT,
    ODK_OWN,
    offered,
    xlsform_names,
)

BOTH = ("en", "fa")
XF = "{http://www.w3.org/2002/xforms}"


@pytest.fixture(scope="module")
def content(every):
    return write_xlsform(form_of(every, BOTH))


def converted(content):
    """What pyxform makes of a workbook, as Kobo and ODK do: the XForm."""
    made = convert(io.BytesIO(content), validate=False, file_type=".xlsx")
    assert not made.warnings
    return ElementTree.fromstring(made.xform)  # noqa: S314 - our own


@pytest.fixture(scope="module")
def xform(content):
    return converted(content)


def binds(xform):
    return {b.get("nodeset").split("/")[-1]: b for b in xform.iter(f"{XF}bind")}


# ------------------------------------------------------------ what pyxform says
def test_pyxform_takes_the_form_and_has_nothing_to_warn_of(xform, every):
    assert set(every.items) <= set(binds(xform))


def test_pyxform_takes_the_demonstration():
    study = read_study("params/demo")
    xform = converted(write_xlsform(form_of(study, BOTH)))
    assert set(study.items) <= set(binds(xform))


def test_the_xform_offers_the_codes_of_the_study(xform, every):
    lists = {
        each.get("id"): [item.find(f"{XF}name").text for item in each.iter(f"{XF}item")]
        for each in xform.iter(f"{XF}instance")
        if each.get("id") != "every"
    }
    assert lists["agree"] == ["1", "2", "3", "4", "5", "9"]
    assert lists["channels"] == ["shop", "by_post", "else", "none"]
    assert [str(code) for code in offered(every, "p_1")] == lists["agree"]


def test_the_xform_speaks_both_languages_of_everything(xform):
    texts = {
        each.get("lang"): {text.get("id") for text in each.iter(f"{XF}text")}
        for each in xform.iter(f"{XF}translation")
    }
    assert set(texts) == {"English (en)", "فارسی (fa)"}
    assert texts["English (en)"] == texts["فارسی (fa)"]


def test_the_xform_asks_on_the_study_s_conditions(xform):
    found = binds(xform)
    assert found["channels"].get("relevant").split() == [
        "/data/used", "=", "'1'",
    ]  # fmt: skip
    told = " ".join(found["delay"].get("relevant").split())
    assert told == (
        "( /data/grid_p_1/p_1 = '1' or /data/grid_p_1/p_1 = '2') and "
        "selected( /data/channels , 'by_post')"
    )
    assert found["p_1"].get("relevant") is None


def test_the_xform_takes_no_number_outside_the_bounds_but_not_applicable(xform):
    rule = binds(xform)["orders"].get("constraint")
    assert rule == "(. >= 1 and . <= 60) or . = 99"


def test_not_applicable_stands_beside_no_option(xform):
    rule = binds(xform)["channels"].get("constraint")
    assert rule == "not((selected(., 'none')) and count-selected(.) > 1)"


def test_the_xform_needs_an_answer_where_there_is_a_list(xform, every):
    needed = {n for n, b in binds(xform).items() if b.get("required") == "true()"}
    assert needed == {"used", "channels", "p_1", "p_2", "delay", "why"}


def test_words_that_would_do_harm_stay_words(xform):
    texts = [text.text or "" for text in xform.iter(f"{XF}value")]
    assert any("<script>" in text and "=1+1" in text for text in texts)
    assert not list(xform.iter(f"{XF}script"))
    assert not list(xform.iter(f"{XF}output"))


def test_fields_that_hold_no_answer_have_names_that_readers_know(xform, every):
    answers = {codes.question for codes in xlsform_names(every).values()}
    known = answers | {"channels_other"} | ODK_OWN | {"grid_p_1", "instanceID"}
    others = set(binds(xform)) - known
    assert len(others) == 5  # consent, two parts, and two for the grid
    assert all(ODK_LAYOUT.fullmatch(name) for name in others)
    assert not any(ODK_LAYOUT.fullmatch(name) for name in answers)


# ------------------------------------------------------------------ the workbook
def test_no_cell_is_a_formula(content):
    book = load_workbook(io.BytesIO(content))
    kinds = {c.data_type for sheet in book for row in sheet for c in row if c.value}
    assert kinds == {"s"}


def test_the_same_study_makes_the_same_bytes(every, content):
    assert write_xlsform(form_of(every, BOTH)) == content


def test_a_workbook_of_somebody_else_is_not_known(content, tmp_path):
    from openpyxl import Workbook

    assert is_xlsform(content)
    assert not is_xlsform(b"no workbook")
    Workbook().save(tmp_path / "other.xlsx")
    assert not is_xlsform((tmp_path / "other.xlsx").read_bytes())
