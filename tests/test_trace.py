"""Is every row of the guidance there, and does a named proof exist?"""

import re
import subprocess
import sys
from copy import deepcopy

import pytest
import yaml
from hypothesis import given, strategies as st

import csat_methods
from csat_methods import trace
from csat_methods.study.strict_yaml import read_yaml
from csat_methods.trace import Check, Row, check, counts, main_trace, trace_table

SHIPPED = trace._PACKAGE / "iso10004.yaml"
PROOF = "tests/gaps/test_gaps.py::test_it_holds"


def reopened(row):
    """Take the proofs of a row away: these tests do not hang on what is proven."""
    checks = [{"what": one["what"], "open": True} for one in row["checks"]]
    return row | {"checks": checks}


CONTENT = read_yaml(SHIPPED).data
CONTENT["rows"] = list(map(reopened, CONTENT["rows"]))


@pytest.fixture
def write(tmp_path):
    """Write the shipped content, changed by a function, and give the path."""

    def written(change):
        content = deepcopy(CONTENT)
        change(content)
        path = tmp_path / "changed.yaml"
        text = yaml.dump(content, Dumper=yaml.CSafeDumper, sort_keys=False)
        path.write_text(text, "utf8")
        return path

    return written


@pytest.fixture
def checkout(tmp_path):
    """A small checkout with one chapter and one test."""
    root = tmp_path / "checkout"
    for folder in ("notebooks", "tests/gaps"):
        (root / folder).mkdir(parents=True)
    (root / "pyproject.toml").write_text("")
    (root / "notebooks/08_gaps.ipynb").write_text("{}")
    proof = "def test_it_holds():\n    def test_inside():\n        pass\n"
    (root / "tests/gaps/test_gaps.py").write_text(proof)
    return root


def close(number=0, **named):
    """Close the first check of a row by what is named."""
    proof = {"function": "gap_scores", "chapter": "08_gaps", "test": PROOF} | named

    def change(content):
        content["rows"][number]["checks"][0] = {"what": "It holds."} | proof

    return change


def of_row(**values):
    """Change values of the first row."""
    return lambda content: content["rows"][0].update(values)


def of_check(**values):
    """Change values of the first row's first check."""
    return lambda content: content["rows"][0]["checks"][0].update(values)


def row(*closed):
    """A row whose checks are closed as told."""
    checks = tuple(Check("?", test=PROOF if one else None) for one in closed)
    return Row("T001", "4.2", "Topic", "Ours.", "[C]", False, checks)


# The file


def test_the_rows_are_t001_to_t113_in_order():
    assert tuple(one.id for one in trace_table()) == trace.IDS
    assert (trace.IDS[0], trace.IDS[-1], len(trace.IDS)) == ("T001", "T113", 113)


def test_the_file_has_no_fault_and_names_nothing_that_is_missing():
    assert check() == []


def test_no_row_claims_to_be_verified():
    assert not any(one.verified for one in trace_table())


def test_every_text_is_a_sentence():
    for one in trace_table():
        for text in (one.ours, *(c.what for c in one.checks)):
            assert text.endswith("."), (one.id, text)
            assert text[0].isupper() or text[0].isdigit(), (one.id, text)


def test_the_texts_claim_no_certification():
    refused = re.compile(r"\b(certified|compliant|complies)\b", re.IGNORECASE)
    assert not refused.search(main_trace()[0])


@pytest.fixture
def planned(shared):
    """The planning table: id to the cells of its row."""
    lines = (shared / "iso10004.md").read_text("utf8").splitlines()
    rows = [re.split(r" \| ", line.strip("| ")) for line in lines if line[:3] == "| T"]
    return {cells[0]: cells for cells in rows if cells[0] in trace.IDS}


def test_the_clauses_are_those_of_the_planning_table(planned):
    found = {one.id: clauses(one.clause) for one in trace_table()}
    assert found == {key: clauses(cells[1]) for key, cells in planned.items()}


def clauses(text):
    return set(re.findall(r"\b(?:\d|[A-F])(?:\.\d+)*\b", text))


def test_the_evidence_is_that_of_the_planning_table(planned):
    for one in trace_table():
        seen, ours = marks(planned[one.id][-1]), marks(one.evidence)
        assert seen <= ours <= seen | {"ext"}, one.id


def marks(text):
    """Letters in brackets, and whether something is unsure or an extension."""
    letters = set(re.findall(r"(?<=[\[,])[ABCS](?=[\],])", text.replace(" ", "")))
    return letters | set(re.findall(r"\b(unsure|ext)\b", text))


def test_every_intended_function_is_in_the_contract(shared):
    names = (shared / "names.md").read_text("utf8")
    intended = {c.function for one in trace_table() for c in one.checks if c.function}
    missing = {
        name for name in intended if not re.search(rf"`{name}\b|, `?{name}\(", names)
    }
    assert missing - set(csat_methods.__all__) == set()


def test_every_intended_chapter_is_in_the_design(shared):
    design = (shared / "design.md").read_text("utf8")
    intended = {c.chapter for one in trace_table() for c in one.checks if c.chapter}
    assert {name for name in intended if f"`{name}`" not in design} == set()


# What counts as covered


def test_a_row_is_covered_when_all_its_checks_are_closed():
    assert row(True, True).status == "covered"


def test_a_row_is_partial_when_one_check_is_open():
    assert row(True, False).status == "partial"


def test_a_row_without_a_closed_check_is_open():
    assert row(False, False).status == "open"


@given(st.lists(st.lists(st.booleans(), min_size=1, max_size=4), max_size=6))
def test_the_counts_add_up_to_the_rows_and_follow_from_their_checks(closed):
    found = counts([row(*checks) for checks in closed])
    assert sum(found.values()) == len(closed)
    assert found["covered"] == sum(all(checks) for checks in closed)
    assert found["open"] == sum(not any(checks) for checks in closed)


def test_a_closed_check_is_counted(write):
    before = counts(trace_table(write(lambda content: None)))
    after = counts(trace_table(write(close(1))))
    assert before == {"covered": 0, "partial": 0, "open": 113}
    assert after == {"covered": 0, "partial": 1, "open": 112}


# Faults of form


FAULTS = {
    "a missing id": (
        lambda content: content["rows"].pop(4),
        "T005 is missing.",
    ),
    "an id given twice": (
        lambda content: content["rows"].append(content["rows"][6]),
        "T007 stands 2 times.",
    ),
    "an unknown id": (
        of_row(id="T114"),
        "T114: id='T114' must be one of T001 to T113.",
    ),
    "an unknown key of the file": (
        lambda content: content.update(author="x"),
        "changed.yaml: author is not a known key.",
    ),
    "a missing key of the file": (
        lambda content: content.pop("marks"),
        "changed.yaml: marks is missing.",
    ),
    "an unknown schema": (
        lambda content: content.update(schema=2),
        "schema=2 must be 1, and rows a list.",
    ),
    "rows that are no list": (
        lambda content: content.update(rows="none"),
        "schema=1 must be 1, and rows a list.",
    ),
    "a row that is none": (
        lambda content: content["rows"].append("T114"),
        "'T114' must be a row.",
    ),
    "an unknown key of a row": (
        of_row(title="Gap"),
        "T001: title is not a known key.",
    ),
    "a missing key of a row": (
        lambda content: content["rows"][0].pop("evidence"),
        "T001: evidence is missing.",
    ),
    "a text that is empty": (
        of_row(ours=" "),
        "T001: ours=' ' must be a text.",
    ),
    "a clause without a heading": (
        of_row(clause="9.1"),
        "T001: clause='9.1' has no heading.",
    ),
    "a clause that only begins like one": (
        of_row(clause="75.1"),
        "T001: clause='75.1' has no heading.",
    ),
    "evidence without a mark": (
        of_row(evidence="seen"),
        "T001: evidence='seen' must hold one of [A], [B], [C], [S], unsure, ext.",
    ),
    "verified by a word": (
        of_row(verified="soon"),
        "T001: verified='soon' must be true or false.",
    ),
    "no checks": (
        of_row(checks=[]),
        "T001: checks=[] must be a list with entries.",
    ),
    "a check that is none": (
        of_row(checks=["It holds."]),
        "T001, check 1: 'It holds.' must be a mapping.",
    ),
    "an unknown key of an open check": (
        of_check(open=True, test=PROOF),
        "T001, check 1: test is not a known key.",
    ),
    "an unknown key of an intention": (
        lambda content: content["rows"][1]["checks"].append(
            {"what": "It holds.", "open": True, "intended": {"test": PROOF}}
        ),
        "T002, check 3, intended: test is not a known key.",
    ),
    "open set to false": (
        lambda content: content["rows"][1]["checks"].append(
            {"what": "It holds.", "open": False}
        ),
        "T002, check 3: open=False must be true, or be left out.",
    ),
    "a closed check without a test": (
        lambda content: content["rows"][1]["checks"].append(
            {"what": "It holds.", "function": "gap_scores"}
        ),
        "T002, check 3: test is missing.",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_of_form_is_named(write, name):
    change, fault = FAULTS[name]
    path = write(change)
    assert fault in check(path)
    with pytest.raises(ValueError, match=re.escape(fault)):
        trace_table(path)


def test_all_faults_are_named_at_once(write):
    def change(content):
        of_row(clause="9", verified=None)(content)
        content["rows"].pop()

    assert check(write(change)) == [
        "T001: clause='9' has no heading.",
        "T001: verified=None must be true or false.",
        "T113 is missing.",
    ]


def test_a_key_given_twice_is_a_fault(tmp_path):
    path = tmp_path / "changed.yaml"
    text = SHIPPED.read_text("utf8")
    path.write_text(text.replace("topic:", "topic: Twice\n  topic:", 1), "utf8")
    assert "'topic' is given twice" in check(path)[0]


def test_a_row_with_two_clauses_stands_under_the_first_and_longest():
    headings = {"7": "", "7.2": "", "C": "", "E": ""}
    found = [trace._heading(c, headings) for c in ("7.2.2, C.3", "7.1", "(E.2)", "C")]
    assert found == ["7.2", "7", "E", "C"]


# Things that are named


def test_what_exists_is_no_fault(write, checkout):
    assert check(write(close()), root=checkout) == []


@pytest.mark.parametrize(
    ("named", "fault"),
    [
        (
            {"function": "gap_score"},
            "function='gap_score' is not a public name of csat_methods.",
        ),
        (
            {"chapter": "08_gap"},
            "chapter='08_gap' is not a chapter in notebooks/.",
        ),
        (
            {"test": "tests/gaps/test_gap.py::test_it_holds"},
            "test='tests/gaps/test_gap.py::test_it_holds' does not exist.",
        ),
        (
            {"test": "tests/gaps/test_gaps.py::test_it_fails"},
            "test='tests/gaps/test_gaps.py::test_it_fails' does not exist.",
        ),
        (
            {"test": "tests/gaps/test_gaps.py::test_inside"},
            "test='tests/gaps/test_gaps.py::test_inside' does not exist.",
        ),
        (
            {"test": "tests/../a.py::test_b"},
            "test='tests/../a.py::test_b' must read tests/.../test_x.py::test_name.",
        ),
    ],
)
def test_what_does_not_exist_is_a_fault(write, checkout, named, fault):
    found = check(write(close(11, **named)), root=checkout)
    assert found == [f"T012, check 1: {fault}"]


def test_a_closed_check_needs_no_chapter(write, checkout):
    def change(content):
        close()(content)
        del content["rows"][0]["checks"][0]["chapter"]

    assert check(write(change), root=checkout) == []


# What is said


def test_the_table_shows_every_row_and_every_check():
    said = re.sub(r"\s+", " ", main_trace()[0])
    for one in trace_table():
        assert (
            f"{one.id} {one.status} {one.closed}/{len(one.checks)} {one.topic}" in said
        )
        assert one.ours in said
        assert all(f"[{'x' if c.closed else ' '}] {c.what}" in said for c in one.checks)


def test_the_table_is_grouped_by_clause_with_counts(write):
    said, status = main_trace(path=write(close()))
    gaps = said.index("\n\nClause 4: ")
    assert status == 0
    assert said.index("\n\nClause 3: ") < gaps < said.index("\n\nT001  partial  1/5")
    assert f"gap_scores, 08_gaps, {PROOF}" in re.sub(r"\s+", " ", said[gaps:])
    assert re.search(r"\nClause 4: .*\n=+\n\d+ covered, [1-9]\d* partial, ", said)


def test_the_table_ends_with_the_counts():
    last = main_trace()[0].splitlines()[-3:]
    found, checks = counts(), [c for one in trace_table() for c in one.checks]
    closed = sum(c.closed for c in checks)
    assert last[0] == (
        f"113 rows: {found['covered']} covered, {found['partial']} partial, "
        f"{found['open']} open."
    )
    assert last[1] == (
        f"{len(checks)} checks: {closed} closed, {len(checks) - closed} open."
    )


def test_the_table_fits_a_terminal():
    wide = [line for line in main_trace()[0].splitlines() if len(line) > 88]
    assert [line for line in wide if " " in line.strip()] == []


def test_the_check_passes_with_status_0_when_nothing_is_missing():
    said, status = main_trace(check=True)
    assert said.endswith("Nothing that is named is missing.")
    assert status == 0


def test_the_check_fails_with_status_1_when_something_is_missing(write):
    said, status = main_trace(check=True, path=write(close(function="gap_score")))
    assert "T001, check 1: function='gap_score' is not a public name" in said
    assert "Faults: " in said.splitlines()[-1]
    assert status == 1


def test_outside_a_checkout_tests_are_not_looked_up_and_this_is_said(
    write, tmp_path, monkeypatch
):
    installed = tmp_path / "site-packages" / "csat_methods"
    (installed / "notebooks").mkdir(parents=True)
    (installed / "notebooks" / "08_gaps.ipynb").write_text("{}")
    path = write(close())
    monkeypatch.setattr(trace, "_PACKAGE", installed)
    said, status = main_trace(check=True, path=path)
    assert said.endswith("; tests were not looked up, since this is not a checkout.")
    assert status == 0


def test_the_table_needs_neither_pandas_nor_scipy():
    code = (
        "import sys; from csat_methods.trace import main_trace; main_trace(check=True);"
        "sys.exit(bool({'pandas', 'scipy', 'numpy'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
