"""What the program says is there in both languages."""

from poa_lint.core.words import words


def test_the_languages_have_the_same_words() -> None:
    spanish, english = words("es").table, words("en").table
    assert set(spanish) == set(english)


def test_the_words_of_both_languages_are_the_same_keys() -> None:
    tables = [words(language, "html").table for language in ("es", "en")]
    assert tables[0].keys() == tables[1].keys()
