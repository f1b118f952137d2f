"""What is each fault of a questionnaire called, and what mends it?"""

from __future__ import annotations

from csat_methods._messages import Message

NAMES = {
    "double_barrelled": Message("two things in one question"),
    "leading": Message("pushes towards an answer"),
    "loaded": Message("praises or blames"),
    "negated": Message("double negative"),
    "jargon": Message("words that few people know"),
    "too_long": Message("too long a sentence"),
    "vague_referent": Message("unclear what or when"),
    "hypothetical": Message("asks about a case that does not exist"),
    "absolute": Message("allows no exception"),
    "unbalanced_scale": Message("one side of the scale is heavier"),
    "unlabelled_scale": Message("ends of the scale without words"),
    "mixed_scale": Message("answers do not go together, or not with the question"),
    "assumes": Message("takes something for granted"),
    "sensitive_demand": Message("demands a private matter"),
    "offensive_or_pressure": Message("insults or presses"),
    "missing_option": Message("answers with gaps or overlaps"),
    "other_language": Message("not in the language of the questionnaire"),
    "dead_skip": Message("waits for an item that does not exist"),
    "loop": Message("conditions go round in a circle"),
    "unreachable_item": Message("nobody can be asked"),
    "two_overall": Message("more than one overall item"),
    "no_overall": Message("no overall item"),
    "characteristic_without_item": Message("characteristic without an item"),
    "item_without_characteristic": Message("item without a characteristic"),
    "other": Message("waits for an item that is asked later"),
}
"""Rule to its name."""

ADVICE = {
    "double_barrelled": Message("Ask about one thing, and the other in its own item."),
    "leading": Message("Ask without saying what others think or what to expect."),
    "loaded": Message("Name the thing without praise or blame."),
    "negated": Message("Say it without a negation, or with one at most."),
    "jargon": Message("Use the words that customers use themselves."),
    "too_long": Message(
        "Cut it into short sentences, or leave out what is not needed."
    ),
    "vague_referent": Message("Name the thing, and the occasion or period."),
    "hypothetical": Message("Ask about what people have met with."),
    "absolute": Message("Ask how often, instead of always or never."),
    "unbalanced_scale": Message("Offer as many and as strong answers on both sides."),
    "unlabelled_scale": Message("Put words at both ends of the scale."),
    "mixed_scale": Message("Use answers of one kind, in order, that fit the question."),
    "assumes": Message("Ask first whether it happened, or offer a way out."),
    "sensitive_demand": Message(
        "Leave it out, or say why it is asked, ask in groups and let people decline."
    ),
    "offensive_or_pressure": Message("Leave out blame, threats and rewards."),
    "missing_option": Message(
        "Close gaps and overlaps, and offer an answer for everybody else."
    ),
    "other_language": Message(
        "Put these words into the language that people are asked in."
    ),
    "dead_skip": Message("Name an item of the questionnaire in the condition."),
    "loop": Message("Let one of these items be asked without the other."),
    "unreachable_item": Message(
        "Change the conditions so that they can hold together."
    ),
    "two_overall": Message("Keep one overall item, and give the others another role."),
    "no_overall": Message("Add one item on satisfaction as a whole."),
    "characteristic_without_item": Message(
        "Ask about it, or take it out of the catalogue."
    ),
    "item_without_characteristic": Message("Name the characteristic it asks about."),
    "other": Message("Ask the item that the condition names first."),
}
"""Rule to what mends it."""
