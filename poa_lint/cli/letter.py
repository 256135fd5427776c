"""`poa-lint letter`: the letter that returns a report to a unit, as a Word document or as text, from a template."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from poa_lint.cli import targets
from poa_lint.cli.batch import Batch
from poa_lint.cli.options import UsageError
from poa_lint.cli.shell import CLEAN, FINDINGS, TROUBLE, Shell
from poa_lint.config.compare_file import is_day
from poa_lint.config.letter import Letter as Own
from poa_lint.core.records import replace
from poa_lint.core.result import Notice
from poa_lint.core.text import printable, similar, visible
from poa_lint.core.words import words as words_of
from poa_lint.documents import files, target
from poa_lint.documents.templates import Template, TemplateError
from poa_lint.documents.templates import new as built_in
from poa_lint.documents.templates.docx import DocxTemplate
from poa_lint.documents.templates.text import WIDTH, TextTemplate
from poa_lint.output.counterparts import day
from poa_lint.output.letters import BLOCKS, FIELDS, Letter, Replaced, Review, Wording, letters, replaced, review

FORMS: Final = ("docx", "txt")
SPANISH: Final = "es"
"""The language of the letters, and of the findings in them: it is that of the report."""
_UNSAFE: Final = re.compile(r"[^\w.-]+")


class _Place(NamedTuple):
    """The format of the letters, and where they go: a file, a folder, or neither, which is the screen."""

    form: str
    file: str = ""
    folder: str = ""


class _Written(NamedTuple):
    """A letter with its unit, its place and its bytes."""

    letter: Letter
    path: str
    data: bytes


def letter(shell: Shell) -> int:
    """`poa-lint letter REPORT… [-o FILE]`: write a letter for each unit: 0, 1 for findings at the threshold, or 2.

    Raises UsageError and BrokenRules.
    """
    arguments = shell.arguments
    if arguments.template_new is not None:
        return _new_template(shell, arguments.template_new)
    if arguments.until is not None and not is_day(arguments.until):
        raise UsageError("not-a-limit", value=arguments.until)
    place = _place(shell)
    shell.arguments = replace(arguments, output=None, output_format=())  # letters go there, and nothing else
    batch = Batch(shell, keep=True, language=SPANISH)
    if place.folder:
        batch.check_folder(place.folder)
    file = (place.file,) if place.file else ()
    targets.check_reports(file, batch.unwritable(file))
    own = batch.linter.configured(batch.first).settings.letter or Own()
    template = _template(shell, place.form, own)
    reviews = _reviews(batch)
    _check_limit(batch, reviews)
    left_out = replaced(reviews)
    made = list(_made_letters(reviews, left_out, _wording(batch, own)))
    _tell_of_unknown(shell, reviews)
    _tell_of_replaced(shell, left_out, reviews)
    code = _put(shell, template, made) if not (place.file or place.folder) else _write(shell, template, made, place)
    batch.tell()
    return max(code, *map(_code, _counting(reviews, made)), TROUBLE if batch.notices or not reviews else CLEAN)


def _made_letters(
    reviews: Sequence[Review], left_out: Sequence[Replaced], wording: Wording
) -> Iterator[tuple[Review, Letter]]:
    """The letters of the reports that count, each with its report."""
    without: dict[str, set[tuple[str, str]]] = {}
    for unit in left_out:
        without.setdefault(unit.path, set()).add(unit.address)
    for one in reviews:
        yield from ((one, each) for each in letters(one, wording, without.get(one.file.path, ())))


def _counting(reviews: Sequence[Review], made: Sequence[tuple[Review, Letter]]) -> Iterator[Review]:
    """The reports that count: all but those that others replace."""
    written = {id(one) for one, _ in made}
    return (one for one in reviews if id(one) in written or not one.file.units)


def _check_limit(batch: Batch, reviews: Sequence[Review]) -> None:
    """Raise UsageError for a time limit before the cut-off of a report, or before the day that the letters bear.

    Nobody knows that day for certain where the command line does not state it: then it is told.
    """
    shell, until = batch.shell, batch.shell.arguments.until
    if until is None:
        return
    for one in reviews:
        cutoff = one.file.summary.corte if one.file.summary else None
        if cutoff is not None and until < cutoff:
            raise UsageError("limit-early", path=one.file.path, day=day(cutoff, shell.words), value=until)
    today = batch.linter.wishes.today
    if until < today:
        if shell.arguments.today is not None:
            raise UsageError("limit-past", day=day(today, shell.words), value=until)
        said = words_of(shell.words.language, "letter")
        shell.warn(said("letter.past", day=day(today, shell.words), value=until))


def _tell_of_replaced(shell: Shell, left_out: Sequence[Replaced], reviews: Sequence[Review]) -> None:
    """Say on one line which reports have no letter, for others of the same unit and period count."""
    said = words_of(shell.words.language, "letter")
    units = {one.file.path: len(one.file.units) for one in reviews}
    told = dict.fromkeys(said("letter.counts", path=_named(one, units), by=one.by) for one in left_out)
    if told:
        shell.warn(said("letter.replaced", reports="; ".join(told)))


def _named(one: Replaced, units: Mapping[str, int]) -> str:
    """The path of a report, with the unit where it has several."""
    return one.path if units[one.path] == 1 else f"{one.path}, {'/'.join(filter(None, one.address))}"


def _code(one: Review) -> int:
    return TROUBLE if one.file.unread or not one.file.units else FINDINGS if one.file.failed else CLEAN


def _place(shell: Shell) -> _Place:
    """The place of the letters, as the command line names it. Raises UsageError."""
    arguments, output = shell.arguments, shell.arguments.output
    stated = (arguments.output_format or ("",))[-1]
    if stated and stated not in FORMS:
        raise UsageError("unknown-format", similar(stated, FORMS), name=stated, choices=", ".join(FORMS))
    own = "" if arguments.template is None else _kind(arguments.template)
    if output is None:
        form = stated or "txt"
        if form == "docx":
            raise UsageError("letter-output", name=form)
        return _Place(form)
    suffix = os.path.splitext(output)[1].lower().removeprefix(".")
    if os.path.isdir(output) or (not suffix and not os.path.lexists(output)):
        return _Place(stated or own or "docx", folder=output)
    if suffix not in FORMS and not stated:
        raise UsageError("letter-folder", name=output)
    return _Place(stated or suffix, file=output)


def _kind(path: str) -> str:
    return "docx" if os.path.splitext(path)[1].lower() in (".docx", ".dotx") else "txt"


def _template(shell: Shell, form: str, own: Own) -> Template:
    """The template that is asked for, that of the settings, or the program's own. Raises UsageError."""
    path = shell.arguments.template or next((path for path in own.templates if _kind(path) == form), None)
    if path is None:
        return _made(_own_template(form), form)
    if _kind(path) != form:
        raise UsageError("template-kind", path=path, name=form)
    data = files.load(path, shell.words)
    if isinstance(data, Notice):
        raise UsageError("template-unread", path=path, problem=data.message)
    try:
        return _made(data, form)
    except TemplateError as error:
        known = (*FIELDS, *BLOCKS)
        values = {"path": path, "name": error.name, "known": ", ".join(known)}
        near = similar(error.name, known) if error.kind == "unknown-field" else None
        raise UsageError(f"template-{error.kind}", near and f"{{{near}}}", **values) from None


def _made(data: bytes, form: str) -> Template:
    """Raises TemplateError."""
    return DocxTemplate(data, FIELDS, BLOCKS) if form == "docx" else TextTemplate(data, FIELDS, BLOCKS)


def _own_template(form: str) -> bytes:
    template = words_of(SPANISH, "oficio").table["template"]
    return built_in.docx(template) if form == "docx" else built_in.text(template)


def _new_template(shell: Shell, path: str) -> int:
    """Write the program's own template, to be adapted; 0, or 2 where that failed. Raises UsageError."""
    form = os.path.splitext(path)[1].lower().removeprefix(".")
    if form not in FORMS:
        raise UsageError("letter-folder", name=path)
    if os.path.lexists(path):
        raise UsageError("letter-exists", name=path)
    try:
        target.write(path, _own_template(form))
    except OSError as error:
        return shell.tell(path, target.sentence(error, shell.words))
    said = words_of(shell.words.language, "letter")
    return shell.put(visible(said("letter.template", path=path)) + "\n")


def _wording(batch: Batch, own: Own) -> Wording:
    arguments, today = batch.shell.arguments, batch.linter.wishes.today
    until = arguments.until or ""
    return Wording(today, until, own.lugar, own.firma, own.puesto, batch.ruleset, arguments.all)


def _reviews(batch: Batch) -> list[Review]:
    """The part of each report that letters need; beside what was delivered before, where that is named."""
    shell = batch.shell
    if not shell.arguments.previous:
        batch.compare()
        return list(_told(batch, batch.each(review)))
    from poa_lint.cli import previous

    earlier = previous.read(shell, batch.linter)
    batch.notices.extend(earlier.notices)
    batch.compare(frozenset(one.source.sha256 for one in earlier.files))
    reviews = list(_told(batch, batch.each(review)))
    results = previous.told(shell, batch.linter, [one.file for one in reviews], earlier, frozenset())
    return [one._replace(file=result) for one, result in zip(reviews, results, strict=True)]


def _told(batch: Batch, reviews: Iterable[Review]) -> Iterator[Review]:
    """The same, and say what of each was not compared."""
    for one in reviews:
        batch.notices.extend(Notice(one.file.path, sentence) for sentence in one.file.lacking)
        for remark in one.file.remarks:
            batch.shell.warn(f"{one.file.path}: {remark}")
        yield one


def _tell_of_unknown(shell: Shell, reviews: Sequence[Review]) -> None:
    """Say of which files there is no letter, since nobody knows what unit they are of."""
    said = words_of(shell.words.language, "letter")
    for one in reviews:
        if not one.file.units:
            first = next(iter(one.file.diagnostics), None)
            none = said("letter.none", problem=first.message if first else said("letter.unknown"))
            ask = f". {said('letter.ask', help=first.help)}" if first and first.help and one.file.unread else ""
            shell.warn(f"{one.file.path}: {none}{ask}")


def _put(shell: Shell, template: Template, made: Sequence[tuple[Review, Letter]]) -> int:
    """Write letters on the screen, one after the other."""
    if isinstance(template, TextTemplate):
        template.width = min(WIDTH, shell.view().width)
    texts = (template.filled(each.content).decode("utf-8") for _, each in made)
    between = f"\n{'-' * min(WIDTH, shell.view().width)}\n\n"
    lines = between.join(texts).split("\n")
    return shell.put("\n".join(map(printable, lines)))


def _write(shell: Shell, template: Template, made: Sequence[tuple[Review, Letter]], place: _Place) -> int:
    """Write letters into files, none of them over one that somebody may have completed. Raises UsageError."""
    if place.file and len(made) > 1:
        several = len({id(one) for one, _ in made})
        raise UsageError("letter-reports", n=f"{several:,}") if several > 1 else UsageError("letter-several")
    paths = [place.file] * len(made) if place.file else list(_paths(made, place))
    written = [_Written(each, path, template.filled(each.content)) for path, (_, each) in zip(paths, made, strict=True)]
    for one in written:
        if os.path.isfile(one.path) and not _is_same(one):
            raise UsageError("letter-exists", name=one.path)
    said = words_of(shell.words.language, "letter")
    for one in written:
        try:
            os.makedirs(os.path.dirname(one.path) or ".", exist_ok=True)
            target.write(one.path, one.data)
        except OSError as error:
            return shell.tell(one.path, target.sentence(error, shell.words))
        unit, verdict = one.letter.content.values["unidad"], shell.words(f"verdict.{one.letter.verdict}")
        if not shell.arguments.quiet:
            shell.say(said("letter.done", unit=unit, path=one.path, verdict=verdict))
    return CLEAN


def _is_same(one: _Written) -> bool:
    """True if the file has that very content already."""
    with open(one.path, "rb") as stream:
        return stream.read(len(one.data) + 1) == one.data


def _paths(made: Sequence[tuple[Review, Letter]], place: _Place) -> Iterator[str]:
    """A file for each letter: `oficio-ingresos-511-101-t2.docx` for the unit 511/101 of `ingresos.xlsx`.

    The period tells apart what units deliver under the same name each quarter; a name that says it gets no other.
    """
    taken = set[str]()
    for one, each in made:
        stem = os.path.splitext(os.path.basename(one.file.path))[0]
        period = each.periodo.lower()
        if period in re.split(r"[\W_]+", stem.lower()):
            period = ""
        codes = (stem, each.programa, each.unidad, period)
        base = name = "-".join(("oficio", *(_UNSAFE.sub("_", part)[:60] for part in codes if part)))
        number = 1
        while name.casefold() in taken:
            number += 1
            name = f"{base}-{number}"
        taken.add(name.casefold())
        yield os.path.join(place.folder, f"{name}.{place.form}")
