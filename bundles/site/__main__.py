"""Make the static site of docs/ in both languages.

    python -m bundles.site PYTHON [FOLDER]

PYTHON is the interpreter of an environment with what `requirements.txt` here pins (`make site` makes one). A link
that leads nowhere, or any other warning, is an error. The site asks for nothing from elsewhere: neither fonts nor
scripts; its search works without a server too.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from typing import Final

from bundles import site
from bundles.contents import WORK, run
from poa_lint.core.words import LANGUAGES

TARGET: Final = site.ROOT / "dist" / "site"
CONFIGURATION: Final = Path(__file__).parent
ENTRANCE: Final = """<!doctype html>
<html lang="es">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>poa-lint</title>
<style>body { font: 1.25rem/1.5 system-ui, sans-serif; margin: 15vh auto; max-width: 30rem; padding: 0 1rem }</style>
<h1>poa-lint</h1>
<p><a href="es/index.html" hreflang="es">En español</a></p>
<p lang="en"><a href="en/index.html" hreflang="en">In English</a></p>
</html>
"""


def main(python: str, target: Path) -> None:
    """Write the site to `target`, in the place of one that is there. Raises CalledProcessError for a broken link."""
    sources, made = WORK / "site-sources", WORK / "site"
    for folder in (sources, made):
        shutil.rmtree(folder, ignore_errors=True)
    made.mkdir(parents=True)
    for language in LANGUAGES:
        site.write(sources / language, language)
        said = ("-m", "sphinx", "-b", "html", "-nWqE", "--keep-going", "-c", str(CONFIGURATION))
        more = ("-D", f"language={language}", "-d", str(WORK / "site-doctrees" / language))
        run(python, *said, *more, str(sources / language), str(made / language), folder=site.ROOT)
    (made / "index.html").write_text(ENTRANCE, encoding="utf-8")
    shutil.rmtree(target, ignore_errors=True)
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copytree(made, target, ignore=shutil.ignore_patterns(".buildinfo", "objects.inv", "_sources"))


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]) if len(sys.argv) > 2 else TARGET)
