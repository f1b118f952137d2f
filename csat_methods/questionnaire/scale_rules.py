"""Are the answers of a scale labelled, balanced, of one kind and in order?"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from csat_methods.questionnaire.answer_words import Answer, PrintedAnswers
from csat_methods.questionnaire.scale_sides import (
    has_word,
    lopsided,
    named_ends,
    one_end_only,
    sides_of,
    told_ends,
    what_one_wants,
)
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
    if _beyond_the_middle(points, words) or one_end_only(asked, words):
        yield "unbalanced_scale", asked.answers.quote(points)
        return
    ends = named_ends(asked, words)
    sides = ends or told_ends(points, words)
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


# ------------------------------------------------------------------- balance
def _unbalanced(
    answers: PrintedAnswers, words: ScaleWords, named: tuple[str, str] | None
) -> Hits:
    """Yield the answers of the heavier side.

    So of "poor, fair, good, very good, excellent", too: in use everywhere, and with one
    answer for the dissatisfied (Friedman and Amoo 1999, Rating the rating scales,
    *Journal of Marketing Management*, 9(3), 114-123, on unbalanced scales).
    """
    points = answers.points
    if _all_of_one_side(points, words) or lopsided(points, words):
        yield "unbalanced_scale", answers.quote(points)
        return
    if not named and _from_the_middle(points, words):
        yield "unbalanced_scale", answers.quote(points)
        return
    signs = sides_of(points, words, named)
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


def _beyond_the_middle(points: Sequence[Answer], words: ScaleWords) -> bool:
    """Whether one end is just right, and all others are degrees of one word."""
    labels = [point.words for point in points if point.words]
    if len(labels) > 3 and words.has("middling", labels[-1]):
        labels.reverse()
    beyond = {words.ungraded(label) for label in labels[1:]}
    one = len(labels) > 3 and len(beyond) == 1 and words.ungraded(labels[0])
    return bool(one) and words.has("middling", labels[0]) and one not in beyond


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


def _stronger_end(points: Sequence[Answer], words: ScaleWords) -> bool:
    ends = (points[0].words, points[-1].words)
    first, last = map(words.strength, ends)
    told = all(words.graded(end) or " " not in end for end in ends)
    told = told and not words.has("usual_ends", "|".join(ends))
    return told and abs(first - last) > 1


def _all_of_one_side(points: Sequence[Answer], words: ScaleWords) -> bool:
    """Whether answers are degrees of one word, and none says "not"."""
    labels = [point.words for point in points if point.words]
    meant = {words.ungraded(label) for label in labels}
    if _degrees_of_one(labels, words):
        return True
    denied = any(words.has(name, x) for name in ("zero", "negator") for x in labels)
    graded = any(words.graded(label) for label in labels)
    counted = any("frequency" in words.dimensions(label) for label in labels)
    return len(labels) > 2 and len(meant) == 1 and graded and not (denied or counted)


def _degrees_of_one(labels: Sequence[str], words: ScaleWords) -> bool:
    """Whether answers are one word, bare and behind adverbs, known ones or not."""
    bare = min(labels, key=len)
    sides = {words.sign(label) for label in labels} - {0}
    names = ("zero", "negator", "neutral")
    other = any(words.has(name, label) for name in names for label in labels)
    behind = all(label.endswith(f" {bare}") for label in labels if label != bare)
    return len(labels) > 2 and behind and len(sides) == 1 and not other


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
    best = what_one_wants(answers.points, words)
    framed = 2 * sum(bool(main & kind) for kind in kinds) > len(kinds) > 2
    odd = [
        point
        for point, kind in zip(answers.points, kinds, strict=True)
        if not main & kind
        and point is not best
        and (
            kind
            or _elsewhere(point.words, words, named)
            or (framed and _strays(point.words, words))
        )
    ]
    if odd and (main or named):
        yield answers.quote(odd)
    elif (not named and _beside(asked, words, _shared(kinds))) or _disordered(
        answers.points, words, sides
    ):
        yield answers.quote(answers.points)


def _elsewhere(label: str, words: ScaleWords, named: tuple[str, str] | None) -> bool:
    """Whether an answer praises or blames beside the two ends that are asked for."""
    if not named or words.has("fitting", label):
        return False
    told = words.sign(label) or words.has("describes", label)
    return bool(told) and not any(has_word(label, end) for end in named)


def _strays(label: str, words: ScaleWords) -> bool:
    """Whether an answer is a degree of something other than what the ends are of."""
    plain = any(words.has(name, label) for name in ("neutral", "zero", "fitting"))
    said = words.ungraded(label) and (words.graded(label) or words.sign(label))
    return bool(said) and not plain


def _most_common(kinds: Sequence[set[str]]) -> set[str]:
    counted = Counter(kind for each in kinds for kind in each)
    return {kind for kind, _ in counted.most_common(1)}


def _shared(kinds: Sequence[set[str]]) -> set[str]:
    """Return the kinds that all answers are of, but for those in the middle."""
    told = [kind for kind in kinds if kind]
    most = kinds[0] and kinds[-1] and 2 * len(told) > len(kinds)
    return set.intersection(*told) if most else set()


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
    told = any(has_word(label, end) for label in labels for end in named)
    same = any(words.dimensions(end) & kinds for end in named)
    return bool(named) and not told and not same


def _disordered(
    points: Sequence[Answer], words: ScaleWords, named: tuple[str, str] | None
) -> bool:
    codes = [point.code for point in points if point.code is not None]
    ranks = [words.rank(point.words) for point in points]
    known = [rank for rank in ranks if rank is not None]
    rising = [side for side in sides_of(points, words, named) if side]
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
