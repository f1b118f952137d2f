"""What keeps a questionnaire from being asked: missing words, impossible routing?"""

from __future__ import annotations

from collections.abc import Iterator

from csat_methods._messages import Text
from csat_methods.study.instrument import Study
from csat_methods.study.questions import Item
from csat_methods.study.structure import structural_faults

ROUTING = {
    "dead_skip": "is asked depending on {words}, which is no item",
    "loop": "is asked depending on {words}, which depends on it in turn",
    "unreachable_item": "is asked of nobody: no answer to {words} meets its conditions",
    "other": "is asked depending on {words}, which is asked only later",
}
"""Faults of the routing that no form can ask, in words."""


def check_form(study: Study, languages: tuple[str, ...]) -> None:
    """Refuse a study that cannot be made a form in these languages.

    Raises
    ------
    ValueError
        With everything that is wrong, in one sentence.
    """
    faults = [*_unworded(study, languages), *_routing(study)]
    if faults:
        raise ValueError(f"study={study.id!r} cannot be exported: {'; '.join(faults)}.")


def _unworded(study: Study, languages: tuple[str, ...]) -> Iterator[str]:
    """Yield the questions, then the answers, that lack words in a language."""
    items = study.items.values()
    for language in languages:
        bare = [i.id for i in items if language not in _texts(i.text or i.label)]
        if bare:
            yield f"items {', '.join(bare)} have no text in {language!r}"
        dumb = [item.id for item in items if _half_worded(study, item, language)]
        if dumb:
            yield (
                f"items {', '.join(dumb)} have answers in other words but none in "
                f"{language!r}"
            )


def _texts(text: Text | None) -> dict[str, str]:
    return dict(text.texts) if text is not None else {}


def _half_worded(study: Study, item: Item, language: str) -> bool:
    """Whether an answer has words, but not in this language."""
    told = [*study.answers(item.id).labels.values(), *item.options.values()]
    return any(words is not None and language not in words.texts for words in told)


def _routing(study: Study) -> Iterator[str]:
    for fault in structural_faults(study):
        if fault.rule in ROUTING:
            yield f"item {fault.id} {ROUTING[fault.rule].format(words=fault.words)}"
