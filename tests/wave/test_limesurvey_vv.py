"""What does a VV file of LimeSurvey hold?"""

import pytest

from csat_methods.wave.readers import read_table

WORDS = "Response ID\tDate submitted\tStart language\tHow? (Food)\tHow? (Room)\tWhy?\n"
HEADS = "id\tsubmitdate\tstartlanguage\tGp_a\tGp_b\twhy\n"


@pytest.fixture
def read(tmp_path):
    def read(text):
        path = tmp_path / "vvexport_1.csv"
        path.write_text(text, "utf-8-sig")
        return read_table(path, "limesurvey", name=path.name)

    return read


def test_codes_name_the_columns_and_signs_are_what_they_stand_for(read):
    rows = "1\t{question_not_shown}\ten\t3\t{question_not_shown}\t"
    rows += "{quote}a{tab}b{newline}{lbrace}newline}\n"
    table = read(WORDS + HEADS + rows)
    assert list(table.frame) == HEADS.split()
    assert table.frame.iloc[0].tolist() == ["1", "", "en", "3", "", '"a\tb\n{newline}']
    assert table.rows.tolist() == [3]


def test_another_export_of_limesurvey_stays_as_it_is(read):
    table = read("id,submitdate,q\n1,2026-05-01 10:00:00,{newline}\n")
    assert table.frame.iloc[0].tolist() == ["1", "2026-05-01 10:00:00", "{newline}"]


def test_heads_without_answers_are_refused(read):
    with pytest.raises(ValueError, match=r"vvexport_1\.csv: has rows of heads and no"):
        read(WORDS + HEADS)


def test_numbers_of_the_database_are_refused(read):
    heads = HEADS.replace("why", "123X4X56")
    with pytest.raises(ValueError, match=r"VV file of version 1.*export version 2"):
        read(WORDS + heads + "1\t\ten\t3\t4\tx\n")
