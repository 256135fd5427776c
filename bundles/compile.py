"""Compile the modules that the page holds: compile.mjs runs this inside Pyodide, from /given.zip to /ready.zip."""

import os
import py_compile
import shutil
import zipfile
from pathlib import Path

SITE = Path("/site")
EPOCH = (1980, 1, 1, 0, 0, 0)

os.umask(0o077)
shutil.rmtree(SITE, ignore_errors=True)
with zipfile.ZipFile("/given.zip") as archive:
    archive.extractall(SITE)

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

with zipfile.ZipFile("/ready.zip", "w") as archive:
    for path in sorted(SITE.rglob("*")):
        if path.is_file():
            archive.writestr(zipfile.ZipInfo(path.relative_to(SITE).as_posix(), EPOCH), path.read_bytes())
