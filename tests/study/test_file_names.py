"""Are names refused that would be no plain folder?"""

import re

import pytest

from csat_methods.study.file_names import FILE_NAME


@pytest.mark.parametrize("name", ["demo", "2025h2", "a.b-c_d", "x" * 41])
def test_plain_names_are_sound(name):
    assert re.fullmatch(FILE_NAME, name)


@pytest.mark.parametrize("name", ["", ".", "..", "-a", "a/b", "a b", "x" * 42, "é"])
def test_other_names_are_not(name):
    assert not re.fullmatch(FILE_NAME, name)
