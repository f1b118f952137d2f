"""Do the files that describe the package say the same, and does it build?"""

import re
import tarfile
import tomllib
import zipfile
from importlib.metadata import version
from pathlib import Path

import pytest
import yaml
from hatchling.builders.sdist import SdistBuilder
from hatchling.builders.wheel import WheelBuilder
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT = Path(__file__).resolve().parents[1]
LOCK = (ROOT / "requirements.lock").read_text("utf8")
METADATA = tomllib.loads((ROOT / "pyproject.toml").read_text("utf8"))["project"]
TO_RUN = METADATA["dependencies"]
EXTRAS = METADATA["optional-dependencies"]
CARRIED = {
    "csat_methods": "csat_methods",
    "notebooks": "csat_methods/notebooks",
    "params/demo": "csat_methods/studies/params/demo",
    "params/abc": "csat_methods/studies/params/abc",
    "data/demo": "csat_methods/studies/data/demo",
    "data/abc": "csat_methods/studies/data/abc",
}
LEFT_BEHIND = {".ipynb_checkpoints", "__pycache__"}


def pins():
    """Read the lock: a package's pins, each a version and whether hashes follow."""
    pin = re.compile(
        r"^([\w.-]+)==(\S+)( ;[^\\\n]+)?((?: \\\n    --hash=\S+)*)$", re.MULTILINE
    )
    found = {}
    for name, number, _, hashes in pin.findall(LOCK):
        found.setdefault(canonicalize_name(name), []).append((Version(number), hashes))
    return found


def documented():
    """Read docs/dependencies.md: packages, licences and reasons."""
    text = (ROOT / "docs" / "dependencies.md").read_text("utf8")
    rows = [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in text.splitlines()
        if line.startswith("|")
    ]
    return {row[0]: row[1:] for row in rows if row[0] != "package" and "---" not in row}


def names(requirements):
    return {canonicalize_name(Requirement(r).name) for r in requirements}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    """Build the wheel with the environment's own hatchling, as tasks.py does."""
    target = tmp_path_factory.mktemp("dist")
    path = next(WheelBuilder(str(ROOT)).build(directory=str(target)))
    with zipfile.ZipFile(path) as archive:
        yield archive


@pytest.mark.parametrize("requirement", [*TO_RUN, *EXTRAS["dev"]])
def test_every_dependency_is_pinned_in_the_lock_as_asked(requirement):
    asked = Requirement(requirement)
    pinned = pins()[canonicalize_name(asked.name)]
    assert [number for number, _ in pinned if number in asked.specifier]
    assert [number for number, _ in pinned if number not in asked.specifier] == []


def test_every_line_of_the_lock_is_a_pin_a_hash_or_a_comment():
    line = re.compile(
        r"#.*|[\w.-]+==\S+( ;.+)? \\|    --hash=sha256:[0-9a-f]{64}( \\)?"
    )
    assert [text for text in LOCK.splitlines() if not line.fullmatch(text)] == []


def test_every_pin_has_a_hash():
    unhashed = [name for name, found in pins().items() for _, h in found if not h]
    assert unhashed == []
    assert len(re.findall("^[^ #]", LOCK, re.MULTILINE)) == sum(
        map(len, pins().values())
    )


def test_the_lock_names_no_address():
    assert re.findall(r"https?://|file:|--index|--extra-index|--find-links", LOCK) == []


def test_the_lock_says_how_to_make_it_anew():
    assert "python3 tasks.py lock" in "\n".join(LOCK.splitlines()[:3])


def test_the_conda_environment_is_the_locked_one():
    environment = yaml.safe_load((ROOT / "environment.yml").read_text("utf8"))
    python, pip, packages = environment["dependencies"]
    assert pip == "pip"
    assert packages == {"pip": ["-r requirements.lock"]}
    assert python == "python" + METADATA["requires-python"]


def test_every_python_the_lock_was_made_for_is_allowed():
    assert "3.11" in SpecifierSet(METADATA["requires-python"])
    assert "3.10" not in SpecifierSet(METADATA["requires-python"])


def test_every_direct_dependency_has_a_row_that_says_why():
    asked = names([*TO_RUN, *(r for extra in EXTRAS.values() for r in extra)])
    assert {canonicalize_name(name) for name in documented()} == asked


def test_no_row_leaves_its_licence_or_its_reason_empty():
    assert [name for name, row in documented().items() if not all(row)] == []


def test_the_licence_is_the_one_declared():
    text = (ROOT / "LICENSE").read_text("utf8")
    assert METADATA["license"] == "GPL-3.0-or-later"
    assert " ".join(text.split()).startswith("GNU GENERAL PUBLIC LICENSE Version 3, ")
    assert "END OF TERMS AND CONDITIONS" in text


def test_the_installed_version_is_the_declared_one():
    assert version("csat-methods") == METADATA["version"]


def test_the_citation_names_version_and_licence():
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text("utf8"))
    assert citation["version"] == METADATA["version"]
    assert citation["license"] == METADATA["license"]


def test_the_changelog_has_a_place_for_what_comes():
    assert "\n## [Unreleased]\n" in (ROOT / "CHANGELOG.md").read_text("utf8")


@pytest.mark.parametrize("folder", CARRIED)
def test_the_wheel_carries_every_file_of(folder, wheel):
    wanted = {f"{CARRIED[folder]}/{name}" for name in files_of(folder)}
    assert wanted
    assert wanted - set(wheel.namelist()) == set()


def test_the_source_distribution_carries_what_it_takes_to_test_it(tmp_path):
    path = next(SdistBuilder(str(ROOT)).build(directory=str(tmp_path)))
    with tarfile.open(path) as archive:
        carried = {name.partition("/")[2] for name in archive.getnames()}
    folders = (*CARRIED, "params/schema", "data/tutorial", "tests", "docs")
    wanted = {f"{folder}/{name}" for folder in folders for name in files_of(folder)}
    wanted |= {"LICENSE", "README.md", "pyproject.toml", "requirements.lock"}
    wanted |= {"Makefile", "tasks.py"}
    assert wanted - carried == set()


def test_the_readme_describes_the_package(wheel):
    info = f"csat_methods-{METADATA['version']}.dist-info"
    described = wheel.read(f"{info}/METADATA").decode()
    assert METADATA["readme"] == "README.md"
    assert "# CSAT Methods\n" in described


def files_of(folder):
    """All files below a folder but what running leaves behind."""
    paths = (ROOT / folder).rglob("*")
    files = [path.relative_to(ROOT / folder) for path in paths if path.is_file()]
    return {path.as_posix() for path in files if not LEFT_BEHIND & set(path.parts)}


def test_the_wheel_carries_types_catalogues_and_fonts(wheel):
    kinds = {Path(name).suffix for name in wheel.namelist()}
    assert "csat_methods/py.typed" in wheel.namelist()
    assert {".ipynb", ".po", ".yaml"} <= kinds
    assert {".otf", ".ttf", ".woff2"} & kinds


def test_the_wheel_carries_nothing_else(wheel):
    tops = {name.split("/")[0] for name in wheel.namelist()}
    assert tops == {"csat_methods", f"csat_methods-{METADATA['version']}.dist-info"}


def test_the_wheel_offers_the_command_and_the_engine(wheel):
    info = f"csat_methods-{METADATA['version']}.dist-info"
    offered = wheel.read(f"{info}/entry_points.txt").decode()
    assert "csat = csat_methods.cli:main" in offered
    assert "csat = csat_methods.report.engine:CsatEngine" in offered
    assert "csat_notebook = csat_methods.report.extract:extract_notebook" in offered
