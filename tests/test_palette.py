"""Can every colour be told apart by its value, in light and in dark?"""

import re
import subprocess
import sys

from csat_methods._palette import PALETTE


def test_every_colour_has_a_light_and_a_dark_value():
    for pair in PALETTE.values():
        assert len(pair) == 2
        assert all(re.fullmatch("#[0-9a-f]{6}", value) for value in pair)


def test_no_two_colours_share_a_light_value():
    assert len({light for light, _ in PALETTE.values()}) == len(PALETTE)


def test_the_list_of_reports_needs_no_library_of_figures_or_tables():
    code = "import sys, csat_methods.report.portal\n"
    code += "print({'matplotlib', 'numpy', 'pandas', 'pydantic'} & set(sys.modules))"
    ran = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, check=True, text=True
    )
    assert ran.stdout == "set()\n"
