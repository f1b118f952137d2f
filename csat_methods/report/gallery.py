"""How does every figure look, in both languages, both schemes, wide and on a phone?

One page, for whoever changes a figure. It is drawn from the last run of a wave; what no
chapter shows is made from the same wave. It has passed the gate, yet it is no report.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import Any

from csat_methods import _messages
from csat_methods._html import Html, join, tag
from csat_methods.plots.draw import has_figure
from csat_methods.plots.figure_names import NAMED, figure_of
from csat_methods.report.exhibits import Exhibits
from csat_methods.report.failure import words_of
from csat_methods.report.folders import write_whole
from csat_methods.report.isolation import isolated
from csat_methods.report.job import places_of
from csat_methods.report.lint import check_page
from csat_methods.report.policy import policy_of
from csat_methods.report.publish import PublishedResult, publish
from csat_methods.report.session import RESULTS, open_wave, open_waves
from csat_methods.report.store import read_results
from csat_methods.report.style_sheet import (
    HERE,
    every_letter,
    page_head,
    palettes,
    style_sheet,
)
from csat_methods.report.waiting import Room
from csat_methods.report.wave_card import WaveCard, card_of
from csat_methods.result import Result
from csat_methods.wave.wave import Wave

SCHEMES = ("light", "dark")
LANGUAGES = ("en", "fa")
TITLE = "Gallery of figures"
RULES = HERE / "templates" / "csat" / "gallery.css"

House = Any
"""The package's public names."""


def _model(cs: House, wave: Wave) -> Any:
    """Return a factor model of the study's constructs."""
    listed = wave.study.constructs.items() if wave.study is not None else ()
    return cs.confirmatory_factor_analysis(wave, {n: list(c.items) for n, c in listed})


MORE: Mapping[str, Callable[[House, dict[str, Wave], Wave], Result]] = {
    "coefficients": lambda cs, _, w: cs.regression(w, w.outcome(), w.drivers()),
    "convergence": lambda cs, _, w: cs.convergent_validity(_model(cs, w)),
    "cost_curve": lambda cs, _, w: cs.precision_curve(
        cost={"web": 6, "telephone": 14}, budget=9000
    ),
    "crosstab": lambda cs, _, w: cs.crosstab(w, w.segments[0], w.segments[1]),
    "differences": lambda cs, _, w: cs.compare_segments(
        w, w.ratings(), by=w.segments[0]
    ),
    "invariance_levels": lambda cs, waves, w: cs.measurement_invariance(
        cs.stack(dict(list(waves.items())[-2:])),
        {"all": w.ratings()[:4]},
        group="wave",
    ),
    "item_biases": lambda cs, _, w: cs.differential_item_functioning(
        w, w.ratings(), group=w.segments[0]
    ),
    "kano_plane": lambda cs, _, w: cs.kano(w),
    "modifications": lambda cs, _, w: cs.modification_indices(_model(cs, w)),
    "paths": lambda cs, _, w: _model(cs, w),
    "penalties_rewards": lambda cs, _, w: cs.penalty_reward(
        w, w.outcome(), w.drivers(), low=3, high=6
    ),
    "profile": lambda cs, waves, w: cs.means(cs.stack(waves), w.ratings(), by="wave"),
    "quantile_rows": lambda cs, _, w: cs.quantiles(w, w.ratings()),
    "shares": lambda cs, _, w: cs.proportions(w, w.segments[0]),
    "surface": lambda cs, _, w: cs.polynomial_gap(
        w, w.outcome(), *next(iter(w.study.pairs().values()))
    ),
    "thresholds": lambda cs, _, w: cs.graded_response_model(w, w.ratings()),
    "tile": lambda cs, _, w: cs.means(w, w.outcome()),
    "tolerance_bars": lambda cs, _, w: cs.zone_of_tolerance(w),
    "waterfall": lambda cs, _, w: cs.gap_chain(w),
    "weights": lambda cs, _, w: cs.weight_report(w),
}
"""Figures that a report may not show, and what they are drawn from."""


def build_gallery(
    path: str | Path,
    *,
    out: str | Path = "reports",
    runs: str | Path | None = None,
    data_root: str | Path | None = None,
) -> Path:
    """Write ``gallery.html`` into the folder of the reports and return where it is.

    Parameters
    ----------
    path : path
        Wave file; the wave must have been run.
    out, runs : path
        Folder of the reports, and of the runs (beside it by default).
    data_root : path, optional
        Folder that data paths start from.

    Raises
    ------
    ValueError
        If there is no run of the wave, or the page has a fault.
    """
    kept = read_results(places_of(Path(path), out, runs).run / RESULTS)
    if not kept:
        raise ValueError(f"{path}: it has no run beside {out}; csat run makes one.")
    waves = open_waves(path, run_dir="", data_root=data_root)
    wave = open_wave(path, data_root=data_root)
    shown, lacking = figures_of(kept, waves, wave)
    page = _page(shown, lacking, card_of(wave))
    check_page(page)
    place = Path(out) / "gallery.html"
    write_whole(place, page.encode())
    return place


def figures_of(
    kept: Mapping[str, Result], waves: dict[str, Wave], wave: Wave
) -> tuple[dict[str, PublishedResult], dict[str, str]]:
    """Return a published result for each figure, and why others have none."""
    known = {figure_of(result) for result in kept.values() if has_figure(result)}
    made, lacking = _made(known, waves, wave)
    published = publish({**kept, **made}, policy_of(wave))
    shown: dict[str, PublishedResult] = {}
    for name, each in published.items():
        if has_figure(each.result) and not each.empty:
            shown.setdefault(_figure(name, each.result), each)
    gone = [name for name in NAMED if name not in {*shown, *lacking}]
    return shown, lacking | dict.fromkeys(gone, "Nothing of this wave is drawn so.")


def _figure(name: str, result: Result) -> str:
    """Return the figure of a result; what was made for one figure has that one."""
    made = name.removeprefix("gallery.")
    return made if made in NAMED and made != name else figure_of(result)


def _made(
    known: set[str], waves: dict[str, Wave], wave: Wave
) -> tuple[dict[str, Result], dict[str, str]]:
    """Return what figures without a result are drawn from, and why some have none."""
    house, made, lacking = import_module("csat_methods"), {}, {}
    for figure, make in MORE.items():
        if figure in known or figure not in NAMED:
            continue
        try:
            result = make(house, waves, wave)
        except (KeyError, ValueError, IndexError) as error:
            lacking[figure] = words_of(error)
        else:
            made[f"gallery.{figure}"] = replace(result, name=f"gallery.{figure}")
    return made, lacking


# ---------------------------------------------------------------------- page
def _page(
    shown: Mapping[str, PublishedResult], lacking: Mapping[str, str], card: WaveCard
) -> str:
    exhibits = Exhibits(
        conditions=card.conditions,
        lines=card.lines,
        published=tuple(shown.values()),
        breaks=card.breaks,
        room=Room(data=False),
    )
    sections = [_section(exhibits, name, each) for name, each in sorted(shown.items())]
    rules = every_letter() + style_sheet(figures=False) + _schemes() + exhibits.rules()
    rules += RULES.read_text("utf8")
    body = tag(
        "body",
        tag("main", tag("h1", TITLE), *sections, _left_out(lacking)),
    )
    page = tag("html", page_head(TITLE, rules), body, lang="en", dir="ltr")
    return f"<!DOCTYPE html>\n{page}\n"


def _schemes() -> str:
    """Return the two palettes as classes, whatever the reader prefers."""
    both = zip(SCHEMES, palettes(), strict=True)
    return "".join(f".{scheme}{{{palette}}}" for scheme, palette in both)


def _section(exhibits: Exhibits, name: str, shown: PublishedResult) -> Html:
    cells = join(*_cells(exhibits, name, shown))
    return tag(
        "section",
        tag("h2", tag("code", name)),
        tag("div", cells, class_="cells"),
        id=f"figure-{name}",
    )


def _cells(exhibits: Exhibits, name: str, shown: PublishedResult) -> Iterator[Html]:
    """Yield the figure in each language and scheme."""
    style = {} if name == figure_of(shown.result) else {"figure": name}
    for lang in LANGUAGES:
        with _messages.language(lang):
            for scheme in SCHEMES:
                drawn = isolated(exhibits.figure(shown, style=style))
                side = _messages.direction()
                yield tag("div", drawn, class_=f"cell {scheme}", lang=lang, dir=side)


def _left_out(lacking: Mapping[str, str]) -> Html:
    rows = (
        tag("li", tag("code", name), ": ", tag("bdi", why, translate="no"))
        for name, why in sorted(lacking.items())
    )
    listed = tag("ul", *rows) if lacking else tag("p", "none")
    return tag("section", tag("h2", "Not drawn"), listed, id="not-drawn")
