"""Are the answers of a scale labelled, balanced, of one kind and in order?"""

from csat_methods.questionnaire.scale_rules import scale_words


def test_words_of_a_scale_have_a_sign_and_a_strength():
    words = scale_words("en")
    labels = ("very poor", "neither poor nor good", "good")
    assert [words.sign(label) for label in labels] == [-1, 0, 1]
    assert [words.strength(label) for label in labels] == [3, 2, 2]
