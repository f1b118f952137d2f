"""Are the answers of a scale labelled, balanced, of one kind and in order?"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from csat_methods.questionnaire.answer_words import Answer, PrintedAnswers
from csat_methods.questionnaire.scale_words import ScaleWords, scale_words
from csat_methods.questionnaire.wording_rules import Asked
from csat_methods.statistics.spelling import Spelling

Hits = Iterator[tuple[str, str]]


def scale_hits(asked: Asked, lang: str) -> Hits:
    """Yield the rule and the quotation of each fault in the answers of a scale."""
    points, words = asked.answers.points, scale_words(lang)
    if asked.type != "scale" or not points:
        return
    if _unlabelled(asked.answers, words):
        yield "unlabelled_scale", asked.answers.quote(points)
        return
    ends = _named_ends(asked, words)
    sides = ends or _told_ends(points, words)
    mixed = list(_mixed(asked, words, ends, sides)) if len(points) > 1 else []
    yield from (("mixed_scale", quote) for quote in mixed[:1])
    if not mixed and len(points) > 1:
        yield from _unbalanced(asked.answers, words, sides)


def _unlabelled(answers: PrintedAnswers, words: ScaleWords) -> bool:
    points = answers.points
    if len(points) == 1:
        return words.has("bare", answers.spelling.read) or not _says(points[0])
    return not (_says(points[0]) and _says(points[-1]))


def _says(point: Answer) -> bool:
    """Whether an answer has a word: letters side by side, and not a star or an A."""
    return re.search(r"[^\W\d_]{2}", point.words) is not None


def _named_ends(asked: Asked, words: ScaleWords) -> tuple[str, str] | None:
    """Return the words for both ends, where the question names those of the scale."""
    first, last = asked.answers.points[0].words, asked.answers.points[-1].words
    for pair in words.poles(asked.text.read):
        for one, other in (pair, pair[::-1]):
            if _has_word(first, one) and _has_word(last, other):
                return one, other
    return None


def _told_ends(points: Sequence[Answer], words: ScaleWords) -> tuple[str, str] | None:
    """Return the words for both ends, where all answers are degrees of these two."""
    labels = [point.words for point in points if point.words]
    other = ("zero", "negator", "fitting")
    if any(words.has(name, label) for name in other for label in labels):
        return None
    meant = [words.ungraded(x) for x in labels if not words.has("neutral", x)]
    two = len(meant) > 2 and len(set(meant)) == 2 and all(meant)
    return (meant[0], meant[-1]) if two and meant[0] != meant[-1] else None


def _has_word(label: str, word: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(word)}(?!\w)", label) is not None


# ------------------------------------------------------------------- balance
def _unbalanced(
    answers: PrintedAnswers, words: ScaleWords, named: tuple[str, str] | None
) -> Hits:
    points = answers.points
    if _all_of_one_side(points, words):
        yield "unbalanced_scale", answers.quote(points)
        return
    if not named and _from_the_middle(points, words):
        yield "unbalanced_scale", answers.quote(points)
        return
    signs = _signs(points, words, named)
    if _one_sided_by_nature(points, signs, words):
        return
    above, below = signs.count(1), signs.count(-1)
    if above != below:
        side = 1 if above > below else -1
        heavy = [p for p, sign in zip(points, signs, strict=True) if sign == side]
        yield "unbalanced_scale", answers.quote(heavy)
    elif signs[0] * signs[-1] < 0 and _stronger_end(points, words):
        yield "unbalanced_scale", answers.quote(points)


def _from_the_middle(points: Sequence[Answer], words: ScaleWords) -> bool:
    """Whether one end is neither good nor bad, and the others are degrees beyond it."""
    labels = [point.words for point in points if point.words]
    ends = [words.has("neutral", label) for label in (labels[0], labels[-1])]
    beyond = labels[1:] if ends[0] else labels[:-1]
    sound = any(words.has(name, x) for x in beyond for name in ("neutral", "zero"))
    graded = any(words.graded(label) for label in beyond)
    return len(labels) > 2 and sum(ends) == 1 and graded and not sound


def _one_sided_by_nature(
    points: Sequence[Answer], signs: Sequence[int], words: ScaleWords
) -> bool:
    """Whether answers go from nothing to much, are best in the middle, or not known.

    An end of which no word is known is taken for the other side of the others, unless
    these leave no room for one.
    """
    ends = {points[0].words: signs[0], points[-1].words: signs[-1]}
    if any(words.has("zero", end) for end in ends) or not any(ends.values()):
        return True
    unknown = any(not sign and not words.known(end) for end, sign in ends.items())
    return unknown and (len(points) == 2 or 0 in signs[1:-1])


def _signs(
    points: Sequence[Answer], words: ScaleWords, named: tuple[str, str] | None
) -> list[int]:
    """Return what each answer is: praise (1), blame (−1) or neither (0).

    A word for what is neither too little nor too much takes no side in the middle.
    Where the question names both ends, each answer is of the one it names.
    """
    if named:
        first, labels = points[0].words, [point.words for point in points]
        between = [words.has("neutral", x) for x in labels]
        between[0] = between[-1] = False
        return [
            0 if middle else _side(x, first, named)
            for x, middle in zip(labels, between, strict=True)
        ]
    signs = [words.sign(point.words) for point in points]
    fitting = [n for n, point in enumerate(points) if words.has("fitting", point.words)]
    if fitting == [(len(points) - 1) / 2]:
        signs[fitting[0]] = 0
    return signs


def _side(label: str, first: str, named: tuple[str, str]) -> int:
    """Return the end of a scale that an answer is of: −1, 1, or 0 for neither.

    Where one end's word is part of the other's ("reliable", "not reliable"), the longer
    one decides.
    """
    one, other = (_has_word(label, end) for end in named)
    if one and other:
        return -1 if _has_word(first, named[1]) else 0
    return other - one


def _stronger_end(points: Sequence[Answer], words: ScaleWords) -> bool:
    ends = (points[0].words, points[-1].words)
    first, last = map(words.strength, ends)
    told = all(words.graded(end) or " " not in end for end in ends)
    return told and abs(first - last) > 1


def _all_of_one_side(points: Sequence[Answer], words: ScaleWords) -> bool:
    """Whether answers are degrees of one word, and none says "not"."""
    labels = [point.words for point in points if point.words]
    meant = {words.ungraded(label) for label in labels}
    denied = any(words.has(name, x) for name in ("zero", "negator") for x in labels)
    graded = any(words.graded(label) for label in labels)
    counted = any("frequency" in words.dimensions(label) for label in labels)
    return len(labels) > 2 and len(meant) == 1 and graded and not (denied or counted)


# ------------------------------------------------------------- kind and order
def _mixed(
    asked: Asked,
    words: ScaleWords,
    named: tuple[str, str] | None,
    sides: tuple[str, str] | None,
) -> Iterator[str]:
    """Yield a quotation for each way in which answers do not go together."""
    answers = asked.answers
    kinds = [words.dimensions(point.words) for point in answers.points]
    main = kinds[0] | kinds[-1] if named else _most_common(kinds)
    framed = 2 * sum(bool(main & kind) for kind in kinds) > len(kinds) > 2
    odd = [
        point
        for point, kind in zip(answers.points, kinds, strict=True)
        if not main & kind
        and (
            kind
            or _elsewhere(point.words, words, named)
            or (framed and _strays(point.words, words))
        )
    ]
    if odd and (main or named):
        yield answers.quote(odd)
    elif (not named and _beside(asked, words, set.intersection(*kinds))) or _disordered(
        answers.points, words, sides
    ):
        yield answers.quote(answers.points)


def _elsewhere(label: str, words: ScaleWords, named: tuple[str, str] | None) -> bool:
    """Whether an answer praises or blames beside the two ends that are asked for."""
    if not named or words.has("fitting", label):
        return False
    return bool(words.sign(label)) and not any(_has_word(label, end) for end in named)


def _strays(label: str, words: ScaleWords) -> bool:
    """Whether an answer is a degree of something other than what the ends are of."""
    plain = any(words.has(name, label) for name in ("neutral", "zero", "fitting"))
    said = words.ungraded(label) and (words.graded(label) or words.sign(label))
    return bool(said) and not plain


def _most_common(kinds: Sequence[set[str]]) -> set[str]:
    counted = Counter(kind for each in kinds for kind in each)
    return {kind for kind, _ in counted.most_common(1)}


def _beside(asked: Asked, words: ScaleWords, kinds: set[str]) -> bool:
    """Whether the answers are of another kind than the question."""
    text = _question(asked.text)
    wanted = words.asked(text)
    if kinds and wanted:
        return not kinds & wanted
    if kinds and _other_ends(asked, words, kinds):
        return True
    if "agreement" in kinds:
        asks = text.rstrip().endswith(("?", "؟"))
        return asks and not words.has("asks_statement", text)
    return False


def _question(text: Spelling) -> str:
    """Return the sentences that ask, without those that lead up to them."""
    asking = [said for _, said in text.sentences if said.rstrip().endswith(("?", "؟"))]
    return " ".join(asking) or text.read


def _other_ends(asked: Asked, words: ScaleWords, kinds: set[str]) -> bool:
    """Whether the question names two ends, and no answer is of their kind."""
    named = {end for pair in words.ends_asked(asked.text.read) for end in pair}
    labels = [point.words for point in asked.answers.points]
    told = any(_has_word(label, end) for label in labels for end in named)
    same = any(words.dimensions(end) & kinds for end in named)
    return bool(named) and not told and not same


def _disordered(
    points: Sequence[Answer], words: ScaleWords, named: tuple[str, str] | None
) -> bool:
    codes = [point.code for point in points if point.code is not None]
    ranks = [words.rank(point.words) for point in points]
    known = [rank for rank in ranks if rank is not None]
    rising = [side for side in _signs(points, words, named) if side]
    rows = (codes, known if len(known) == len(points) else [], rising)
    if any(not _one_way(row) for row in rows):
        return True
    signs = [words.sign(point.words) for point in points]
    full = sum(map(abs, signs)) >= len(points) - 1 and {1, -1} <= set(signs)
    scores = [s * words.strength(p.words) for s, p in zip(signs, points, strict=True)]
    return full and _turns_back(points, scores, words)


def _one_way(numbers: Sequence[int]) -> bool:
    steps = [b - a for a, b in pairwise(numbers)]
    return all(step >= 0 for step in steps) or all(step <= 0 for step in steps)


def _turns_back(
    points: Sequence[Answer], scores: Sequence[int], words: ScaleWords
) -> bool:
    """Whether a stronger word stands nearer to the middle than a weaker one of it."""
    direction = 1 if scores[-1] > scores[0] else -1
    steps = zip(pairwise(points), pairwise(scores), strict=True)
    return any(
        (after - before) * direction < 0
        and words.dimensions(a.words) & words.dimensions(b.words)
        and a.words.split()[-1] == b.words.split()[-1]
        for (a, b), (before, after) in steps
    )
