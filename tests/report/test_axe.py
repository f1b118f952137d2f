"""Does axe-core find anything that shuts readers out of the report of the demo?

It runs in headless Chromium, in a copy of the page that allows the one script. Another
axe-core than the installed one: name its folder in ``CSAT_AXE``. Where either is
absent, the tests are skipped and say so.
"""

import json
import os
import re
import shutil
import subprocess
from html import unescape
from importlib.util import find_spec
from pathlib import Path

import pytest

from csat_methods import export_questionnaire, read_study

ROOT = Path(__file__).resolve().parents[2]
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser"))), None)
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
    "--virtual-time-budget=120000",
)
DARK = re.compile(r"@media screen and \(prefers-color-scheme: ?dark\)")
SCHEMES = {"light": "@media not all", "dark": "@media screen"}
SEEN = (
    ("en", "light", 1280),
    ("en", "dark", 500),
    ("fa", "light", 500),
    ("fa", "dark", 1280),
)
"""Language, colour scheme, width: each language and scheme, wide and narrow."""

PLACE = "axe-found"
ASK = f"""
<script src="axe.min.js"></script>
<script>
document.querySelectorAll("details").forEach(part => part.open = true);
axe.run(document, {{resultTypes: ["violations"]}}).then(found => {{
  const said = document.createElement("pre");
  said.id = "{PLACE}";
  said.textContent = JSON.stringify({{
    rules: found.passes.length,
    faults: found.violations.map(v => [v.id, v.nodes.map(n => n.html.slice(0, 200))]),
  }});
  document.body.append(said);
}});
</script>
"""


def axe_file():
    """Where axe-core lies; None if it is not here."""
    named = os.environ.get("CSAT_AXE")
    spec = find_spec("axe_core_python")
    folders = (
        [named] if named else list(spec.submodule_search_locations if spec else ())
    )
    found = (Path(folder) / "axe.min.js" for folder in folders)
    return next((path for path in found if path.is_file()), None)


AXE = axe_file()
needs_both = [
    pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed"),
    pytest.mark.skipif(AXE is None, reason="axe-core is not here; CSAT_AXE names it"),
]


def open_to_axe(page, scheme):
    """A copy of a page that allows scripts, in one colour scheme, with axe in it."""
    page, policies = re.subn(r'<meta http-equiv="Content-Security[^>]*>', "", page)
    page, schemes = DARK.subn(SCHEMES[scheme], page)
    assert policies == 1
    assert schemes >= 2
    assert "</body>" in page
    return page.replace("</body>", f"{ASK}</body>")


def found_by_axe(page, folder, width):
    """Rules that axe looked at and passed, and the faults it found."""
    (folder / "page.html").write_text(page, "utf8")
    shutil.copy(AXE, folder / "axe.min.js")
    shown = subprocess.run(
        [
            CHROMIUM,
            *FLAGS,
            f"--user-data-dir={folder / 'profile'}",
            f"--window-size={width},900",
            "--dump-dom",
            (folder / "page.html").as_uri(),
        ],
        capture_output=True,
        check=True,
        timeout=240,
    ).stdout.decode()
    said = re.search(rf'<pre id="{PLACE}">(.*?)</pre>', shown, re.DOTALL)
    assert said, "axe did not finish"
    return json.loads(unescape(said[1]))


def page_of(report, lang):
    """The report of a run in one language."""
    (path,) = (p for p in report.reports if p.name == f"report.{lang}.html")
    return path.read_text("utf8")


def axe_marks(function):
    for mark in needs_both:
        function = mark(function)
    return function


@axe_marks
@pytest.mark.parametrize(("lang", "scheme", "width"), SEEN)
def test_axe_finds_nothing_in_the_report(demo_report, tmp_path, lang, scheme, width):
    page = page_of(demo_report, lang)
    found = found_by_axe(open_to_axe(page, scheme), tmp_path, width)
    assert found["faults"] == []
    assert found["rules"] > 20


@axe_marks
@pytest.mark.parametrize(
    ("lang", "scheme", "width"), [(None, "light", 1280), ("fa", "dark", 400)]
)
def test_axe_finds_nothing_in_a_questionnaire(tmp_path, lang, scheme, width):
    study = read_study(ROOT / "params" / "demo")
    path = tmp_path / "form.html"
    export_questionnaire(study, path, format="html", lang=lang)
    page = open_to_axe(path.read_text("utf8"), scheme)
    found = found_by_axe(page, tmp_path, width)
    assert found["faults"] == []
    assert found["rules"] > 20


@axe_marks
def test_axe_would_see_a_fault(demo_report, tmp_path):
    page = page_of(demo_report, "en")
    pale = '<p style="color:#999;background:#fff">pale</p><img src="data:,">'
    page = open_to_axe(page, "light").replace("<h1", f"{pale}<h1", 1)
    found = found_by_axe(page, tmp_path, 1280)
    assert {"color-contrast", "image-alt"} <= {name for name, _ in found["faults"]}
