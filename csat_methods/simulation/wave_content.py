"""What does the wave file of a simulated wave say?"""

from __future__ import annotations

from datetime import date
from typing import Any

from csat_methods.simulation.organization import own_sources

DAYS = 28
"""Of fieldwork."""

COMPLETIONS = 5
"""Times that blanks are filled."""


def wave_file(drawn: Any, study: str, previous: list[str]) -> dict[str, Any]:
    """Return the wave file of a drawn wave."""
    end = date.fromordinal(drawn.start.toordinal() + DAYS - 1)
    due = date.fromordinal(end.toordinal() + 35)
    return {
        "schema": 1,
        "id": drawn.id,
        "fieldwork": {"start": drawn.start.isoformat(), "end": end.isoformat()},
        "due": due.isoformat(),
        "sources": {
            "responses": f"data/{study}/{drawn.id}.csv",
            "dispositions": f"data/{study}/contacts/{drawn.id}.csv",
            "frame": f"data/{study}/customers.csv",
            **(own_sources(drawn.own, study, drawn.id) if drawn.own else {}),
        },
        "contacts": {
            "id": "customer",
            "disposition": "disposition",
            "attempts": "attempts",
        },
        "customers": {"size": "customers"},
        "columns": {
            "weights": "base_weight",
            "strata": "region",
            "person": "customer",
            "respondent": "customer",
        },
        "invited": drawn.invited,
        "duration": "seconds",
        "preparation": [
            {
                "exclude": {
                    "when": [{"item": "attention", "not_in": [2]}],
                    "reason": {
                        "en": "missed the attention check",
                        "fa": "رد نشدن از پرسش توجه‌سنج",
                    },
                }
            },
            {
                "exclude": {
                    "when": [{"item": "seconds", "below": 120}],
                    "reason": {
                        "en": "answered in under two minutes",
                        "fa": "پاسخ در کمتر از دو دقیقه",
                    },
                }
            },
            {"rake": {"margins": {k: dict(v) for k, v in drawn.margins.items()}}},
        ],
        "languages": ["en", "fa"],
        "previous": previous,
    }


def blanks_step(study: Any, seed: int) -> list[dict[str, Any]]:
    """Return the step that says how blanks of the items that sum up are filled."""
    items = list(study.role("overall", "recommend", "loyalty", "effort"))
    if len(items) < 2:
        return []
    return [{"impute": {"items": items, "m": COMPLETIONS, "seed": seed}}]
