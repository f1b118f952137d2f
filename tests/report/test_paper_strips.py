"""Is a tall drawing cut between its rows on paper, and a low one left whole?"""

import re

import numpy as np
import pandas as pd
import pytest

from csat_methods import Wave, item_analysis, means, plots, publish
from csat_methods.report.exhibits import Exhibits
from csat_methods.report.lint import lint_report
from csat_methods.report.paper_strips import ROWS, on_paper
from csat_methods.report.policy import policy_of

BOX = re.compile(r'<svg aria-hidden="true"[^>]* viewBox="0 ([\d.]+) [\d.]+ ([\d.]+)"')


def rated(items):
    drawn = np.random.default_rng(1).integers(1, 6, (40, items))
    return Wave.from_frame(pd.DataFrame(drawn).rename(columns="q{}".format))


def shown(items):
    wave = rated(items)
    result = means(wave, list(wave.frame.columns))
    return publish({"m": result}, policy_of(wave))["m"]


def boxes(html):
    return [tuple(map(float, found)) for found in BOX.findall(html)]


@pytest.mark.parametrize("rows", [26, 30, 34, 42])
def test_the_strips_of_a_tall_figure_are_all_of_it_and_cut_between_rows(rows):
    svg = plots.svg(shown(rows).result)
    whole, strips = on_paper(svg, "p1")
    cuts = [float(y) for y in re.search('data-cuts="([^"]+)"', svg)[1].split()]
    assert len(cuts) == rows
    found = boxes(strips)
    ends = np.cumsum([height for _, height in found])
    assert np.allclose([top for top, _ in found], [0, *ends[:-1]])
    assert ends[-1] == pytest.approx(float(re.search(r"0 0 [\d.]+ ([\d.]+)", svg)[1]))
    assert set(np.round(ends[:-1], 2)) <= set(cuts)
    counted = np.diff([cuts.index(round(end, 2)) for end in ends[:-1]])
    assert set(counted) <= {ROWS}
    assert strips.count('href="#p1"') == len(found)
    assert whole.count('id="p1"') == 1
    assert "data-cuts" not in whole


def test_rows_under_a_heading_go_on_the_next_sheet_with_it():
    constructs = {f"c{k}": [f"q{6 * k + i}" for i in range(6)] for k in range(4)}
    result = item_analysis(rated(24), constructs)
    svg = plots.svg(result)
    cuts = re.search('data-cuts="([^"]+)"', svg)[1].split()
    starts = [float(cut) for cut in cuts if cut.startswith("+")]
    tops = [top for top, _ in boxes(on_paper(svg, "p1")[1])]
    assert tops == pytest.approx([0, *starts])
    assert len(starts) == len(constructs)


def test_a_low_figure_and_a_phones_stay_whole():
    assert on_paper(plots.svg(shown(12).result), "p1")[1] == ""
    svg = plots.svg(shown(42).result, phone=True)
    assert on_paper(svg, "p1") == (svg, "")


def test_a_page_brings_strips_beside_the_drawing_and_they_are_silent():
    page = Exhibits().figure(shown(42))
    assert len(boxes(page)) > 5
    assert page.count('class="plot-paper"') == 1
    body = f'<html lang="en"><head><title>T</title></head><body>{page}</body></html>'
    assert not [fault for fault in lint_report(body) if "svg" in fault or "id" in fault]
    assert 'class="plot-paper"' not in Exhibits().figure(shown(12))
