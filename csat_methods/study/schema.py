"""What may stand in a params file, for editors that check while one types?

JSON Schemas made from the models. ``params/schema/`` holds them; a test keeps both
equal. A line such as ``# yaml-language-server: $schema=../schema/study.schema.json`` at
the head of a file makes an editor use one.
"""

from __future__ import annotations

import json
from typing import Any

from pydantic import BaseModel

from csat_methods.study.instrument import Study
from csat_methods.study.plan import WaveFile

SCHEMAS: dict[str, type[BaseModel]] = {"study": Study, "wave": WaveFile}


def json_schema(name: str) -> dict[str, Any]:
    """Return the JSON Schema of ``study.yaml`` or of a wave file.

    Parameters
    ----------
    name : str
        ``study`` or ``wave``.

    Examples
    --------
    >>> json_schema("study")["required"]
    ['schema', 'id', 'title', 'items']
    """
    made = SCHEMAS[name].model_json_schema()
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **made}


def written(name: str) -> str:
    """Return a schema as its file holds it."""
    return json.dumps(json_schema(name), indent=1, ensure_ascii=False) + "\n"
