"""What went into a report, and would the same go into it again?

Everything is a digest, a version or a count; no path of this machine and no time goes
into what a reader sees.
"""

from __future__ import annotations

import hashlib
import json
import platform
import re
import secrets
import subprocess
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Any

from csat_methods.study.present import is_file, real

if TYPE_CHECKING:
    from csat_methods.report.chapters import Chapter
    from csat_methods.result import Result
    from csat_methods.wave.wave import Wave

PACKAGE = Path(__file__).resolve().parents[1]
SOURCES = (".py", ".po", ".yaml", ".j2", ".css", ".json", ".woff2", ".ttf")
LIBRARIES = (
    "babel", "factor_analyzer", "matplotlib", "nbconvert", "nbformat", "numpy",
    "pandas", "papermill", "persiantools", "pingouin", "pyarrow", "pydantic",
    "pyreadstat", "PyYAML", "scipy", "seaborn",
)  # fmt: skip
NOT_CODE = ("notebooks", "studies", "__pycache__")


# ------------------------------------------------------------------- digests
def digest_of_file(path: Path) -> str:
    """Return the SHA-256 of a file's bytes."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def digest_of_files(paths: Mapping[str, Path]) -> str:
    """Return one digest of files and the names they go by here."""
    lines = [f"{name} {digest_of_file(paths[name])}" for name in sorted(paths)]
    return digest_of("\n".join(lines))


def digest_of(content: Any) -> str:
    """Return the SHA-256 of a text, or of anything as JSON with sorted keys."""
    text = content if isinstance(content, str) else json.dumps(content, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def code_digest() -> str:
    """Return the digest of this package: code, catalogues, templates."""
    found = (p for p in PACKAGE.rglob("*") if p.suffix in SOURCES and p.is_file())
    names = {path.relative_to(PACKAGE).as_posix(): path for path in found}
    own = {k: p for k, p in names.items() if not set(NOT_CODE) & set(Path(k).parts)}
    return digest_of_files(own)


def lock_digest() -> str | None:
    """Return the digest of the checkout's lock file; None in an installed package."""
    lock = PACKAGE.parent / "requirements.lock"
    return digest_of_file(lock) if lock.is_file() else None


@cache
def versions() -> dict[str, str]:
    """Return the versions of Python, its platform and the libraries behind numbers."""
    found = {name: _version(name) for name in ("csat-methods", *LIBRARIES)}
    python = f"{platform.python_version()} {platform.system()} {platform.machine()}"
    return {"python": python} | {k: v for k, v in found.items() if v}


def _version(name: str) -> str:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return ""


def commit() -> str | None:
    """Return the checkout's commit, with ``+`` where files differ from it."""
    if not (PACKAGE.parent / ".git").exists():
        return None
    asked = (("rev-parse", "HEAD"), ("status", "--porcelain", "--untracked-files=no"))
    try:
        head, changed = (_git(*arguments) for arguments in asked)
    except (OSError, subprocess.SubprocessError):
        return None
    return head[:12] + ("+" if changed else "")


def _git(*arguments: str) -> str:
    ran = subprocess.run(  # noqa: S603 - fixed arguments
        ["git", "-C", str(PACKAGE.parent), *arguments],  # noqa: S607 - found by PATH
        capture_output=True,
        check=True,
        text=True,
        timeout=10,
    )
    return ran.stdout.strip()


# -------------------------------------------------------------------- inputs
def input_files(path: Path, data_root: str | Path | None = None) -> dict[str, Path]:
    """Return every file that a wave and its earlier waves stand on, by what it is.

    Raises
    ------
    ValueError
        If a params file has faults, or a path leaves its folder.
    """
    from csat_methods.study.files import wave_files

    found: dict[str, Path] = {}
    for wave in (*wave_files(path), path):
        found |= own_files(wave, data_root)
    return found


def own_files(path: Path, data_root: str | Path | None = None) -> dict[str, Path]:
    """Return the files that one wave stands on; errors as :func:`input_files`."""
    from csat_methods.study.files import (
        data_path,
        project_folder,
        read_wave_file,
        shown,
        study_path,
    )

    _, file = read_wave_file(path)
    root = Path(data_root) if data_root is not None else project_folder(path)
    sources = [getattr(file.sources, name) for name in type(file.sources).model_fields]
    named = [s.file for s in sources if s is not None and s.file is not None]
    steps = [given for step in file.preparation for given in step.values()]
    named += [a for given in steps for k, a in given.items() if _names_file(k, a)]
    data = [data_path(root, name, shown(path)) for name in named]
    base = real(root)
    params = {"study.yaml": study_path(path), f"waves/{path.name}": path}
    return params | {p.relative_to(base).as_posix(): p for p in data}


def _names_file(argument: str, given: Any) -> bool:
    return argument in {"margins", "totals"} and isinstance(given, str)


def digests_of(paths: Mapping[str, Path]) -> dict[str, str]:
    """Return the digest of each file, empty where there is none.

    A database (``$NAME``) may have changed since: its digest is another each time.
    """
    return {k: _digest(k, path) for k, path in paths.items()}


def _digest(name: str, path: Path) -> str:
    if is_file(path):
        return digest_of_file(path)
    return secrets.token_hex(8) if name.startswith("$") else ""


@dataclass(frozen=True)
class Origin:
    """Everything that a run stands on, as it was when it began.

    Attributes
    ----------
    inputs, chapters : dict of str to str
        Digests of params and data, and of the notebooks.
    code : str
        Digest of this package.
    """

    inputs: Mapping[str, str]
    chapters: Mapping[str, str]
    code: str = field(default_factory=code_digest)

    @property
    def key(self) -> str:
        """Return what the run is known by: one changed byte changes it."""
        made_by = [self.code, lock_digest(), versions()]
        return digest_of([dict(self.inputs), dict(self.chapters), *made_by])


def origin_of(
    inputs: Mapping[str, Path], chapters: Iterable[Chapter], code: str | None = None
) -> Origin:
    """Return what a run of these chapters on these files would stand on now.

    `code` is the digest of this package if it is known already.
    """
    notebooks = {chapter.name: chapter.path for chapter in chapters}
    digests = digests_of(inputs), digests_of(notebooks)
    return Origin(*digests, code) if code else Origin(*digests)


# -------------------------------------------------------------------- record
def record(
    wave: Wave,
    results: Mapping[str, Result],
    origin: Origin,
    *,
    minimum: int,
) -> dict[str, Any]:
    """Return what a reader may know of how a report was made.

    Parameters
    ----------
    wave : Wave
        After its preparation.
    results : mapping of str to Result
        What the chapters kept.
    origin : Origin
        What the run stood on.
    minimum : int
        Reasons for leaving people out that met fewer are counted together.
    """
    return {
        "schema": 1,
        "wave": wave.file.id,
        "key": origin.key,
        "inputs": _by_safe_name(origin.inputs),
        "chapters": _by_safe_name(origin.chapters),
        "code": origin.code,
        "lock": lock_digest(),
        "versions": versions(),
        "rows": rows_of(wave, minimum),
        "seeds": seeds_of(results),
        "results": {name: _made_by(result) for name, result in results.items()},
    }


def _by_safe_name(digests: Mapping[str, str]) -> dict[str, str]:
    """Return digests by file names in which no sign turns what a reader sees."""
    from csat_methods._messages import safe_text

    return {safe_text(name): digest for name, digest in sorted(digests.items())}


def rows_of(wave: Wave, minimum: int = 0) -> dict[str, Any]:
    """Return rows in, and where they went: ``read`` = ``used`` + all ``left_out``."""
    lost: dict[str, int] = {}
    for entry in wave.ledger:
        reason = f"{entry.step}: {entry.detail}"
        lost[reason] = lost.get(reason, 0) + entry.before - entry.after
    named = {reason: n for reason, n in lost.items() if n >= max(minimum, 1)}
    others = sum(lost.values()) - sum(named.values())
    left_out = named | ({"other reasons": others} if others else {})
    read = wave.n + sum(lost.values())
    return {"read": read, "used": wave.n, "left_out": left_out}


def seeds_of(results: Mapping[str, Result]) -> dict[str, str]:
    """Return the seed of each result in which chance had a part."""
    calls = {name: r.call.arguments for name, r in results.items() if r.call}
    seeds = {name: given.get("seed", "None") for name, given in calls.items()}
    return {name: seed for name, seed in seeds.items() if seed != "None"}


def _made_by(result: Result) -> dict[str, Any]:
    call = result.call
    return {
        "method": result.method,
        "clause": result.clause,
        "function": call.function if call else "",
        "arguments": _told(call.arguments) if call else {},
    }


def _told(arguments: Mapping[str, str]) -> dict[str, str]:
    """Return arguments that are names, numbers or words; of others, only that."""
    return {k: v if _SIMPLE.fullmatch(v) else "…" for k, v in arguments.items()}


_WORD = r"(?:'[^']*'|\"[^\"]*\"|-?[\w.]+)"
_SIMPLE = re.compile(rf"{_WORD}|[\[(](?:'[^']*'(?:,\s?)?)*[\])]")
