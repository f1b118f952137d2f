"""What do the words of a scale mean: which side, how strongly, of which kind?"""

import pytest

from csat_methods.questionnaire.scale_words import scale_words


@pytest.mark.parametrize(
    ("lang", "labels"),
    [
        ("en", ("very poor", "neither poor nor good", "good", "not bad", "i like it")),
        ("fa", ("بسیار بد", "نه خوب، نه بد", "خوب", "بد نیست", "خوشم می آید")),
    ],
)
def test_words_of_a_scale_have_a_sign_and_a_strength(lang, labels):
    words = scale_words(lang)
    signs = [words.sign(label) for label in labels]
    assert signs[:4] == [-1, 0, 1, 1]
    assert [words.strength(label) for label in labels[:3]] == [3, 2, 2]


def test_a_negated_liking_in_persian_blames():
    words = scale_words("fa")
    assert [words.sign(x) for x in ("خوشم می آید", "خوشم نمی آید")] == [1, -1]


def test_an_answer_without_its_adverb_is_the_word_it_grades():
    assert scale_words("en").ungraded("extremely high") == "high"
    assert scale_words("fa").ungraded("بسیار بالا") == "بالا"


def test_the_ends_that_a_question_names_are_read():
    asked = "how easy or difficult was it?"
    assert scale_words("en").poles(asked) == [("easy", "difficult")]
    assert scale_words("fa").ends_asked("چقدر زود یا دیر رسید؟") == [("زود", "دیر")]
