"""What does a form hold: which questions in which order, with which words and answers?

Every kind of form is written from this one description, so that all ask the same.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby

from csat_methods._messages import Text
from csat_methods.forms.form_faults import check_form
from csat_methods.forms.grids import rests_of, runs_of
from csat_methods.study.fields import code_key
from csat_methods.study.form_codes import Code, offered
from csat_methods.study.instrument import Study
from csat_methods.study.questions import CLOSED, Item

Words = Mapping[str, str]
"""Language to words."""


@dataclass(frozen=True)
class Answer:
    """One answer that a question offers.

    Attributes
    ----------
    code : int, float or str
    words : dict
        Empty where the code itself is shown.
    absent : bool
        Whether it says that the question does not apply.
    """

    code: Code
    words: Words
    absent: bool = False


@dataclass(frozen=True)
class Question:
    """One question as it is asked.

    Attributes
    ----------
    item : Item
    number : int
        Its place in the form, from 1.
    words : dict
    answers : tuple of Answer
        Empty where any answer may be given; of a number, its codes for "not
        applicable".
    """

    item: Item
    number: int
    words: Words
    answers: tuple[Answer, ...]

    @property
    def points(self) -> tuple[Answer, ...]:
        """The answers that are points or options."""
        return tuple(answer for answer in self.answers if not answer.absent)

    @property
    def absents(self) -> tuple[Answer, ...]:
        """The answers that say it does not apply."""
        return tuple(answer for answer in self.answers if answer.absent)

    @property
    def numbered(self) -> bool:
        """Whether its points are numbers that do not all have words.

        One of them that takes words of one's own makes a list of them.
        """
        if self.item.other is not None:
            return False
        numbers = not any(isinstance(point.code, str) for point in self.points)
        one_of_many = self.item.type in {"scale", "nominal"} and len(self.points) > 2
        bare = any(not point.words for point in self.points)
        return one_of_many and numbers and bare

    @property
    def listed(self) -> bool:
        """Whether its answers are a list to choose from.

        A form does not let one go on without a choice.
        """
        return self.item.type in {*CLOSED, "multiple"} and bool(self.answers)


@dataclass(frozen=True)
class Block:
    """Questions that are shown together: one, or a grid of several.

    Attributes
    ----------
    questions : tuple of Question
        Of a grid: all with the same answers and the same conditions.
    stem : dict
        What a grid's questions have in common, by language; empty where nothing.
    rests : tuple of dict
        What each question adds to the stem.
    heading : dict
        Words of a part of the questionnaire that begins here, else empty.
    """

    questions: tuple[Question, ...]
    stem: Words
    rests: tuple[Words, ...]
    heading: Words

    @property
    def first(self) -> Question:
        """Its first question."""
        return self.questions[0]

    @property
    def grid(self) -> bool:
        """Whether it has several questions."""
        return len(self.questions) > 1


@dataclass(frozen=True)
class Form:
    """A questionnaire in some languages.

    Attributes
    ----------
    study : Study
    languages : tuple of str
        The first one is the form's own.
    blocks : tuple of Block
    """

    study: Study
    languages: tuple[str, ...]
    blocks: tuple[Block, ...]

    @cached_property
    def questions(self) -> dict[str, Question]:
        """The questions by item."""
        listed = (question for block in self.blocks for question in block.questions)
        return {question.item.id: question for question in listed}

    @cached_property
    def title(self) -> Words:
        """What the form is called."""
        return spoken(self.study.title, self.languages)

    @cached_property
    def organization(self) -> Words:
        """Who asks; empty where the study does not say."""
        return spoken(self.study.organization, self.languages)

    @cached_property
    def consent(self) -> Words:
        """What people are told before; empty where the study does not say."""
        told = self.study.consent
        return spoken(told.text if told else None, self.languages)


def form_of(study: Study, languages: tuple[str, ...]) -> Form:
    """Return the form of a study.

    Parameters
    ----------
    study : Study
    languages : tuple of str

    Raises
    ------
    ValueError
        If a question or an answer has no words in a language, or a condition of asking
        cannot be met by a form: all of it in one sentence.
    """
    check_form(study, languages)
    asked = [
        Question(
            item,
            number,
            spoken(item.text or item.label, languages),
            _answers(study, item, languages),
        )
        for number, item in enumerate(study.items.values(), start=1)
    ]
    blocks: list[Block] = []
    for _, same in groupby(_parts(study, asked), key=lambda pair: pair[0]):
        questions = tuple(question for _, question in same)
        heading = _heading(study, questions[0].item, blocks, languages)
        blocks.append(_block(questions, heading, languages))
    return Form(study, languages, tuple(blocks))


def _parts(study: Study, asked: list[Question]) -> list[tuple[int, Question]]:
    """Return each question with the number of the run it belongs to."""
    runs = runs_of(study, [question.item for question in asked])
    return list(zip(runs, asked, strict=True))


def _block(
    questions: tuple[Question, ...], heading: Words, languages: tuple[str, ...]
) -> Block:
    found = {
        name: rests_of([question.words[name] for question in questions])
        for name in languages
    }
    rests = tuple(
        {name: rest[place] for name, (_, rest) in found.items()}
        for place in range(len(questions))
    )
    stem = {name: common for name, (common, _) in found.items() if common}
    return Block(questions, stem, rests, heading)


def _heading(
    study: Study, item: Item, before: list[Block], languages: tuple[str, ...]
) -> Words:
    """Return the words of an item's part where it is another one than before."""
    last = before[-1].questions[-1].item.block if before else None
    if item.block is None or item.block == last:
        return {}
    return spoken(study.blocks.get(item.block), languages)


def _answers(
    study: Study, item: Item, languages: tuple[str, ...]
) -> tuple[Answer, ...]:
    told = study.answers(item.id)
    own = {code_key(code): words for code, words in item.options.items() if words}
    words = {**told.labels, **own}
    return tuple(
        Answer(
            code,
            spoken(words.get(code_key(code)), languages),
            code_key(code) in told.not_applicable,
        )
        for code in offered(study, item.id)
    )


def spoken(text: Text | None, languages: tuple[str, ...]) -> Words:
    """Return words in each language, in the text's own first one where one lacks."""
    if text is None:
        return {}
    first = next(iter(text.texts.values()))
    return {name: text.texts.get(name, first) for name in languages}
