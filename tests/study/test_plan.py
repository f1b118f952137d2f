"""Is a wave file checked, alone and against its study?"""

import pickle
from datetime import date

import pytest

from csat_methods._messages import Text
from csat_methods.study.faults import validated
from csat_methods.study.instrument import Study
from csat_methods.study.plan import WaveFile
from csat_methods.study.strict_yaml import Document

NO_CUSTOMER = Text({"en": "no customer"})
PLAIN = {"schema": 1, "id": "2024", "sources": {"responses": "data/x/2024.csv"}}


def wave(**keys):
    return validated(WaveFile, Document("w.yaml", {**PLAIN, **keys}))


def test_a_small_wave_needs_three_keys():
    small = wave()
    assert small.sources.responses.file == "data/x/2024.csv"
    assert small.sources.frame is None
    assert small.fieldwork is None
    assert small.invited is None
    assert small.preparation == ()
    assert small.columns.singleton == "refuse"


@pytest.mark.parametrize(
    ("keys", "words"),
    [
        (
            {"fieldwork": {"start": "2024-05-31", "end": "2024-05-01"}},
            "fieldwork: end=2024-05-01 must not be before start=2024-05-31",
        ),
        (
            {
                "fieldwork": {"start": "2024-05-01", "end": "2024-05-31"},
                "due": "2024-05-30",
            },
            "due: 2024-05-30 must not be before fieldwork ends, 2024-05-31",
        ),
        ({"fieldwork": {"start": "2024-05-01"}}, "fieldwork.end: is missing"),
        ({"previous": ["2023", "2024"]}, "previous: '2024' cannot come before itself"),
        ({"previous": ["2023", 2023]}, r"previous: \['2023'\] are named twice"),
        ({"previous": ["../x"]}, "previous.0: '../x' must be"),
        ({"invited": 0}, "invited: 0 must be greater than or equal to 1"),
        ({"invited": 10.5}, "invited: 10.5 must be a whole number"),
        ({"sources": {}}, "sources.responses: is missing"),
        ({"sources": {"responses": ""}}, "sources.responses.file: "),
        (
            {"sources": {"responses": {"file": "a", "seperator": ";"}}},
            "seperator: unknown key; did you mean 'separator'",
        ),
        ({"sources": {"responses": {"file": "a", "separator": "x"}}}, "one of ,"),
        ({"sources": {"responses": "a", "standards": {}}}, "either in a file or under"),
        (
            {
                "sources": {
                    "responses": "a",
                    "delivered": {"file": "b", "mapping": {"c": [[0, 1], [5, 7]]}},
                }
            },
            "a mapping names its day and author",
        ),
        ({"columns": {"weight": "w"}}, "did you mean 'weights'"),
        ({"columns": {"singleton": "drop"}}, "'drop' must be one of refuse, remove"),
        ({"columns": {"replicate_rho": 1}}, "1 must be less than 1"),
        ({"changes": [{"items": "q1", "what": "x"}]}, "comparable: is missing"),
        ({"langauges": ["en"]}, "did you mean 'languages'"),
    ],
)
def test_what_a_wave_file_must_not_say_is_refused(keys, words):
    with pytest.raises(ValueError, match=words):
        wave(**keys)


def test_one_day_of_fieldwork_is_enough():
    day = {"start": "2024-05-01", "end": "2024-05-01"}
    assert wave(fieldwork=day, due="2024-05-01").due == date(2024, 5, 1)


def test_names_may_stand_alone_or_in_lists():
    one = wave(columns={"clusters": "school", "replicate_scales": 0.5})
    assert one.columns.clusters == ("school",)
    assert one.columns.replicate_scales == (0.5,)
    two = wave(columns={"clusters": ["school", "class"]})
    assert two.columns.clusters == ("school", "class")


def test_steps_are_plain_values_in_their_order():
    file = wave(
        preparation=[
            {"exclude": {"when": [{"item": "a", "in": 3}], "reason": "no customer"}},
            {"rake": {"margins": {"sex": {1: 40, 2: 60}}}},
        ]
    )
    assert file.preparation == (
        {"exclude": {"when": ({"item": "a", "in": (3,)},), "reason": NO_CUSTOMER}},
        {"rake": {"margins": {"sex": {1: 40, 2: 60}}}},
    )
    with pytest.raises(TypeError, match="cannot be changed"):
        file.preparation[0]["exclude"]["reason"] = "x"
    assert pickle.loads(pickle.dumps(file)).preparation == file.preparation  # noqa: S301 - our own bytes


def test_a_wave_file_is_held_against_its_study():
    study = Study.from_dict(
        {"id": "x", "title": "X", "items": {"price": {"type": "text"}}}
    )
    file = wave(
        not_asked=["pricy"],
        renamed={"q7": "Q7"},
        changes=[{"items": ["price", "q8"], "what": "wording", "comparable": False}],
    )
    assert list(file.contradictions_with(study)) == [
        (("not_asked",), "'pricy' is no item of the study; did you mean 'price'?"),
        (("renamed",), "'q7' is no item of the study."),
        (("changes", 0, "items"), "'q8' is no item of the study."),
    ]


def test_a_reader_is_told_what_was_said_and_no_more():
    said = {"file": "a.csv", "separator": ";", "decimal": ","}
    file = wave(sources={"responses": said})
    assert file.sources.responses.options == {"separator": ";", "decimal": ","}
    assert wave().sources.responses.options == {}
