"""Do the published schemas say what the models say?"""

import json
import re
from pathlib import Path

import jsonschema
import pytest

from csat_methods.study.faults import models_in, validated
from csat_methods.study.instrument import Study
from csat_methods.study.plan import WaveFile
from csat_methods.study.schema import SCHEMAS, json_schema, written
from csat_methods.study.strict_yaml import parse_yaml, read_yaml

ROOT = Path(__file__).resolve().parents[2]
PARAMS = sorted((ROOT / "params").glob("*/study.yaml"))
WAVES = sorted((ROOT / "params").glob("*/waves/*.yaml"))
AGAIN = (
    "python -c \"from csat_methods.study.schema import written; print(written('{0}'), "
    "end='')\" > params/schema/{0}.schema.json"
)


@pytest.mark.parametrize("name", SCHEMAS)
def test_the_published_schema_is_the_models_own(name):
    path = ROOT / "params" / "schema" / f"{name}.schema.json"
    assert path.read_text("utf8") == written(name), AGAIN.format(name)


@pytest.mark.parametrize("name", SCHEMAS)
def test_the_schema_is_a_schema(name):
    jsonschema.Draft202012Validator.check_schema(json_schema(name))
    assert json_schema(name)["additionalProperties"] is False


def as_json(path):
    """What an editor sees: a file's plain values, and keys as text."""
    return json.loads(json.dumps(read_yaml(path).data))


@pytest.mark.parametrize(
    "path", [*PARAMS, *WAVES], ids=lambda p: p.parent.name + p.stem
)
def test_an_editor_finds_no_fault_with_the_bundled_params(path):
    schema = json_schema("study" if path.name == "study.yaml" else "wave")
    validator = jsonschema.Draft202012Validator(schema)
    assert not [error.message for error in validator.iter_errors(as_json(path))]


# --------------------------------------------------------------- the reference
REFERENCE = (ROOT / "docs" / "params.md").read_text("utf8")
MODELS = {"study": Study, "wave": WaveFile}


def keys_of(model, seen=None):
    """All keys of a model and of the models inside it."""
    seen = set() if seen is None else seen
    if model in seen:
        return set()
    seen.add(model)
    keys = {field.alias or name for name, field in model.model_fields.items()}
    inner = (models_in(field.annotation) for field in model.model_fields.values())
    return keys.union(*(keys_of(each, seen) for part in inner for each in part))


@pytest.mark.parametrize("name", MODELS)
def test_the_reference_names_every_key(name):
    keys = sorted(keys_of(MODELS[name]))
    assert not [key for key in keys if f"`{key}`" not in REFERENCE]


@pytest.mark.parametrize("name", MODELS)
def test_the_examples_of_the_reference_are_sound(name):
    (example,) = re.findall(rf"```yaml {name}\n(.*?)```", REFERENCE, re.DOTALL)
    made = validated(MODELS[name], parse_yaml(example, name))
    if name == "wave":
        (text,) = re.findall(r"```yaml study\n(.*?)```", REFERENCE, re.DOTALL)
        study = validated(Study, parse_yaml(text, "study"))
        assert not list(made.contradictions_with(study))
