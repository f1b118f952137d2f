"""Tests of the contact file and the frame: what is read, and what is refused."""

import pytest

from csat_methods.wave.reading import read_wave

STUDY = """
schema: 1
id: shop
title: Shop
items:
  q1: {answers: [1, 2, 3, 4, 5], role: overall}
segments:
  region: {text: Region}
"""
WAVE = """
schema: 1
id: w1
sources:
  responses: data/answers.csv
  dispositions: data/contacts.csv
  frame: data/customers.csv
contacts: {id: who, disposition: outcome, attempts: calls, codes: {7: NC},
           described: {desk: Who called}}
customers: {size: n}
columns: {weights: w, strata: region, respondent: id}
"""
ANSWERS = "id,region,w,q1\nC1,A,2,5\nC2,A,2,4\nC3,B,3,3\nC6,B,3,2\n"
CONTACTS = (
    "who,region,w,outcome,calls,desk\n"
    "C1,A,2,I,1,x\nC2,A,2,complete,2,x\nC3,B,3,1.2,1,y\n"
    "C4,A,2,7,3,x\nC5,B,3,NE,1,y\nC6,B,3,I,3,y\n"
)
CUSTOMERS = "region,n,colour\nA,6,red\nB,9,red\n"


@pytest.fixture
def project(tmp_path):
    """Write the project, with files replaced, and return its wave file."""

    def made(wave=WAVE, answers=ANSWERS, contacts=CONTACTS, customers=CUSTOMERS):
        home = tmp_path / "params" / "shop"
        (home / "waves").mkdir(parents=True, exist_ok=True)
        (tmp_path / "data").mkdir(exist_ok=True)
        (home / "study.yaml").write_text(STUDY, "utf8")
        (home / "waves" / "w1.yaml").write_text(wave, "utf8")
        files = {"answers": answers, "contacts": contacts, "customers": customers}
        for name, text in files.items():
            (tmp_path / "data" / f"{name}.csv").write_text(text, "utf8")
        return home / "waves" / "w1.yaml"

    return made


def test_everybody_asked_has_an_outcome_and_a_place_in_the_design(project):
    wave = read_wave(project())
    asked = wave.contacts
    frame = asked.frame
    assert frame["disposition"].tolist() == ["I", "I", "P", "NC", "NE", "I"]
    assert frame["responded"].tolist() == [1, 1, 1, 0, 0, 1]
    assert frame["attempts"].tolist() == [1, 2, 1, 3, 1, 3]
    assert asked.weights.tolist() == [2, 2, 3, 2, 3, 3]
    assert len(asked.design.first.population) == 2


def test_who_turned_out_to_be_no_customer_is_outside_the_domain(project):
    asked = read_wave(project()).contacts
    assert asked.n == 5
    assert not asked.domain[4]


def test_ids_are_pseudonyms_that_join_answers_and_contacts(project):
    wave = read_wave(project())
    ids = wave.contacts.frame["id"]
    assert set(wave.frame["id"]) < set(ids)
    assert not any("C" in each for each in ids)
    assert "who" not in wave.contacts.frame


def test_answers_know_the_attempts_they_took(project):
    assert read_wave(project()).frame["attempts"].tolist() == [1, 2, 1, 3]


def test_the_frame_keeps_segments_and_sizes_only(project):
    customers = read_wave(project()).customers
    assert customers.to_dict("list") == {"region": ["A", "B"], "size": [6.0, 9.0]}


def test_without_sizes_every_row_is_a_customer(project):
    wave = WAVE.replace("customers: {size: n}\n", "")
    customers = read_wave(project(wave)).customers
    assert customers["size"].tolist() == [1, 1]


def test_needs_follow_from_the_files(project):
    wave = read_wave(project())
    assert wave.lacks(["contacts", "attempts", "frame"]) is None
    bare = WAVE.split("contacts:", maxsplit=1)[0]
    lines = [
        line
        for line in bare.splitlines()
        if "dispositions" not in line and "frame" not in line
    ]
    alone = read_wave(project("\n".join([*lines, "columns: {respondent: id}", ""])))
    assert alone.contacts is None
    assert alone.customers is None
    for need in ("contacts", "attempts", "frame", "planned"):
        assert str(alone.lacks([need])).startswith("Left out:")


def test_the_bytes_of_the_contact_file_are_part_of_the_wave(project):
    first = read_wave(project()).key
    other = CONTACTS.replace("C4,A,2,7,3", "C4,A,2,R,3")
    assert read_wave(project(contacts=other)).key != first


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (("desk\n", "desk,mood\n"), "column 'mood' is described nowhere"),
        (("outcome", "result"), "contacts: column 'outcome' is not in the file"),
        (("C4,A,2,7", "C4,A,2,"), "1 people have no disposition: rows 5."),
        (("C4,A,2,7", "C4,A,2,bounced"), r"\['bounced'\] are not known; known: I, P"),
        (("C4,", ","), "1 people have no id: rows 5."),
        (("C4,", "C5,"), "1 ids are there twice: rows 5, 6."),
        (("C4,A,2,7,3", "C4,A,2,7,x"), "1 cell is no number of attempts"),
        (("C4,A,2,7,3", "C4,A,2,7,"), "1 people have no number of attempts: rows 5."),
        (("C4,A,2,7,3", "C4,A,2,I,3"), "1 answered in full by their disposition"),
        (("C1,A,2,I", "C1,A,2,R"), "1 answered, though their disposition says"),
        (("C6,B,3,I,3,y\n", ""), "1 who answered are not in it; first in row 5"),
        (("C4,A,2", "C4,A,-2"), "column 'w', weights: 1 cell is below 0"),
        (("C4,A,2", "C4,,2"), "column 'region', strata: 1 cell is empty"),
    ],
)
def test_a_faulty_contact_file_is_refused(project, change, words):
    contacts = CONTACTS.replace(*change, 1)
    if "mood" in change[1]:
        rows = contacts.splitlines()
        contacts = "\n".join([rows[0], *(f"{row},z" for row in rows[1:])]) + "\n"
    with pytest.raises(ValueError, match=words) as error:
        read_wave(project(contacts=contacts))
    assert str(error.value).startswith("data/contacts.csv: ")


def test_all_faults_are_said_at_once(project):
    contacts = CONTACTS.replace("C4,A,2,7", "C4,A,2,").replace("C5,B,3,NE", "C5,B,3,X")
    with pytest.raises(ValueError, match="have no disposition") as error:
        read_wave(project(contacts=contacts))
    assert "the dispositions ['X'] are not known" in str(error.value)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (("  dispositions: data/contacts.csv\n", ""), "contacts and sources.disp"),
        (("respondent: id", "person: id"), "it needs columns.respondent"),
        (("size: n", "size: m"), "column 'm' is not in the file"),
        (("codes: {7: NC}", "codes: {7: XX}"), "XX"),
    ],
)
def test_a_wave_file_that_does_not_fit_is_refused(project, change, words):
    with pytest.raises(ValueError, match=words):
        read_wave(project(WAVE.replace(*change)))


def test_a_frame_without_numbers_is_refused(project):
    with pytest.raises(ValueError, match="no number of customers above 0"):
        read_wave(project(customers="region,n\nA,6\nB,none\n"))


def test_what_is_done_to_the_customers_of_one_wave_stays_there(project):
    path = project()
    changed = read_wave(path).customers
    changed["size"] *= 2
    changed["city"] = "here"
    customers = read_wave(path).customers
    assert customers.to_dict("list") == {"region": ["A", "B"], "size": [6.0, 9.0]}


def test_a_group_of_customers_is_counted_once(project):
    said = r"row 4 says what an earlier row says \(such rows: 2\); a group of customers"
    with pytest.raises(ValueError, match=said):
        read_wave(project(customers="region,n\nA,6\nB,6\nA,6\nB,6\n"))


def test_attempts_in_both_files_are_refused(project):
    answers = ANSWERS.replace("q1\n", "q1,attempts\n", 1)
    rows = answers.splitlines()
    answers = "\n".join([rows[0], *(f"{row},1" for row in rows[1:])]) + "\n"
    with pytest.raises(ValueError, match="'attempts' is in the contact file too"):
        read_wave(project(answers=answers))
