"""Is every sentence that a reader can meet said in Persian, and soundly?"""

import ast
import gettext
import io
import re
from contextlib import suppress
from dataclasses import replace
from functools import cache
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages
from string import Formatter
from types import SimpleNamespace
from typing import get_args

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from babel.messages import mofile, pofile

import csat_methods as cs
from csat_methods import _messages
from csat_methods._messages import Listing, Message, normal_text, plain
from csat_methods.plots.gap_figures import SERIES
from csat_methods.preparation import STEPS
from csat_methods.questionnaire.item_limits import RULES as ITEM_RULES
from csat_methods.report import (
    first_html,
    front_html,
    headings,
    judgement,
    method_html,
    words,
)
from csat_methods.report.chapters import find_chapters, needs_of
from csat_methods.report.data_table import table_of
from csat_methods.report.extract import extract_notebook
from csat_methods.report.policy import policy_of
from csat_methods.report.render import render_report
from csat_methods.report.sections import SECTIONS
from csat_methods.result import Result
from csat_methods.sampling.allocate import WEIGHTS
from csat_methods.sampling.draw_plan import METHODS
from csat_methods.study.context import MODES, Cadence, Objective
from csat_methods.study.instrument import Study
from csat_methods.study.needs import ROLES
from csat_methods.wave import consents

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = Path(cs.__file__).resolve().parent
FILE = PACKAGE / "locale" / "fa.po"
WAVE = ROOT / "params" / "demo" / "waves" / "2025h2.yaml"

SPEAKING = {"Message", "translate", "sentence", "result_of", "Result", "Priorities"}
"""What a module imports that has something to say."""

TOLD = {"Message", "translate", "noted", "Entry"}
"""What is called with a sentence, or the name of a step, first."""

LIKE_WORDS = re.compile(r"[A-Z][a-z]+[.?]?|.*[\w}'].*\s.*[\w{'].*", re.DOTALL)

NEVER_SHOWN = {
    # sources of limits, which are cited alike in every language
    *(str(rule.source) for rule in ITEM_RULES.values() if "(" in str(rule.source)),
    # prose that a server reads once before any report, and shows to nobody
    "# A\n\n| a |\n|---|\n| 1 |\n",
    # the state of an activity of a run, which its own sentence says
    "not run",
    # how Excel writes a number as it is
    "General",
    # parts of errors
    *(
        "the wave",
        "the waves",
        "the frame",
        "the sample",
        "any of the waves",
        "has none",
    ),
    *("wave of the comparison", "the target's index"),
    "triples={} must name at least one triple.",
    # keys of rows, which have words of their own
    "delivered → perceived",
    *("e p", "servperf − servqual"),
    # marks of pages and figures
    *("drawing both", "drawing scroll", "exhibit tabular", "gapcell text"),
    *("kind open", "kindcell text", '<th scope="col"', "None"),
    *("Creator", "Date", "Format"),
    # names of languages and of the program
    *("Pseudo", "%B", "Call", "Domain", "Finding", "Used"),
    # what only those meet who change a figure
    *("Gallery of figures", "Not drawn", "Nothing of this wave is drawn so."),
    # kinds of purpose, which have words of their own
    *("product_reaction", "aspect", "loss", "benchmark"),
    # what only files for machines say
    "other reasons",
    "the codes",
    "The people were not drawn with known chances",
    # marks of drawings that stand alone
    *("Software", "Description", "Title"),
    '<svg xmlns="http://www.w3.org/2000/svg" ',
    # what survey platforms write, and what is refused of times
    *("not approved", "survey preview", "offline survey preview", "survey test"),
    *("preview spam", "response id", "start date", "1 cell is"),
    *("no number of seconds", "no time such as 2026-03-31T10:05:00"),
    # F, as everybody writes it
    "F",
}
"""Words of the code that no reader meets."""

ABBREVIATIONS = {"CSV", "KMO", "LMG", "NPS", "p"}
"""Latin letters that Persian readers know."""

NAMES = {
    "{file} is not UTF-8; it was read as Windows-1256.": {"UTF", "Windows"},
    "To keep this page small, the tables are not attached to it as files; they stand "
    "beside it in the folder named tables.": {"tables"},
}
"""Sentences with names that stay as they are."""


# ------------------------------------------------------------------ collecting
def silent(tree):
    """Return the nodes that say nothing to a reader: errors, docstrings, types."""
    found = set()
    for node in ast.walk(tree):
        parts = [getattr(node, "annotation", None), getattr(node, "returns", None)]
        if isinstance(node, ast.Raise | ast.JoinedStr):
            parts.append(node)
        elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            parts.append(node.value)
        found |= {id(n) for part in parts if part for n in ast.walk(part)}
    return found


def texts(tree, skipped=frozenset()):
    """Yield the texts below a node."""
    for node in ast.walk(tree):
        text = getattr(node, "value", None) if isinstance(node, ast.Constant) else None
        if isinstance(text, str) and id(node) not in skipped:
            yield text


def choices(node):
    """Yield the texts that an argument may be."""
    if isinstance(node, ast.Constant):
        yield from [node.value] * isinstance(node.value, str)
    elif isinstance(node, ast.IfExp):
        yield from (*choices(node.body), *choices(node.orelse))


def told(tree):
    """Yield the texts that a message, a translation or a step is called with."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and node.args:
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            if name in TOLD:
                yield from choices(node.args[0])


@cache
def names_of_classes():
    """Return the names of all kinds of results, once every module is loaded."""
    for module in walk_packages(cs.__path__, "csat_methods."):
        import_module(module.name)
    return {kind.__name__ for kind in kinds_below(Result)} - {"Result"}


def kinds_below(kind):
    """Yield a class and all below it, those aside that only tests know."""
    yield kind
    for below in kind.__subclasses__():
        if below.__module__.startswith(cs.__name__):
            yield from kinds_below(below)


def of_code(path):
    """Yield what a module says: what it tells, and all that reads like words."""
    tree = ast.parse(path.read_text("utf8"))
    imports = (n for n in ast.walk(tree) if isinstance(n, ast.ImportFrom))
    yield from told(tree)
    if SPEAKING & {alias.name for node in imports for alias in node.names}:
        like = filter(LIKE_WORDS.fullmatch, texts(tree, silent(tree)))
        yield from (text for text in like if text not in names_of_classes())


def of_tables():
    """Yield the words that lie in tables, or are made of parts, and their files."""
    yield "study/needs.py", ROLES
    yield "study/context.py", (*get_args(Objective), *MODES.values())
    yield "study/context.py", get_args(Cadence.model_fields["kind"].annotation)
    yield "study/instrument.py", get_args(Study.model_fields["selection"].annotation)
    yield "wave/consents.py", (consents.DISAGREED,)
    steps = (*STEPS, "read", "drop", "stack", "replicate")
    yield "preparation.py", {way for s in steps for way in (s, s.replace("_", " "))}
    for table in ("CHANGED", "LEVEL", "GAP"):
        yield "report/front_html.py", getattr(front_html, table).values()
    yield "report/first_html.py", first_html.SHORT_OF.values()
    yield "report/judgement.py", (*judgement.KINDS.values(), "undecided")
    yield "report/method_html.py", (what for what, _ in method_html.LINES.values())
    yield "report/words.py", words.YES.values()
    columns = {column for kind in kinds_below(Result) for column in kind.kinds}
    yield "report/headings.py", map(headings.heading, {*headings.COLUMNS, *columns})
    yield "plots/gap_figures.py", (name for _, name, *_ in SERIES)
    yield "sampling/allocate.py", (f"Allocation: {method}" for method in WEIGHTS)
    yield "sampling/sample.py", (f"Selection: {method}" for method in METHODS)
    for section in SECTIONS:
        yield "report/sections.py", (section.short, section.title)
    tree = ast.parse((PACKAGE / "priorities" / "drivers.py").read_text("utf8"))
    like = filter(LIKE_WORDS.fullmatch, texts(tree, silent(tree)))
    yield "priorities/drivers.py", like


def of_chapter(chapter):
    """Yield the prose of a chapter, its captions and alternative texts."""
    with chapter.path.open("rb") as file:
        yield from (said for _, _, said, _ in extract_notebook(file, {}, (), {}))


def spoken():
    """Yield the files that say something, and what."""
    for path in sorted(PACKAGE.rglob("*.py")):
        yield path.relative_to(PACKAGE.parent).as_posix(), of_code(path)
    for name, said in of_tables():
        yield f"{PACKAGE.name}/{name}", said
    for chapter in find_chapters():
        yield f"notebooks/{chapter.path.name}", of_chapter(chapter)


def in_sight():
    """Return every sentence in sight of a reader, and the files that say it."""
    found = {}
    for place, said in spoken():
        for sentence in {*said} - NEVER_SHOWN - {""}:
            found.setdefault(sentence, set()).add(place)
    return found


# -------------------------------------------------------------------- showing
def chapter_results():
    """Return what the chapters keep of the demonstration, and its last wave.

    A cell whose needs the wave does not meet is left out, as in a run; what only such
    cells keep is among the other results.
    """
    kept, names = {}, {}
    public = {name: getattr(cs, name) for name in cs.__all__}
    aside = {name: lambda *_, **__: None for name in ("show", "table")}
    keep = {"keep": kept.setdefault}
    tools = SimpleNamespace(**public | aside | keep)
    for chapter in find_chapters():
        names = {"cs": tools, "wave_file": str(WAVE), "run_dir": ""}
        for cell in chapter.content["cells"]:
            source = "".join(cell["source"])
            if "keep(" in source or "open_wave" in source:
                if needs_of(cell) and names["wave"].lacks(needs_of(cell)):
                    continue  # as in a run: the page says why it is left out
                source = source.replace("import csat_methods as cs", "")
                exec(source, names)  # noqa: S102 - our own chapters
    return kept, names["wave"]


def customers():
    """Return a list of customers to draw from."""
    rng = np.random.default_rng(5)
    area = rng.choice(["north", "south"], 300)
    return pd.DataFrame({"id": np.arange(300).astype(str), "area": area})


def other_results(wave):
    """Return results of methods, or kinds of them, that no chapter keeps."""
    ratings, outcome, by = wave.ratings(), wave.outcome(), wave.segments[0]
    everybody = wave.sizes(by)
    return {
        "totals": cs.totals(wave, outcome),
        "mean": cs.means(wave, outcome),
        "best": cs.top_box(wave, ratings),
        "one": cs.proportions(wave, ratings[0]),
        "promoters": cs.net_promoter_score(wave, wave.role("recommend")[0], by=by),
        "index": cs.satisfaction_index(wave, outcome, by=by),
        "alpha": cs.cronbach_alpha(wave, ratings),
        "drivers": cs.relative_importance(wave, outcome, ratings[:4], by=by),
        "zone": cs.zone_of_tolerance(
            wave, {"price": ("disconfirmation", "e_price", "p_price")}
        ),
        "size": cs.sample_size_mean(margin=0.1, sd=1.0),
        "equal": cs.allocate(everybody, n=200, method="equal"),
        "drawn": cs.draw_sample(customers(), 30, id="id", seed=1),
        "quota": cs.draw_sample(
            customers(), 30, id="id", seed=1, method="quota", strata="area"
        ),
    }


@pytest.fixture(scope="module")
def wave_and_results():
    """The last wave of the demonstration, and results of all kinds."""
    kept, wave = chapter_results()
    kept |= {f"99.{name}": made for name, made in other_results(wave).items()}
    return wave, {name: replace(made, name=name) for name, made in kept.items()}


@pytest.fixture(scope="module")
def results(wave_and_results):
    return wave_and_results[1]


@pytest.fixture(scope="module")
def published(wave_and_results):
    wave, results = wave_and_results
    return cs.publish(results, policy_of(wave))


@pytest.fixture(scope="module")
def said(results):
    """Every sentence, with the files that say it; headings of tables as well."""
    heads = {
        headings.heading(column)
        for made in results.values()
        for column in map(str, made.table)
        if column not in (*made.by, *made.labels)
    }
    return {head: {f"{PACKAGE.name}/report/headings.py"} for head in heads} | in_sight()


@pytest.fixture(scope="module")
def catalogue():
    with FILE.open("rb") as file:
        return pofile.read_po(file, locale="fa", abort_invalid=True)


@pytest.fixture(scope="module")
def entries(catalogue):
    """The sentences of the catalogue and their translations."""
    return {entry.id: entry.string for entry in catalogue if entry.id}


@pytest.fixture
def looked_up(monkeypatch, catalogue):
    """Every text that is looked up in vain from here on."""
    found = set()

    class Missing(gettext.NullTranslations):
        def gettext(self, message):
            found.add(message)
            return message

    binary = io.BytesIO()
    mofile.write_mo(binary, catalogue)
    binary.seek(0)
    known = gettext.GNUTranslations(binary)
    known.add_fallback(Missing())
    monkeypatch.setattr(_messages, "_catalogue", lambda _: known)
    return found


# ------------------------------------------------------------------- complete
def test_every_sentence_is_translated(said, entries):
    missing = {k: sorted(v) for k, v in said.items() if k not in entries}
    assert not missing, "\n".join(f"{k!r} {v}" for k, v in sorted(missing.items()))


def test_no_translation_is_of_a_sentence_that_is_not_said(said, entries):
    assert not sorted(set(entries) - set(said))


def test_a_place_that_an_entry_names_says_it(said, catalogue):
    moved = {
        entry.id: place
        for entry in catalogue
        for place, _ in entry.locations
        if place not in said.get(entry.id, ())
    }
    assert not moved


def test_nothing_is_looked_up_in_vain_when_results_are_shown(
    wave_and_results, published, looked_up
):
    wave, results = wave_and_results
    with cs.language("fa"):
        for name, result in results.items():
            shown = published[name]
            repr(result)
            result._repr_html_()
            for finding in result.findings(wave.study.analysis.lines):
                plain(finding.message)
            table_of(shown, "The plan", list(map(str, shown.result.table)))
    assert not looked_up - data_of(results)


def test_nothing_is_looked_up_in_vain_when_figures_are_drawn(results, looked_up):
    with cs.language("fa"):
        for result in results.values():
            with suppress(ValueError):  # what has no figure is shown as a table
                result.plot()
            plt.close("all")
    assert not looked_up - data_of(results)


def test_nothing_is_looked_up_in_vain_when_a_page_is_made(
    wave_and_results, published, looked_up
):
    wave, results = wave_and_results
    provenance = {"key": "a" * 64, "code": "b" * 64, "lock": "c" * 64}
    render_report({}, published, wave=wave, provenance=provenance, lang="fa")
    assert not looked_up - data_of(results)


def data_of(results):
    """Return what tables say in the words of the study and its data."""
    return {
        str(cell)
        for made in results.values()
        for column in {*made.keys, *made.by, "family", "where"} & set(made.table)
        for cell in made.table[column]
    }


# ---------------------------------------------------------------------- sound
def placeholders(text):
    return sorted(name for _, name, _, _ in Formatter().parse(text) if name)


def test_placeholders_are_those_of_the_sentence(entries):
    wrong = {k: v for k, v in entries.items() if placeholders(k) != placeholders(v)}
    assert not wrong


def test_only_what_has_no_words_stays_as_it_is(entries):
    same = [k for k, told in entries.items() if told in ("", k)]
    assert [k for k in same if re.search(r"\w", literal(k))] == ["p"]


def test_there_is_nothing_fuzzy_and_nothing_left_over_in_the_file(catalogue):
    assert not [entry.id for entry in catalogue if entry.id and entry.fuzzy]
    assert not catalogue.obsolete


def test_the_head_of_the_file_says_what_it_is(catalogue):
    assert (str(catalogue.locale), catalogue.charset) == ("fa", "utf-8")
    assert (catalogue.num_plurals, catalogue.plural_expr) == (2, "(n > 1)")


def test_the_file_is_in_the_order_and_form_that_babel_writes(catalogue):
    made = io.BytesIO()
    options = {"sort_output": True, "omit_header": True, "width": 0}
    pofile.write_po(made, catalogue, include_lineno=False, **options)
    body = FILE.read_text("utf8").split("\n\n", 1)[1]
    assert body.strip() == made.getvalue().decode().strip()


def literal(text):
    """Return a text without its placeholders."""
    return "".join(part for part, *_ in Formatter().parse(text))


def filled(text):
    """Return a text with a word in the place of each placeholder."""
    return re.sub(r"\{\w+\}", "مقدار", text)


def test_translations_have_no_latin_words_beside_known_abbreviations(entries):
    for sentence, told in entries.items():
        latin = set(re.findall(r"[A-Za-z]+", literal(told)))
        assert latin <= ABBREVIATIONS | NAMES.get(sentence, set()), told


@pytest.mark.parametrize(
    ("mark", "why"),
    [
        (r"[كيىةۀ\u0640]", "letters are Persian"),
        (r"[0-9٠-٩۰-۹]", "numbers are values"),
        (r"[,;?%\"']", "punctuation is Persian"),
        (r"\s[،؛:؟.»)]|[«(]\s|  |^\s|\s$", "blanks stand where they should"),
        (
            r"(?:^|[\s«(])(ن?می|ها|های|هایی|ای|تر|ترین)(?![\w\u200c])",
            "parts join",
        ),
        (r"\u200c(?!\w)|(?<!\w)\u200c", "joints are between letters"),
        (r"ه‌ی(?!\w)", "ezafe after he is a hamza"),
    ],
)
def test_translations_are_spelled_as_persian_is(entries, mark, why):
    found = {
        told: sentence
        for sentence, told in entries.items()
        if re.search(mark, filled(told)) and sentence not in NAMES
    }
    assert not found, why


def test_translations_have_one_spelling(entries):
    assert not [told for told in entries.values() if normal_text(told) != told]


def test_a_sentence_ends_as_its_english_does(entries):
    ends = {".": ".", "?": "؟"}
    for sentence, told in entries.items():
        last = told[-1] if told[-1] in ends.values() else None
        assert last == ends.get(sentence[-1]), told


# --------------------------------------------------------------------- spoken
def literals(value):
    """Yield the literal parts of a sentence, and of the sentences inside it."""
    if isinstance(value, Message):
        yield literal(_messages.translate(value.id))
        for part in dict(value.values).values():
            yield from literals(part)
    elif isinstance(value, Listing):
        for part in value.items:
            yield from literals(part)


def test_headlines_of_results_are_persian(results):
    with cs.language("fa"):
        for name, result in results.items():
            told = " ".join(literals(result.headline()))
            latin = set(re.findall(r"[A-Za-z]{3,}", told)) - ABBREVIATIONS
            assert not latin, (name, told)
            assert re.search(r"[آ-ی]{2}", told), name


def test_a_headline_reads_as_a_persian_sentence():
    answers = pd.DataFrame({"q1": [4, 4, 5, 4], "q2": [2, 3, 2, 3]})
    result = cs.means(cs.Wave.from_frame(answers), ["q1", "q2"])
    with cs.language("fa"):
        told = result.summary()
    assert told == "بالاترین امتیاز از آنِ q1 است (۴٫۲۵) و پایین‌ترین از آنِ q2 (۲٫۵۰)."
