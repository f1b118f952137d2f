"""A small wave, its results and its executed chapters, for everything about pages."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import nbformat
import numpy as np
import pandas as pd
import pytest

from csat_methods import (
    Study,
    Wave,
    means,
    net_promoter_score,
    proportions,
    publish,
    run_wave,
)
from csat_methods._messages import Message, Text
from csat_methods.estimates.top_box import top_box
from csat_methods.report.policy import policy_of
from csat_methods.report.shown import SHOW
from csat_methods.report.tagged import encode
from csat_methods.report.wave_card import QuestionChange, card_of

ROOT = Path(__file__).resolve().parents[2]
WORDS = {
    "speed": ("Speed of delivery", "سرعت تحویل"),
    "care": ("Care for the goods", "مراقبت از کالا"),
    "price": ("Price", "قیمت"),
    "staff": ("Friendly staff", "برخورد کارکنان"),
    "advice": ("Good advice", "مشاورهٔ درست"),
    "bill": ("A clear bill", "صورت‌حساب روشن"),
}
CITIES = {"Ash": "اَش", "Bree": "بری", "Cork": "کورک", "Dunwich": "دانیچ"}


def words(pair):
    return dict(zip(("en", "fa"), pair, strict=True))


def study_mapping():
    rated = {
        name: {"scale": "five", "role": "satisfaction", "label": words(pair)}
        for name, pair in WORDS.items()
    }
    return {
        "id": "parcels",
        "title": words(("Customers of Swift Parcels", "مشتریان پیک تندرو")),
        "organization": words(("Swift Parcels", "پیک تندرو")),
        "languages": ["en", "fa"],
        "mode": "web",
        "populations": {
            "all": {"text": words(("All customers of a year", "همهٔ مشتریان یک سال"))}
        },
        "segments": {
            "city": {
                "text": words(("City", "شهر")),
                "levels": {name: words((name, fa)) for name, fa in CITIES.items()},
            }
        },
        "scales": {"five": {"points": [1, 2, 3, 4, 5]}},
        "items": {
            **rated,
            "overall": {
                "scale": "five",
                "role": "overall",
                "label": words(("Satisfaction as a whole", "رضایت کلی")),
            },
            "recommend": {
                "answers": list(range(11)),
                "role": "recommend",
                "label": words(("Would recommend", "توصیه به دیگران")),
            },
        },
        "constructs": {
            "delivery": {
                "text": words(("Delivery", "تحویل")),
                "items": ["speed", "care"],
            },
            "people": {
                "text": words(("People", "کارکنان")),
                "items": ["staff", "advice"],
            },
        },
        "analysis": {
            "lines": {"mean": 3.4, "top_box": 0.5, "net_promoter_score": 0, "gap": 0}
        },
    }


def answers(n=400, seed=11):
    """Four cities of very different size: three people live in Dunwich."""
    rng = np.random.default_rng(seed)
    mood = rng.normal(size=n)
    centre = {"speed": 2.6, "care": 3.9, "price": 3.1, "staff": 4.1, "advice": 3.4,
              "bill": 3.7, "overall": 3.6}  # fmt: skip
    rated = {
        name: np.clip(np.rint(at + 0.6 * mood + 0.8 * rng.normal(size=n)), 1, 5)
        for name, at in centre.items()
    }
    liked = np.clip(np.rint(7.4 + 1.6 * mood + rng.normal(size=n)), 0, 10)
    cities = rng.choice(["Ash", "Bree", "Cork"], n - 3, p=[0.6, 0.34, 0.06])
    frame = pd.DataFrame({**rated, "recommend": liked})
    frame.loc[:15, "price"] = np.nan
    return frame.assign(city=[*cities, *["Dunwich"] * 3])


@pytest.fixture(scope="session")
def parcels():
    """A wave of customers of a parcel service."""
    return Wave.from_frame(answers(), study=Study.from_dict(study_mapping()))


@pytest.fixture(scope="session")
def parcels_results(parcels):
    """What its chapters kept."""
    rated = list(WORDS)
    found = {
        "06.overall": top_box(parcels, "overall"),
        "06.nps": net_promoter_score(parcels, "recommend"),
        "06.overall_mean": means(parcels, "overall"),
        "06.means": means(parcels, rated),
        "06.answers": proportions(parcels, rated),
        "06.segments": means(parcels, rated, by="city"),
        "02.composition": proportions(parcels, "city"),
    }
    return {name: replace(result, name=name) for name, result in found.items()}


@pytest.fixture(scope="session")
def parcels_published(parcels, parcels_results):
    """What of it may be shown."""
    return publish(parcels_results, policy_of(parcels))


@pytest.fixture(scope="session")
def parcels_card(parcels):
    """The facts of the wave."""
    return replace(
        card_of(parcels),
        wave="2026h1",
        wave_title=Text(words(("First half of 2026", "نیمهٔ نخست ۲۰۲۶"))),
        start=date(2026, 3, 1),
        end=date(2026, 3, 31),
        invited=1000,
        changes=(
            QuestionChange(
                items=(Text(words(WORDS["price"])),),
                what=Text(words(("asked of all since 2026", "از ۲۰۲۶ از همه"))),
                comparable=False,
            ),
        ),
    )


def shown_cell(ref, what, caption, alt="", **style):
    """A call cell as a run leaves it: a reference, and what must not be shown."""
    reference = {"ref": ref, "what": what, "caption": caption, "alt": alt}
    data = {
        SHOW: {**reference, "style": style},
        "text/html": "<p>RAW SECRET</p>",
        "text/plain": "RAW SECRET",
    }
    result = nbformat.v4.new_output("execute_result", data=data, execution_count=1)
    loose = nbformat.v4.new_output("stream", name="stdout", text="RAW SECRET\n")
    return nbformat.v4.new_code_cell("cs.show(x)  # RAW", outputs=[result, loose])


def prose_cell(source, **metadata):
    return nbformat.v4.new_markdown_cell(source, metadata=metadata)


def chapters_of_parcels():
    absent = Message("Left out: the study names no constructs.")
    satisfied = [
        prose_cell("# How satisfied are customers?"),
        prose_cell("Overall satisfaction first, then every rating."),
        shown_cell("06.overall", "table", "Share in the two best answers"),
        shown_cell("06.nps", "figure", "Promoters, passives and detractors", "A bar."),
        prose_cell("## Ratings\n\n- from the best\n- to the poorest"),
        shown_cell("06.answers", "figure", "All answers", "Stacked bars."),
        shown_cell("06.means", "figure", "Mean rating", "Dots with intervals."),
        shown_cell("06.segments", "figure", "Mean rating by segment", "A table."),
    ]
    lost = [
        prose_cell("# Where is satisfaction lost?"),
        prose_cell(str(absent), csat={"absent": encode(absent)}),
    ]
    sampling = [
        prose_cell("# Whom we asked"),
        shown_cell("02.composition", "table", "Answers by segment"),
    ]
    named = {"02_sampling": sampling, "06_satisfaction": satisfied, "08_gaps": lost}
    return {name: nbformat.v4.new_notebook(cells=c) for name, c in named.items()}


@pytest.fixture(scope="session")
def parcels_chapters():
    """Its executed chapters."""
    return chapters_of_parcels()


PROVENANCE = {
    "schema": 1,
    "wave": "2026h1",
    "key": "a" * 64,
    "inputs": {"study.yaml": "b" * 64, "data/answers.csv": "c" * 64},
    "chapters": {"06_satisfaction": "d" * 64},
    "code": "e" * 64,
    "lock": None,
    "versions": {"python": "3.11.7 Linux x86_64", "pandas": "3.1.1"},
    "seeds": {},
}


@pytest.fixture(scope="session")
def parcels_provenance():
    """What its report was made from."""
    return dict(PROVENANCE)


@pytest.fixture(scope="session")
def demo_report(tmp_path_factory):
    """The newest wave of the bundled study, run once: all chapters and languages."""
    out = tmp_path_factory.mktemp("demo") / "reports"
    return run_wave(ROOT / "params" / "demo" / "waves" / "2025h2.yaml", out=out)
