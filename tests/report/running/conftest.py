"""A small project and chapters of a few cells, for everything that runs.

The waves are synthetic: every answer is drawn by the seed below.
"""

import nbformat
import numpy as np
import pandas as pd
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from csat_methods.report import session
from csat_methods.result import memory

STUDY = """\
schema: 1
id: shop
title: {en: A small shop, fa: فروشگاهی کوچک}
languages: [en, fa]
segments:
  city:
    text: {en: City, fa: شهر}
scales:
  five: {points: [1, 2, 3, 4, 5]}
items:
  overall:
    scale: five
    role: overall
    label: {en: Satisfaction as a whole, fa: رضایت کلی}
  price:
    scale: five
    role: satisfaction
    label: {en: Price, fa: قیمت}
analysis:
  minimum_cell: 5
"""
WAVE = """\
schema: 1
id: "{id}"
sources:
  responses: data/shop/{id}.csv
preparation:
- exclude:
    when: [{{item: city, in: [Nowhere]}}]
    reason: lives elsewhere
- rake:
    margins:
      city: {{Ash: 600, Bree: 400}}
{more}"""
PARAMETERS = 'wave_file: str = "params/shop/waves/2025.yaml"\nrun_dir: str = ""'
SETUP = "import csat_methods as cs\n\nwave = cs.open_wave(wave_file, run_dir=run_dir)"
MEANS = """\
rated = cs.keep("06.means", cs.means(wave, ["overall", "price"]))
cs.show(rated, caption="Mean rating", alt="Dots with intervals")"""
BY_CITY = """\
cities = cs.keep("08.cities", cs.means(wave, "overall", by="city"))
cs.table(cities, caption="Mean rating by city")"""


def chapter(*cells, number="06", stage="operate"):
    """A chapter of these cells after its title, parameters and opening."""
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    opening = [
        new_markdown_cell("# How satisfied?", id=f"{number}-00"),
        new_code_cell(PARAMETERS, id=f"{number}-01", metadata={"tags": ["parameters"]}),
        new_code_cell(SETUP, id=f"{number}-02"),
    ]
    metadata = {"kernelspec": kernel, "csat": {"stage": stage}}
    return new_notebook(cells=[*opening, *cells], metadata=metadata)


def call(source, *needs):
    """A call cell, and what it needs."""
    return new_code_cell(source, metadata={"csat": {"needs": list(needs)}})


def answers(wave, n=60):
    rng = np.random.default_rng(int(wave))
    city = ["Ash"] * (n // 2) + ["Bree"] * (n // 2 - 4) + ["Nowhere"] * 4
    return pd.DataFrame(
        {
            "overall": rng.integers(1, 6, n),
            "price": rng.integers(1, 6, n),
            "city": city,
        }
    )


class Project:
    """A project folder: its waves, chapters, runs and reports."""

    means, by_city = MEANS, BY_CITY
    call = staticmethod(call)
    prose = staticmethod(new_markdown_cell)

    def __init__(self, root):
        self.root = root
        self.notebooks = root / "notebooks"
        self.out = root / "reports"
        self.run_folder = root / "runs" / "shop" / "2025"
        self.report_folder = root / "reports" / "shop" / "2025"
        self.failed_folder = root / "runs" / "shop" / "_failed" / "2025"
        self.study = root / "params" / "shop" / "study.yaml"
        self.data = root / "data" / "shop"
        for folder in (self.study.parent / "waves", self.data, self.notebooks):
            folder.mkdir(parents=True)
        self.study.write_text(STUDY, "utf8")
        self.wave = self.add_wave("2025")

    def add_wave(self, wave, more=""):
        path = self.study.parent / "waves" / f"{wave}.yaml"
        path.write_text(WAVE.format(id=wave, more=more), "utf8")
        answers(wave).to_csv(self.data / f"{wave}.csv", index=False)
        return path

    def add_chapter(self, name, *cells):
        made = chapter(*cells, number=name[:2])
        nbformat.write(made, self.notebooks / f"{name}.ipynb")
        return self.notebooks / f"{name}.ipynb"

    def executed(self, name, folder=None):
        path = (folder or self.run_folder) / "notebooks" / f"{name}.ipynb"
        return nbformat.read(path, 4)


@pytest.fixture
def project(tmp_path):
    """A project with one wave and no chapter yet."""
    return Project(tmp_path / "project")


@pytest.fixture
def shop(project):
    """A project with two chapters that run."""
    project.add_chapter("06_satisfaction", call(MEANS))
    segments = call(BY_CITY, "overall", "segments")
    project.add_chapter("08_gaps", new_markdown_cell("## By city"), segments)
    return project


@pytest.fixture(autouse=True)
def nothing_is_kept_afterwards():
    """Leave the session of this process as it was."""
    yield
    session._here.run_dir = None
    session._here.waves.clear()
    memory.store = None
