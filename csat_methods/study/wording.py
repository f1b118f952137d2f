"""What is a thing of the study called, in its own words?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from csat_methods._messages import Text, language, languages, number
from csat_methods.study.fields import FrozenMapping, code_key

if TYPE_CHECKING:
    from csat_methods.study.instrument import Study
    from csat_methods.study.questions import Item


def label(study: Study, name: str) -> Text | None:
    """Return the words for a name of the study; None where it has none."""
    item, _, option = name.partition(":")
    if option and item in study.items:
        return _option_label(study.items[item], option)
    if name in study.items:
        return _item_label(study, study.items[name])
    for parts in (study.constructs, study.characteristics, study.segments):
        if name in parts and parts[name].text is not None:
            return parts[name].text
    return study.blocks.get(name) or _text_of(study.populations.get(name))


def level_label(study: Study, segment: str, level: Any) -> Text | None:
    """Return the words of one value of a segment, or of an item's answer."""
    declared = study.segments.get(segment)
    words = {code_key(c): t for c, t in declared.levels.items()} if declared else {}
    found = words.get(code_key(level))
    if found is not None or segment not in study.items:
        return found
    return study.answers(segment).label(level)


def _option_label(item: Item, option: str) -> Text | None:
    words = {str(code): text for code, text in item.options.items()}
    return words.get(option)


def _item_label(study: Study, item: Item) -> Text | None:
    about = study.characteristics.get(item.characteristic or "")
    own = item.label or item.text or _text_of(about)
    return own or _numbered(study, item)


def _numbered(study: Study, item: Item) -> Text | None:
    """Return block and number, in the block's languages."""
    block = study.blocks.get(item.block or "")
    if block is None:
        return None
    alike = [
        other.id
        for other in study.items.values()
        if (other.block, other.role) == (item.block, item.role)
    ]
    place = item.number or alike.index(item.id) + 1
    texts = {name: f"{t} {_digits(place, name)}" for name, t in block.texts.items()}
    return Text(FrozenMapping(texts))


def _text_of(part: Any) -> Text | None:
    return part.text if part is not None else None


def _digits(place: int, name: str) -> str:
    """Return a whole number as a language writes it; Latin where it is not known."""
    if name not in languages():
        return str(place)
    with language(name):
        return number(place, "count")
