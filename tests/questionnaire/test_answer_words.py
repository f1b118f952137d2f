"""Which answers does an item print, and which of them are points of its scale?"""

from csat_methods.questionnaire.answer_words import read_answers


def test_side_answers_are_no_points():
    made = read_answers("1 | 2 | 3; 9 none", numbered=True)
    assert [p.code for p in made.points] == [1, 2, 3]
    assert made.sides == ("9 none",)
