"""Do the published schemas say what the models say?"""

import json
from pathlib import Path

import jsonschema
import pytest

from csat_methods.study.schema import SCHEMAS, json_schema, written
from csat_methods.study.strict_yaml import read_yaml

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
