"""How are marks and words that look alike written once with their look?"""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass
class Alike:
    """Marks or words of one look that follow each other, under one style.

    Attributes
    ----------
    style : str
    outlines : list of str
        Paths; they share an element.
    others : list of (str, str)
        Openings of other elements, and what is in them.
    """

    style: str
    outlines: list[str] = field(default_factory=list)
    others: list[tuple[str, str]] = field(default_factory=list)

    def put(self, opening: str, inside: str = "") -> None:
        """Take one more: an outline, or the opening of another element."""
        if is_outline(opening):
            self.outlines.append(opening)
        else:
            self.others.append((opening, inside))

    def __str__(self) -> str:
        own = f' style="{self.style}"'
        listed = list(self.others)
        if self.outlines:
            listed.append((f'path d="{"".join(self.outlines)}"', ""))
        if len(listed) == 1:
            return _element(listed[0][0] + own, listed[0][1])
        return _element(f"g{own}", "".join(_element(*each) for each in listed))


def is_outline(shape: str) -> bool:
    """Whether a shape is the outline of a path, and no element of its own."""
    return shape.startswith("M")


def _element(opening: str, inside: str) -> str:
    name = opening.partition(" ")[0]
    return f"<{opening}>{inside}</{name}>" if inside else f"<{opening}/>"
