"""Which place of results.json does a number of a page name, and what stands there?"""

import re
from urllib.parse import unquote

ROW = re.compile(r'<tr data-of="([^"]*)">.*?</tr>', re.DOTALL)


def absolute(page):
    """Return a page whose numbers name their whole place, the row's first."""
    return ROW.sub(
        lambda row: row[0].replace('data-ref=".', f'data-ref="{row[1]}.'), page
    )


def lookup(content, ref):
    """Return the number that a reference of a page names in ``results.json``.

    ``name#key=value;….column``, values percent-encoded; ``all`` for one row;
    ``name#said.place`` for a number that stands in a sentence only; ``#place`` for one
    of the report as a whole.
    """
    name, _, place = ref.partition("#")
    if not name:
        return part_of(content["report"], place)
    said = content["results"][name].get("said", {})
    if place in said or place.startswith("said."):
        return said[place.removeprefix("said.")]
    key, _, column = place.rpartition(".")
    pairs = [] if key == "all" else [part.partition("=") for part in key.split(";")]
    wanted = [(column_, unquote(value)) for column_, _, value in pairs]
    rows = content["results"][name]["rows"]
    hits = [row for row in rows if all(str(row.get(c)) == v for c, v in wanted)]
    if len(hits) != 1 or column not in hits[0]:
        raise KeyError(f"ref={ref!r} names {len(hits)} rows of {name}; it must be one.")
    return hits[0][column]


def part_of(part, place):
    """Return what stands at a place such as ``lines.gap`` or ``steps.0.before``."""
    name, _, rest = place.partition(".")
    if name == "said":
        return part["said"][rest]
    held = dict(enumerate(part)) if isinstance(part, list) else part
    found = held[int(name) if isinstance(part, list) else name]
    return part_of(found, rest) if rest else found
