"""The texts of goals in sentences: short ones whole, of long ones the part that tells them apart."""

from poa_lint.rulebook.absences import MAX_BRIEF, apart, brief

LONG = "REALIZAR EL MANTENIMIENTO PREVENTIVO Y CORRECTIVO DE LAS LUMINARIAS DE LA ZONA"


def test_short_texts_are_whole() -> None:
    assert apart("ATENDER QUEJAS.", "ATENDER DENUNCIAS.") == ("ATENDER QUEJAS.", "ATENDER DENUNCIAS.")


def test_long_texts_that_differ_at_their_end_are_told_from_there() -> None:
    """Both were cut before the difference, so that the sentence said that `X…` is not `X…`."""
    assert apart(f"{LONG} NORTE.", f"{LONG} SUR.") == ("…DE LA ZONA NORTE.", "…DE LA ZONA SUR.")


def test_long_texts_that_differ_at_their_beginning_are_told_from_there() -> None:
    assert apart(f"NO {LONG}", LONG) == (brief(f"NO {LONG}"), brief(LONG))


def test_what_is_told_fits_a_sentence() -> None:
    assert max(map(len, apart(LONG + " A" * 200, LONG + " B" * 200))) <= MAX_BRIEF


def test_a_text_that_goes_on_where_the_other_ends() -> None:
    assert apart(f"{LONG} NORTE Y SUR", f"{LONG} NORTE") == ("…LA ZONA NORTE Y SUR", "…LA ZONA NORTE")
