"""What do the tests of forms share: a questionnaire with every kind of item."""

import pytest

from csat_methods import Study


def both(en, fa):
    return {"en": en, "fa": fa}


HOSTILE = '<script>alert("x")</script> & ${q} {SID} =1+1 | `a` *b*'
"""Words that would do harm wherever they are not taken as words."""


def mapping():
    """A study of every type of item, in two languages."""
    rated = {"scale": "agree", "role": "perception"}
    return {
        "id": "every",
        "title": both("Every kind", "همه گونه"),
        "languages": ["en", "fa"],
        "organization": both("We & Co", "ما و شرکا"),
        "consent": {"text": both("Your answers stay here.", "پاسخ شما نزد ماست.")},
        "blocks": {
            "first": both("About you", "دربارهٔ شما"),
            "then": both("About us", "دربارهٔ ما"),
        },
        "scales": {
            "agree": {
                "points": [1, 2, 3, 4, 5],
                "labels": {
                    1: both("Not at all", "اصلاً"),
                    5: both("Completely", "کاملاً"),
                    9: both("I cannot say", "نمی‌دانم"),
                },
                "not_applicable": [9],
                "blank": [99],
            }
        },
        "items": {
            "used": {
                "type": "binary",
                "block": "first",
                "role": "filter",
                "text": both("Have you used it?", "آیا به کار برده‌اید؟"),
            },
            "channels": {
                "type": "multiple",
                "block": "first",
                "delimiter": ";",
                "options": {
                    "shop": both("Shop", "فروشگاه"),
                    "by post": both("By post", "با پست"),
                    "else": both("Elsewhere", "جای دیگر"),
                },
                "other": "else",
                "not_applicable": ["none"],
                "asked_if": [{"item": "used", "in": [1]}],
                "text": both("Where?", "کجا؟"),
            },
            "p_1": rated
            | {
                "block": "then",
                "text": both("How was this? The food", "این چگونه بود؟ غذا"),
            },
            "p_2": rated
            | {
                "block": "then",
                "text": both("How was this? The room", "این چگونه بود؟ اتاق"),
            },
            "delay": {
                "scale": "agree",
                "block": "then",
                "asked_if": [
                    {"item": "p_1", "in": [1, 2]},
                    {"item": "channels", "in": ["by post"]},
                ],
                "text": both(HOSTILE, HOSTILE),
            },
            "orders": {
                "type": "number",
                "block": "then",
                "lowest": 1,
                "highest": 60,
                "not_applicable": [99],
                "text": both("How many orders?", "چند سفارش؟"),
            },
            "bought": {
                "type": "date",
                "calendar": "jalali",
                "block": "then",
                "text": both("When?", "کِی؟"),
            },
            "came": {
                "type": "date",
                "block": "then",
                "text": both("When did it come?", "کِی رسید؟"),
            },
            "why": {
                "type": "nominal",
                "block": "then",
                "answers": {
                    "price-2": both("Price", "قیمت"),
                    "very good": both("Very good", "بسیار خوب"),
                },
                "text": both("Why?", "چرا؟"),
            },
            "comment": {
                "type": "text",
                "role": "open",
                "block": "then",
                "text": both("Anything else?", "حرف دیگری هست؟"),
            },
        },
    }


@pytest.fixture(scope="session")
def every_mapping():
    return mapping()


@pytest.fixture(scope="session")
def every(every_mapping):
    return Study.from_dict(every_mapping)


@pytest.fixture
def study_of():
    """Make a study of items, with more keys where they are given."""

    def make(items, **more):
        return Study.from_dict({"id": "x", "title": "X", "items": items} | more)

    return make
