"""YAML is read as plain text with places: nothing is guessed, nothing grows, no key counts twice."""

import json

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from poa_lint.core import yamltree
from poa_lint.core.source import Source, Trouble
from poa_lint.core.words import words
from poa_lint.core.yamltree import (
    MAX_CHARACTERS,
    MAX_DEPTH,
    Mapping,
    Mark,
    Node,
    Scalar,
    Sequence,
    plain,
    read,
)


def tree(text: str) -> Node:
    found = read(text)
    assert not isinstance(found, Trouble), found
    return found


def trouble(text: str) -> Trouble:
    found = read(text)
    assert isinstance(found, Trouble), found
    return found


@pytest.mark.parametrize(
    "written",
    ["4.10", "no", "yes", "on", "NO", "12:30", "010", "0x1F", "1e3", "1_000", "2024-03-31", "true", ".inf", "=", "<<"],
)
def test_values_stay_as_they_are_written(written: str) -> None:
    """YAML's own loader makes 4.1, False, 750 and 8 of the likes of these."""
    assert plain(tree(f"valor: {written}")) == {"valor": written}
    assert plain(tree(f"[{written}]")) == [written]


@pytest.mark.parametrize("written", ["", "~", "null"])
def test_nothing_is_nothing(written: str) -> None:
    assert plain(tree(f"valor: {written}")) == {"valor": None}


@pytest.mark.parametrize("written", ["''", '""', "'~'", '"null"', "|\n  null", "Null", "none"])
def test_a_quoted_nothing_is_a_text(written: str) -> None:
    assert plain(tree(f"valor: {written}")) != {"valor": None}


def test_quoted_and_block_texts_are_not_plain() -> None:
    found = tree("a: 26\nb: '26'\nc: \"26\"\nd: |\n  26\ne: >-\n  26\n  27\n")
    assert isinstance(found, Mapping)
    scalars = [scalar for scalar in found.entries.values() if isinstance(scalar, Scalar)]
    assert [scalar.plain for scalar in scalars] == [True, False, False, False, False]
    assert [scalar.text for scalar in scalars] == ["26", "26", "26", "26\n", "26 27"]


def test_keys_and_values_keep_their_places() -> None:
    text = "# regla\ncódigo: POA101\nexamples:\n  pass:\n    - {meta: 4}\n    - 'ñ': x\n"
    found = tree(text)
    assert isinstance(found, Mapping)
    assert (found.mark, found.keys["código"], found.keys["examples"]) == (
        Mark(2, 1, 8),
        Mark(2, 1, 8),
        Mark(3, 1, text.index("examples")),
    )
    examples = found.entries["examples"]
    assert isinstance(examples, Mapping)
    items = examples.entries["pass"]
    assert isinstance(items, Sequence)
    first, second = items.items
    assert isinstance(first, Mapping)
    assert first.entries["meta"].mark == Mark(5, 14, text.index("4}"))
    assert second.mark == Mark(6, 7, text.index("'ñ'"))


@given(st.lists(st.text("abcñ😀", min_size=1, max_size=4), min_size=1, max_size=6, unique=True))
def test_a_mark_is_an_offset_into_the_text(keys: list[str]) -> None:
    text = "".join(f"{key}:   {key}{place}\n" for place, key in enumerate(keys))
    found = tree(text)
    assert isinstance(found, Mapping)
    for place, key in enumerate(keys):
        mark, value = found.keys[key], found.entries[key]
        assert isinstance(value, Scalar)
        assert text[mark.offset :].startswith(f"{key}:")
        assert text[value.mark.offset : value.end] == f"{key}{place}" == value.text
        assert (mark.line, mark.column) == (place + 1, 1)
        assert (value.mark.line, value.mark.column) == (place + 1, len(key) + 5)


@pytest.mark.parametrize(
    ("text", "line", "column"),
    [
        ("a: 1\nb: 2\na: 3\n", 3, 1),
        ("{a: 1, 'a': 2}", 1, 8),
        ("x:\n  - k: 1\n    k: 1\n", 3, 5),
        ("~: 1\n'~': 2", 2, 1),
    ],
)
def test_no_key_counts_twice(text: str, line: int, column: int) -> None:
    found = trouble(text)
    assert (found.kind, found.offset) == ("duplicate-key", Source("", text).offset(line, column))


@pytest.mark.parametrize(
    ("text", "line", "column"),
    [
        ("a: &x 1\n", 1, 4),
        ("a: *x\n", 1, 4),
        ("- &x [1]\n- *x\n", 1, 3),
        ("a: &x {b: 1}\nc:\n  <<: *x\n", 1, 4),
        ("&x a: 1\n", 1, 1),
    ],
)
def test_aliases_are_refused(text: str, line: int, column: int) -> None:
    found = trouble(text)
    assert (found.kind, found.offset) == ("yaml-alias", Source("", text).offset(line, column))


def test_a_bomb_of_aliases_does_not_go_off() -> None:
    lines = ["a0: &a0 [x]", *(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 30))]
    assert trouble("\n".join(lines)).kind == "yaml-alias"


@pytest.mark.parametrize("text", ["[" * 32 + "]" * 32, "- " * 32 + "x", "{a: " * 32 + "x" + "}" * 32, "[" * 20_000])
def test_deep_trees_are_refused(text: str) -> None:
    assert trouble(text).kind in ("yaml-depth", "yaml-syntax")


def test_a_tree_of_the_greatest_depth_is_read() -> None:
    assert isinstance(tree("[" * MAX_DEPTH + "x" + "]" * MAX_DEPTH), Sequence)


def test_megabytes_are_refused() -> None:
    assert trouble("a: " + "x" * MAX_CHARACTERS).kind == "yaml-too-long"
    assert trouble("\n" * 1_000_000).kind == "yaml-too-long"
    assert isinstance(tree("a: " + "x" * (MAX_CHARACTERS - 3)), Mapping)


@pytest.mark.parametrize("text", ["", "\n\n", "# nada\n", "---\n...\n"])
def test_an_empty_document_is_empty(text: str) -> None:
    found = read(text)
    assert (isinstance(found, Trouble) and found.kind == "yaml-empty") or (isinstance(found, Scalar) and found.is_null)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("a: [1, 2\nb: 3\n", 2),
        ("a: 'x\n", 2),
        ("a: b: c\n", 1),
        ("a:\n\t- x\n", 2),
        ("a: @x\n", 1),
        ("a: 1\n- x\n", 2),
        ("a: \x00\n", 1),
        ("a: \x07\n", 1),
        ("%YAML 9.9\n---\na: 1\n", 1),
    ],
)
def test_broken_yaml_is_said_with_its_line(text: str, line: int) -> None:
    found = trouble(text)
    assert (found.kind, found.values["problem"] != "") == ("yaml-syntax", True)
    assert abs(found.line - line) <= 1


BROKEN = [
    ("a: b: c", "colon"),
    ("a: 1\n b: 2", "colon"),
    ("a:\n\tb: 1", "tab"),
    ("a: >-\n\tb", "tab"),
    ("a: \tb\n\tc: 1", "tab"),
    ('a: "x\\d"', "escape"),
    ("- 1\nb: 2", "hyphen"),
    ("a: - b", "hyphen"),
    ('a: "x" y', "line"),
    ("a: 'it's'", "line"),
    ("a: %x", "sign"),
    ("a: `x`", "sign"),
    ("a: *", "sign"),
    ("a: !<x", "sign"),
    ("a: |x\n b", "sign"),
    ("a: ]", "sign"),
    ("a: [1, 2", "bracket"),
    ("a: {b: 1\nc: 2", "bracket"),
    ('a: "abc', "unclosed"),
    ("a: 1\nbcd", "no-colon"),
    ("a: 1\n---\nb: 1", "document"),
    ("%YAML 3\n---\na: 1", "document"),
    ("a: \x01", "hidden"),
]


@pytest.mark.parametrize(("text", "kind"), BROKEN)
@pytest.mark.parametrize("loader", ["CSafeLoader", "SafeLoader"])
def test_broken_yaml_is_told_in_the_readers_language_by_either_parser(
    text: str, kind: str, loader: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(yamltree, "_LOADER", getattr(yaml, loader, yaml.SafeLoader))
    assert trouble(text).values["problem"] == kind
    for language in ("es", "en"):
        assert words(language)(f"yaml.{kind}")


def test_every_kind_of_fault_has_its_words() -> None:
    kinds = {kind for kind, _ in yamltree.PROBLEMS} | {yamltree.OTHER}
    assert kinds == set(words("es").section("yaml")) == set(words("en").section("yaml"))


def test_a_second_document_is_not_passed_over() -> None:
    """What stands behind `---` would never be read; whoever wrote it thinks otherwise."""
    assert isinstance(read("a: 1\n---\nb: 2\n"), Trouble)


@pytest.mark.parametrize("text", ["? [a]\n: 1\n", "{[a]: 1}", "? {a: 1}\n: 2\n"])
def test_a_key_is_a_text(text: str) -> None:
    assert trouble(text).kind == "yaml-key"


@pytest.mark.parametrize(
    "text", ["a: !!python/object/apply:os.system [ls]", "a: !!binary aGk=", "a: !x 1", "a: !!int '3'"]
)
def test_a_tag_makes_nothing(text: str) -> None:
    """Tags are read over or refused, never obeyed."""
    found = read(text)
    assert isinstance(found, Trouble) or plain(found) in ({"a": ["ls"]}, {"a": "aGk="}, {"a": "1"}, {"a": "3"})


def test_a_byte_order_mark_and_windows_line_ends_change_nothing() -> None:
    assert plain(tree("\ufeffa: 1\r\nb: [2]\r\n")) == {"a": "1", "b": ["2"]}


@given(st.text("ab:- \n\t[]{}'\"#&*!|>%@`,?~ñ0", max_size=60))
def test_any_text_is_a_tree_or_a_trouble(text: str) -> None:
    found = read(text)
    if isinstance(found, Trouble):
        assert found.line >= 1
        assert 0 <= found.offset <= len(text) + 1
    else:
        plain(found)


@given(
    st.recursive(
        st.text("abcñ 019.:#'\"-", max_size=8),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text("abc", min_size=1), inner, max_size=3),
        max_leaves=8,
    )
)
def test_what_is_written_as_json_comes_back(value: object) -> None:
    assert plain(tree(json.dumps(value))) == value
