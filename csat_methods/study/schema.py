"""What may stand in a params file, for editors that check while one types?

JSON Schemas made from the models. ``params/schema/`` holds them; a test keeps both
equal. A line such as ``# yaml-language-server: $schema=../schema/study.schema.json`` at
the head of a file makes an editor use one.
"""

from __future__ import annotations

import ast
import inspect
import json
from collections.abc import Iterator
from itertools import pairwise
from textwrap import dedent
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema

from csat_methods.study.fields import Part
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
    made = SCHEMAS[name].model_json_schema(schema_generator=_Described)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **made}


def written(name: str) -> str:
    """Return a schema as its file holds it."""
    return json.dumps(json_schema(name), indent=1, ensure_ascii=False) + "\n"


class _Described(GenerateJsonSchema):
    """Schemas whose keys are described by the words below them in the code.

    They are looked for here: reading a params file does without them, and without the
    time that it takes.
    """

    def model_schema(self, schema: Any) -> dict[str, Any]:
        """Return the schema of a model."""
        made = super().model_schema(schema)
        model = schema["cls"]
        for family in reversed(model.__mro__[: model.__mro__.index(Part)]):
            for field, words in _words_below_fields(family):
                key = model.model_fields[field].alias or field
                made["properties"][key]["description"] = words
        return made


def _words_below_fields(family: type) -> Iterator[tuple[str, str]]:
    """Yield the names of a class's own fields with the words below each."""
    (made,) = ast.parse(dedent(inspect.getsource(family))).body
    for field, words in pairwise(getattr(made, "body", [])):
        if isinstance(field, ast.AnnAssign) and isinstance(words, ast.Expr):
            yield (
                ast.unparse(field.target),
                inspect.cleandoc(ast.literal_eval(words.value)),
            )
