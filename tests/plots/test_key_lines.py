"""Does the key name every number, in as many columns as there is room for?"""

import pytest

from csat_methods.plots.key_lines import KEY_LINE, key_height, write_key
from csat_methods.plots.sheet import Sheet

ENTRIES = [(str(i), f"Name {i}", "ink") for i in range(5)]


@pytest.mark.parametrize(("phone", "lines"), [(False, 3), (True, 5)])
def test_a_phone_has_one_column(phone, lines):
    sheet = Sheet(phone=phone)
    assert key_height(ENTRIES, sheet) == KEY_LINE * lines + 6
    assert key_height([], sheet) == 0
    sheet.open(200)
    write_key(sheet, 50, ENTRIES)
    texts = [t.get_text() for t in sheet.figure.texts]
    assert [t for t in texts if t.startswith("Name")] == [f"Name {i}" for i in range(5)]


@pytest.mark.parametrize(
    ("name", "lines"), [("Speed", 4), ("Payment without help and without waiting", 5)]
)
def test_many_short_names_have_three_columns(name, lines):
    entries = [(str(i), f"{name} {i}", "ink") for i in range(10)]
    assert key_height(entries, Sheet()) == KEY_LINE * lines + 6
    assert key_height(entries, Sheet(phone=True)) == KEY_LINE * 10 + 6
