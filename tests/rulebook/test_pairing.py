"""Which goal of a unit is which in another report: by number and words, whatever was changed of either."""

from hypothesis import given
from hypothesis import strategies as st

from poa_lint.rulebook.pairing import DOUBTFUL, MOVED, NUMBER, RENUMBERED, SAME, Goal, Thresholds, alike, goal, pair

TEXTS = (
    "ELABORAR INFORMES DE AVANCE.",
    "CELEBRAR SESIONES DEL COMITÉ TÉCNICO DE VIALIDAD.",
    "REALIZAR REMATE DE PREDIOS BALDÍOS.",
    "ATENDER QUEJAS DE LOS CIUDADANOS EN VENTANILLA.",
)


def goals(*texts: str, first: int = 100) -> list[Goal]:
    return [goal(str(first + place), text, place) for place, text in enumerate(texts)]


def paired(here: list[Goal], there: list[Goal]) -> list[tuple[int, int, str]]:
    return sorted((one.here, one.there, one.mode) for one in pair([(here, there)], Thresholds()).pairs)


def test_the_same_number_and_words_are_the_same_goal_whatever_the_accents() -> None:
    there = goals(*(text.lower().replace("é", "e").rstrip(".") for text in TEXTS))
    assert paired(goals(*TEXTS), there) == [(place, place, SAME) for place in range(4)]


def test_a_goal_that_is_dropped_makes_those_behind_it_renumbered_and_not_changed() -> None:
    here = goals(TEXTS[0], TEXTS[1], TEXTS[3])
    assert paired(here, goals(*TEXTS)) == [(0, 0, SAME), (1, 1, SAME), (2, 3, RENUMBERED)]


def test_a_goal_in_other_words_is_the_same_by_likeness_and_by_its_number() -> None:
    here = goals(
        TEXTS[0], "CELEBRAR LAS SESIONES DEL COMITÉ TÉCNICO DE VIALIDAD.", TEXTS[2], "ATENDER QUEJAS EN LÍNEA."
    )
    assert paired(here, goals(*TEXTS)) == [(0, 0, SAME), (1, 1, NUMBER), (2, 2, SAME), (3, 3, NUMBER)]


def test_another_goal_under_the_same_number_is_doubtful() -> None:
    here = goals(TEXTS[0], "PINTAR ESCUELAS PRIMARIAS.")
    assert paired(here, goals(*TEXTS[:2])) == [(0, 0, SAME), (1, 1, DOUBTFUL)]


def test_two_goals_that_change_their_numbers_are_found_by_their_words() -> None:
    here = goals(TEXTS[1], TEXTS[0])
    assert paired(here, goals(*TEXTS[:2])) == [(0, 1, RENUMBERED), (1, 0, RENUMBERED)]


def test_texts_that_are_all_alike_are_told_apart_by_their_number_alone() -> None:
    texts = [f"REALIZAR MANTENIMIENTO DEL PARQUE ZONA {name} DE LA CIUDAD." for name in ("NORTE", "SUR", "ORIENTE")]
    here = [one._replace(words=(*one.words, "SEGUNDA", "ETAPA")) for one in goals(*texts)]
    assert paired(here, goals(*texts)) == [(place, place, NUMBER) for place in range(3)]


def test_a_text_said_twice_goes_by_its_number_and_else_by_order() -> None:
    twice = goals(TEXTS[0], TEXTS[0])
    assert paired(twice, twice) == [(0, 0, SAME), (1, 1, SAME)]
    same_number = [one._replace(number="100") for one in twice]
    assert paired(same_number, same_number) == [(0, 0, SAME), (1, 1, SAME)]


def test_a_goal_that_moved_to_another_unit_is_found_by_its_words() -> None:
    units = [(goals(TEXTS[0]), goals(TEXTS[0], TEXTS[1])), (
        [goal("200", TEXTS[2], 1), goal("201", TEXTS[1], 2)],
        [goal("200", TEXTS[2], 2)],
    )]  # fmt: skip
    found = {(one.here, one.there): one.mode for one in pair(units, Thresholds()).pairs}
    assert found == {(0, 0): SAME, (1, 2): SAME, (2, 1): MOVED}


def test_units_too_large_to_compare_every_text_are_paired_by_number_and_it_is_said() -> None:
    here = [goal(str(place), f"META {place} DE OTRAS PALABRAS {place * 7}", place) for place in range(460)]
    there = [goal(str(place), f"META {place} CON PALABRAS {place * 7}", place) for place in range(460)]
    found = pair([(here, there)], Thresholds())
    assert found.capped
    assert {(one.here, one.there) for one in found.pairs} == {(place, place) for place in range(460)}


def test_likeness_counts_words_in_their_order() -> None:
    assert alike(("w", "x", "k", "z"), ("w", "x", "k", "z")) == 100
    assert alike(("w", "x", "k", "z"), ("w", "x", "v", "z")) == 75
    assert alike((), ()) == 0


def common(words: list[str], others: list[str]) -> int:
    """The length of the longest row of words in common, by the textbook."""
    row = [0] * (len(others) + 1)
    for word in words:
        above = list(row)
        for place, other in enumerate(others, 1):
            row[place] = above[place - 1] + 1 if word == other else max(row[place - 1], above[place])
    return row[-1]


@given(st.lists(st.sampled_from("bcdfg"), max_size=9), st.lists(st.sampled_from("bcdfg"), max_size=9))
def test_likeness_is_the_longest_row_of_words_in_common(words: list[str], others: list[str]) -> None:
    if words != others:
        assert alike(words, others) == min(99, 200 * common(words, others) // (len(words) + len(others)))


def test_small_words_do_not_make_texts_alike_but_are_a_difference() -> None:
    one, other = goals("REVISAR LA OBRA DE LA CALLE", "REVISAR LA COMPRA DE LA SEMANA")
    assert alike(one.words, other.words) == 33
    assert alike(("REVISAR", "obra"), ("REVISAR", "la", "obra")) == 99


def test_a_goal_between_the_same_neighbours_is_found_though_its_number_and_half_of_its_words_are_others() -> None:
    here = goals("LIMPIAR POZOS.", TEXTS[0], TEXTS[1], "REALIZAR VENTA DE PREDIOS URBANOS.", TEXTS[3])
    assert paired(here, goals(*TEXTS)) == [
        (1, 0, RENUMBERED),
        (2, 1, RENUMBERED),
        (3, 2, RENUMBERED),
        (4, 3, RENUMBERED),
    ]


def test_the_same_number_at_another_place_is_doubtful() -> None:
    """After goals were dropped and added, number 102 is another goal, though its words are somewhat like."""
    here = goals(TEXTS[1], TEXTS[3], "REALIZAR REMATE DE MUEBLES Y VEHÍCULOS.")
    there = goals(TEXTS[0], TEXTS[1], "REALIZAR REMATE DE PREDIOS.", TEXTS[3])
    assert paired(here, there) == [(0, 1, RENUMBERED), (1, 3, RENUMBERED), (2, 2, DOUBTFUL)]


def test_a_goal_that_has_a_likelier_one_is_not_taken_for_its_number() -> None:
    """Two parts of goal 101 are both like it; the one under number 100 was compared with goal 100."""
    here = goals("ATENDER QUEJAS EN ZONAS RURALES ETAPA 1", "ATENDER QUEJAS EN ZONAS RURALES ETAPA 2")
    there = goals("VERIFICAR QUEJAS EN ZONAS RURALES", "ATENDER QUEJAS EN ZONAS RURALES")
    assert (0, 0, NUMBER) not in paired(here, there)
