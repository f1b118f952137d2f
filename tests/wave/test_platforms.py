"""How do survey platforms name questions, answers and what they add themselves?"""

from csat_methods import read_study
from csat_methods.wave.platforms import PLATFORMS, fold, plain_codes, squeezed
from csat_methods.wave.readers import EXPORTS


def test_every_platform_that_is_read_has_its_conventions():
    assert set(PLATFORMS) == set(EXPORTS)
    for platform in PLATFORMS.values():
        assert {fold(name) for name in platform.own | platform.hidden} == (
            platform.own | platform.hidden
        )
        assert not platform.yes & platform.no


def test_names_are_compared_without_case_spaces_and_tags():
    assert fold(" <p>How  is&nbsp;it</p>") == "how is&nbsp;it"
    assert squeezed("p_Staff-1") == "pstaff1"


def test_the_study_s_own_names_are_those_of_a_platform_without_rules():
    codes = plain_codes(read_study("params/demo"))
    assert codes["channels"].question == "channels"
    assert set(codes["channels"].answers) == {"shop", "web", "phone", "elsewhere"}
