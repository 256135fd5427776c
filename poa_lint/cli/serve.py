"""Commands that go on: the language server, the page for this computer's browser."""

from __future__ import annotations

from poa_lint.cli.request import asked, unfit
from poa_lint.cli.shell import CLEAN, Shell
from poa_lint.output import missing_extra


def lsp(shell: Shell) -> int:
    """`poa-lint lsp`: the language server, over standard input and output, for editors."""
    wanted = asked(shell)
    if isinstance(wanted, int):
        return wanted
    try:
        from poa_lint.servers.lsp import server
    except ModuleNotFoundError as missing:
        if (missing.name or "").partition(".")[0] not in ("pygls", "lsprotocol"):
            raise
        return shell.refuse(shell.words("usage.no-extra", extra="lsp"))
    server(wanted, shell.words).start_io()
    return CLEAN


def serve(shell: Shell) -> int:
    """`poa-lint serve [--port N] [--open]`: the page on which reports are dropped, for this computer's browser."""
    wrong = _unservable(shell)
    wanted = asked(shell) if wrong is None else wrong
    if isinstance(wanted, int):
        return wanted
    unusable = unfit(shell, wanted, ["."])
    if unusable is not None:
        return unusable
    from poa_lint.servers import web

    port = shell.arguments.values.get("port")
    try:
        desk = web.opened(None if port is None else int(port), wanted, shell.words)
    except OSError as error:
        return shell.complain("no-port", value=port or str(web.PORT), problem=error.strerror or str(error))
    with desk:
        try:
            shell.put(shell.words("serving", address=desk.address) + "\n")
            if shell.arguments.flag("open"):
                import webbrowser

                webbrowser.open(desk.address)
            desk.serve_forever()
        except KeyboardInterrupt:
            return CLEAN
    return CLEAN


def _unservable(shell: Shell) -> int | None:
    """A complaint of what `serve` is given, or lacks; None where all is well."""
    port = shell.arguments.values.get("port", "0")
    if not (port.isascii() and port.isdecimal() and len(port) < 6 and int(port) < 65536):
        return shell.complain("not-a-port", value=port)
    if shell.arguments.operands:
        return shell.complain("serves-no-files")
    extra = missing_extra("html")
    return None if extra is None else shell.complain("no-extra", extra=extra)
