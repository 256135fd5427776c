"""The commands that the machines of a pipeline would take from a text that is printed there."""

import re

_ANYWHERE = re.compile(r"##(?:\[|\w+\[)")


def commands(text: str) -> list[str]:
    """The lines that a runner obeys: those that begin with `::`, and those with `##[` or `##word[` in them.

    GitHub's takes the white space off a line's start, and ends lines where .NET does: at line feeds and returns.
    """
    lines = re.split(r"[\r\n]", text)
    return [line for line in lines if line.lstrip().startswith("::") or _ANYWHERE.search(line)]
