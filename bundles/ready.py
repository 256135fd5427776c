"""Run inside Pyodide by ready.mjs: compile what the page holds, and keep what the first run makes."""

import os
import py_compile
import sys
import zipfile
from pathlib import Path

SITE = Path("/site")
EPOCH = (1980, 1, 1, 0, 0, 0)

os.umask(0o077)
with zipfile.ZipFile("/site.zip") as archive:
    archive.extractall(SITE)
sys.path.insert(0, str(SITE))
sys.dont_write_bytecode = True

for path in sorted(SITE.rglob("*.py")):
    name = path.relative_to(SITE).as_posix()
    py_compile.compile(
        str(path),
        cfile=str(path.with_suffix(".pyc")),
        dfile=name,
        doraise=True,
        invalidation_mode=py_compile.PycInvalidationMode.UNCHECKED_HASH,  # there is no source beside it
    )
    path.unlink()

from poa_lint.core import cache  # noqa: E402 - they come out of the archive
from poa_lint.servers import answer  # noqa: E402 - the same

for language in ("es", "en"):
    answer.answer(Path("/report.txt").read_bytes(), "informe.txt", language, answer.plain())
cache.save()

with zipfile.ZipFile("/ready.zip", "w") as archive:
    for path in sorted(SITE.rglob("*")):
        if path.is_file():
            archive.writestr(zipfile.ZipInfo(path.relative_to(SITE).as_posix(), EPOCH), path.read_bytes())
