"""Does every module keep to its floor, its size and its style?"""

import ast
import subprocess
import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import pytest

import csat_methods

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "csat_methods"
LONGEST_MODULE = 300

# A module imports from smaller numbers and from its own package, nothing else.
# Packages on one floor have equal numbers; where a floor has an order, it shows.
STEPS_OF_THE_WORK = (
    "planning", "sampling", "fieldwork", "weighting", "estimates", "answers",
    "expectations", "questionnaire", "factors", "gaps", "satisfaction", "priorities",
    "trends", "indicators", "improvement",
)  # fmt: skip
FLOORS = {
    "_arguments": (0, 4),
    "_checks": (0, 3),
    "_messages": (0, 1),
    "_pseudo": (0, 0),
    "_quoting": (0, 0),
    "_signs": (0, 0),
    "_html": (0, 2),
    "_near_names": (0, 2),
    "_number_formats": (0, 0),
    "_once": (0, 0),
    "_palette": (0, 0),
    "_findings": (0, 3),
    "_record": (0, 5),
    "_refusals": (0, 0),
    "_rows": (0, 3),
    "result": (0, 6),
    "survey_design": (1, 0),
    "statistics": (2, 0),
    "study": (3, 0),
    "wave": (3, 1),
    **dict.fromkeys(STEPS_OF_THE_WORK, (4, 0)),
    "preparation": (5, 0),
    "beforehand": (5, 0),
    "plots": (5, 0),
    "report": (6, 0),
    "simulation": (7, 0),
    "forms": (7, 0),
    "worded_answers": (7, 0),
    "guessed_kinds": (7, 1),
    "guessed_pairs": (7, 0),
    "guesses": (7, 2),
    "study_text": (7, 2),
    "start": (7, 3),
    "options": (7, 1),
    "trace": (7, 1),
    "cli": (7, 4),
}
HOMES = {
    "matplotlib": {"plots", "report"},
    "seaborn": {"plots"},
    "papermill": {"report"},
    "nbclient": {"report"},
    "nbconvert": {"report"},
}
RANDOM_WITHOUT_STATE = {
    "BitGenerator", "Generator", "PCG64", "PCG64DXSM", "Philox", "SeedSequence",
    "default_rng",
}  # fmt: skip


@dataclass(frozen=True)
class Import:
    """One imported name, and where it stands: module, function or typing."""

    name: str
    line: int
    place: str


def modules():
    """All modules of the package, as paths relative to it."""
    return sorted(path.relative_to(PACKAGE) for path in PACKAGE.rglob("*.py"))


def real_modules():
    """All of them but the ``__init__`` files."""
    return [path for path in modules() if path.name != "__init__.py"]


def dotted(path):
    """``gaps/gap_scores.py`` as csat_methods.gaps.gap_scores."""
    parts = path.with_suffix("").parts
    return ".".join(("csat_methods", *parts)).removesuffix(".__init__")


def parse(path):
    return ast.parse((PACKAGE / path).read_text("utf8"))


def imports(tree, module):
    """Every import below a tree, with relative ones spelled out."""
    return list(_imports(tree, module, "module"))


def _imports(node, module, place):
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Import):
            yield from (Import(a.name, child.lineno, place) for a in child.names)
        elif isinstance(child, ast.ImportFrom):
            source = _source(child, module)
            yield from (
                Import(f"{source}.{a.name}", child.lineno, place) for a in child.names
            )
        else:
            yield from _imports(child, module, _place(child, place))


def _source(node, module):
    if not node.level:
        return node.module
    above = ".".join(module.split(".")[: -node.level])
    return f"{above}.{node.module}" if node.module else above


def _place(node, place):
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
        return "function"
    if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
        return "typing"
    return place


def top(name):
    """The part of a dotted name that stands on a floor."""
    return name.split(".")[1] if "." in name else ""


def own_imports(path):
    """What a module imports of csat_methods itself."""
    found = imports(parse(path), dotted(path))
    return [i for i in found if i.name.split(".")[0] == "csat_methods"]


def breach(importer, imported):
    """Why one part of the house may not know another; empty if it may."""
    here, there = FLOORS.get(importer), FLOORS.get(imported)
    if importer == imported:
        return ""
    if there is None:
        return f"imports {imported or 'csat_methods'}, which stands on no floor"
    if there >= here:
        return f"on floor {here[0]} imports {imported} on floor {there[0]}"
    if here[0] == 6 and there[0] == 4:
        return f"imports {imported}, but reports know no method"
    return ""


def faults_of(path, places, allowed=()):
    importer = top(dotted(path))
    for found in own_imports(path):
        imported = top(found.name)
        why = breach(importer, imported)
        if found.place in places and why and imported not in allowed:
            yield f"{path}:{found.line} {why}"


def listed(faults):
    return "\n".join(["", *map(str, faults)])


def test_every_module_stands_on_a_floor():
    homeless = [p for p in modules() if len(dotted(p).split(".")) > 1]
    homeless = [p for p in homeless if top(dotted(p)) not in FLOORS]
    assert not homeless, listed(homeless)


def test_a_module_imports_from_floors_below_only():
    known = [p for p in modules() if top(dotted(p)) in FLOORS]
    faults = [f for p in known for f in faults_of(p, {"module", "typing"})]
    assert not faults, listed(faults)


def test_a_function_imports_nothing_from_above_but_the_figures():
    known = [p for p in modules() if top(dotted(p)) in FLOORS]
    faults = [f for p in known for f in faults_of(p, {"function"}, {"plots"})]
    assert not faults, listed(faults)


@pytest.mark.parametrize(
    ("importer", "imported", "why"),
    [
        ("gaps", "factors", "on floor 4 imports factors on floor 4"),
        ("statistics", "wave", "on floor 2 imports wave on floor 3"),
        ("study", "wave", "on floor 3 imports wave on floor 3"),
        ("_checks", "result", "on floor 0 imports result on floor 0"),
        ("plots", "preparation", "on floor 5 imports preparation on floor 5"),
        ("report", "gaps", "imports gaps, but reports know no method"),
        ("wave", "", "imports csat_methods, which stands on no floor"),
        ("wave", "study", ""),
        ("gaps", "gaps", ""),
        ("preparation", "weighting", ""),
        ("cli", "simulation", ""),
    ],
)
def test_the_rule_of_the_floors_is_the_design_s(importer, imported, why):
    assert breach(importer, imported) == why


def test_imports_are_found_wherever_they_stand():
    source = """
from typing import TYPE_CHECKING
if TYPE_CHECKING:
    from ..wave import wave
from . import near
class C:
    def plot(self):
        from csat_methods.plots import gaps
"""
    found = imports(ast.parse(source), "csat_methods.gaps.here")
    assert [(i.name, i.place) for i in found[1:]] == [
        ("csat_methods.wave.wave", "typing"),
        ("csat_methods.gaps.near", "module"),
        ("csat_methods.plots.gaps", "function"),
    ]


def test_a_library_is_used_where_it_belongs():
    homes = HOMES | {"pandas": set(FLOORS) - {"survey_design", "statistics"}}
    faults = [
        f"{path}:{found.line} imports {found.name}"
        for path in modules()
        for found in imports(parse(path), dotted(path))
        for library in homes.keys() & {found.name.split(".")[0]}
        if found.place != "typing" and top(dotted(path)) not in homes[library]
    ]
    assert not faults, listed(faults)


def test_the_init_files_of_packages_are_empty():
    inits = [p for p in modules() if p.name == "__init__.py" and len(p.parts) > 1]
    full = [p for p in inits if (PACKAGE / p).read_text("utf8").strip()]
    full.remove(Path("plots/__init__.py"))  # Result.plot calls plots.draw
    assert not full, listed(full)


def test_every_folder_with_modules_is_a_package():
    folders = {path.parent for path in real_modules()}
    missing = [f for f in folders if not (PACKAGE / f / "__init__.py").exists()]
    assert not missing, listed(missing)


def test_only_the_top_of_the_package_maps_names_lazily():
    lazy = [
        path
        for path in real_modules()
        for node in parse(path).body
        if isinstance(node, ast.FunctionDef) and node.name == "__getattr__"
    ]
    assert not lazy, listed(lazy)


def test_every_public_name_is_where_the_top_says():
    public = {name: getattr(csat_methods, name) for name in csat_methods.__all__}
    assert all(callable(thing) for thing in public.values())


def test_a_module_is_short_enough_to_read():
    lengths = {p: len((PACKAGE / p).read_text("utf8").splitlines()) for p in modules()}
    long = [f"{p}: {n} lines" for p, n in lengths.items() if n > LONGEST_MODULE]
    assert not long, listed(long)


def test_a_module_opens_with_its_question_or_a_sentence():
    first = {p: (ast.get_docstring(parse(p)) or "").split("\n")[0] for p in modules()}
    first = {p: line for p, line in first.items() if p in real_modules()}
    mute = [
        f"{p}: {line!r}" for p, line in first.items() if line[-1:] not in {"?", "."}
    ]
    assert not mute, listed(mute)


def test_a_module_is_named_after_its_question():
    heaps = {"base", "common", "helpers", "misc", "tools", "util", "utils"}
    found = [p for p in modules() if heaps & set(p.with_suffix("").parts)]
    assert not found, listed(found)


def test_every_module_has_its_test_file():
    """Modules that share a name are told apart by their folder, or in the name."""
    home = Path(__file__).parent
    tests = {path.relative_to(home) for path in home.rglob("test_*.py")}
    stems = {path.stem for path in tests}
    shared_names = Counter(path.stem for path in real_modules())
    missing = [
        str(path)
        for path in real_modules()
        if not (stems & named_after(path, alone=shared_names[path.stem] == 1))
        and path.parent / f"test_{path.stem.strip('_')}.py" not in tests
    ]
    assert not missing, listed(missing)


def named_after(path, *, alone):
    """The names a module's test file may have in whichever folder."""
    long = "_".join(("test", *path.parts[:-1], path.stem.strip("_")))
    return {long, f"test_{path.stem.strip('_')}"} if alone else {long}


def test_chance_has_no_global_state():
    faults = [
        f"{path}:{line} {name}"
        for path in modules()
        for name, line in random_names(parse(path), dotted(path))
        if name.split(".")[-1] not in RANDOM_WITHOUT_STATE
    ]
    assert not faults, listed(faults)


def random_names(tree, module):
    """Whatever a module takes from numpy.random or from Python's own random."""
    for found in imports(tree, module):
        if found.name.split(".")[0] == "random":
            yield found.name, found.line
        if found.name.startswith("numpy.random."):
            yield found.name, found.line
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute):
            source = ast.unparse(node.value)
            if source in {"np.random", "numpy.random"}:
                yield f"{source}.{node.attr}", node.lineno


@pytest.mark.parametrize(
    "command",
    [("-c", "import csat_methods"), ("-m", "csat_methods.cli", "--help")],
    ids=["import", "csat --help"],
)
def test_starting_up_loads_no_heavy_library(command):
    heavy = {"matplotlib", "pandas", "scipy"}
    started = subprocess.run(
        [sys.executable, "-X", "importtime", *command],
        capture_output=True,
        check=False,
        cwd=ROOT,
        text=True,
    )
    lines = started.stderr.splitlines()
    loaded = {line.split("|")[-1].strip().split(".")[0] for line in lines}
    assert started.returncode == 0, listed(lines[-3:])
    assert not heavy & loaded
