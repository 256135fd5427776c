"""Commands that go on until they are ended: the language server, the page for this computer's browser."""

from __future__ import annotations

from poa_lint.api import Linter
from poa_lint.cli import request
from poa_lint.cli.options import UsageError
from poa_lint.cli.shell import CLEAN, Shell
from poa_lint.output import missing_extra


def lsp(shell: Shell) -> int:
    """`poa-lint lsp`: the language server, over standard input and output, for editors."""
    wishes = request.wishes(shell)
    try:
        from poa_lint.servers.lsp import server
    except ModuleNotFoundError as missing:
        if (missing.name or "").partition(".")[0] not in ("pygls", "lsprotocol"):
            raise
        raise UsageError("no-extra", extra="lsp") from missing
    server(wishes, shell.words).start_io()
    return CLEAN


def serve(shell: Shell) -> int:
    """`poa-lint serve [--port N] [--open]`: the page on which reports are dropped, for this computer's browser."""
    port = _port(shell)
    if shell.arguments.operands:
        raise UsageError("serves-no-files")
    extra = missing_extra("html")
    if extra is not None:
        raise UsageError("no-extra", extra=extra)
    wishes = request.wishes(shell)
    request.check_rules(shell, Linter(wishes, shell.words), ["."])
    from poa_lint.servers import web

    try:
        desk = web.open_desk(port, wishes, shell.words)
    except OSError as error:
        problem = shell.words.problem(error)
        raise UsageError("no-port", value=str(web.PORT if port is None else port), problem=problem) from error
    with desk:
        try:
            shell.put(shell.words("serving", address=desk.address) + "\n")
            if shell.arguments.open:
                import webbrowser

                webbrowser.open(desk.address)
            desk.serve_forever()
        except KeyboardInterrupt:
            return CLEAN
    return CLEAN


def _port(shell: Shell) -> int | None:
    """The port that is asked for; None where none is. Raises UsageError for what is no port."""
    text = shell.arguments.port
    if text is None:
        return None
    if not (text.isascii() and text.isdecimal() and len(text) < 6 and int(text) < 65536):
        raise UsageError("not-a-port", value=text)
    return int(text)
