"""How does a respondent see the questionnaire, on paper and on a screen?"""

import re
from collections import Counter
from html.parser import HTMLParser

import pytest

from csat_methods import read_study
from csat_methods.forms.form import form_of
from csat_methods.forms.paper_form import is_paper_form, write_paper_form
from csat_methods.report.lint import lint_report

BOTH = ("en", "fa")


class Page(HTMLParser):
    """The elements of a page with their attributes, and its words."""

    def __init__(self, content):
        super().__init__()
        self.elements = []
        self.words = []
        self.feed(content.decode())

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data):
        self.words.append(data)

    def all(self, tag):
        return [attributes for name, attributes in self.elements if name == tag]

    @property
    def text(self):
        return " ".join(" ".join(self.words).split())


@pytest.fixture(scope="module")
def content(every):
    return write_paper_form(form_of(every, BOTH))


@pytest.fixture(scope="module")
def page(content):
    return Page(content)


def choices(page, name):
    return [i["value"] for i in page.all("input") if i.get("name") == name]


def test_each_language_has_its_form_in_its_own_direction(page):
    told = [(a["lang"], a["dir"], a["id"]) for a in page.all("article")]
    assert told == [("en", "ltr", "form-en"), ("fa", "rtl", "form-fa")]
    links = [link["href"] for link in page.all("a")]
    assert links == ["#form-en", "#form-fa"]


def test_a_form_in_one_language_has_no_links_to_others(every):
    page = Page(write_paper_form(form_of(every, ("fa",))))
    assert page.all("html")[0]["dir"] == "rtl"
    assert not page.all("nav")


def test_every_answer_can_be_chosen_once(page, every):
    for language in BOTH:
        assert choices(page, f"{language}.used") == ["0", "1"]
        assert choices(page, f"{language}.p_1") == ["1", "2", "3", "4", "5", "9"]
        assert choices(page, f"{language}.channels") == [
            "shop", "by post", "else", "none",
        ]  # fmt: skip


def test_several_answers_are_squares_and_one_answer_is_a_circle(page):
    kinds = {i["name"]: i["type"] for i in page.all("input") if i["type"] != "text"}
    assert kinds.pop("en.channels") == kinds.pop("fa.channels") == "checkbox"
    assert set(kinds.values()) == {"radio"}


def test_a_grid_names_its_rows_and_its_columns(page):
    ids = {a["id"] for _, a in page.elements if "id" in a}
    asked = [i["aria-labelledby"] for i in page.all("input") if "aria-labelledby" in i]
    assert len(asked) == 2 * 2 * 6
    assert {name for names in asked for name in names.split()} <= ids


def test_the_ends_of_a_scale_stand_above_a_grid_and_below_a_single_scale(page):
    assert "Not at all Completely I cannot say 1 Not at all 2 3 4 5" in page.text
    assert "5 Completely Not at all Completely I cannot say" in page.text


def test_routing_is_told_in_words_in_both_languages(page):
    assert "Answer this only if you answered “Yes” to question 1." in page.text
    assert "فقط در صورتی به این پرسش پاسخ دهید که به پرسش ۱ پاسخ «بله»" in page.text


def test_a_question_of_a_grid_is_asked_once_with_its_rows_below(content):
    english = content.decode().split('id="form-fa"')[0]
    assert english.count("How was this?") == 1
    assert english.count("The room") == 1


def test_parts_consent_and_thanks_are_said(page):
    for words in ("About you", "About us", "Your answers stay here.", "We & Co"):
        assert words in page.text
    assert "از پاسخ‌های شما سپاسگزاریم." in page.text


def test_persian_numbers_are_persian(page):
    persian = page.text.split("همه گونه")[-1]
    assert "۱۰" in persian
    assert not re.search(r"\b[0-9]+\b", persian.replace("=1+1", ""))


def test_open_questions_have_room_and_numbers_a_line(page):
    assert len(page.all("textarea")) == 2
    assert sum(i.get("inputmode") == "decimal" for i in page.all("input")) == 2


def test_words_that_would_do_harm_stay_words(content, page):
    assert not page.all("script")
    assert "<script>alert" in page.text
    assert "&lt;script&gt;alert" in content.decode()


def test_the_page_loads_nothing_and_sends_nothing(content):
    page = content.decode()
    faults = [
        fault
        for fault in lint_report(page)
        if any(w in fault for w in ("outside", "does not belong", " has on", "id="))
    ]
    assert faults == []
    assert "form-action &#x27;none&#x27;" in page
    assert not re.search(r"url\((?!data:)", page)


def test_no_id_is_given_twice(page):
    ids = Counter(a["id"] for _, a in page.elements if "id" in a)
    assert max(ids.values()) == 1


def test_every_field_has_a_name(page):
    fields = [i for i in page.all("input") if i["type"] == "text"] + page.all(
        "textarea"
    )
    named = [i for i in fields if i.get("aria-label")]
    wrapped = len(fields) - len(named)
    assert wrapped == 2 * 2  # the respondent's id and words of one's own


def test_the_demonstration_fits_in_a_page_to_hand_out():
    content = write_paper_form(form_of(read_study("params/demo"), BOTH))
    assert len(content) < 400_000
    assert b"prefers-color-scheme" in content
    assert b"@media print" in content


def test_a_page_written_here_is_known_and_a_report_is_not(content, every):
    assert is_paper_form(content)
    assert not is_paper_form(b"<!DOCTYPE html>\n<html lang='en'></html>")
    assert write_paper_form(form_of(every, BOTH)) == content
