"""Does every page have the colours and letters it needs, and nothing to fetch?"""

import re

from csat_methods._messages import language
from csat_methods.plots.style import PALETTE
from csat_methods.report.lint import lint_report
from csat_methods.report.style_sheet import POLICY, RULES, page_head, style_sheet


def test_every_colour_of_a_figure_is_a_variable_in_both_schemes():
    style = style_sheet()
    for name, (light, dark) in PALETTE.items():
        assert style.count(f"--{name.replace('_', '-')}:{light};") == 1
        assert f"--{name.replace('_', '-')}:{dark};" in style


def test_no_rule_names_a_variable_that_is_not_there():
    style = style_sheet()
    used = set(re.findall(r"var\((--[a-z0-9-]+)\)", style))
    defined = set(re.findall(r"(--[a-z0-9-]+):", style)) | {"--count"}
    assert used <= defined


def test_sides_are_logical_so_that_pages_read_from_either_side():
    rules = RULES.read_text("utf8")
    physical = r"(margin|padding|border)-(left|right)|text-align: (left|right)|float:"
    assert not re.search(physical, rules)


def test_persian_letters_travel_with_persian_pages_only():
    assert "font-family:Vazirmatn" not in style_sheet()
    with language("fa"):
        assert "font-family:Vazirmatn" in style_sheet()


def test_letters_of_figures_travel_with_pages_that_have_figures():
    assert style_sheet().count("@font-face{font-family:Figures;") == 2
    with language("fa"):
        assert style_sheet().count("@font-face") == 1
    assert "@font-face" not in style_sheet(figures=False)


def test_comments_stay_at_home():
    assert "/*" not in style_sheet()


def test_the_head_forbids_scripts_and_everything_from_outside():
    head = page_head("A <b> title", style_sheet())
    assert "default-src 'none'" in POLICY
    assert "script" not in POLICY
    assert "&lt;b&gt;" in head
    assert lint_report(f"{head}<h1>a</h1>") == []
