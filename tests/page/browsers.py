"""Real browsers for the page: which there are, started without a network, and what became of the files given to it."""

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any, Final

from bundles.contents import WORK

HERE: Final = Path(__file__).resolve().parent
PROGRAMS: Final = {
    "chrome": shutil.which("chromium") or shutil.which("google-chrome"),
    "firefox": shutil.which("firefox-esr") or shutil.which("firefox"),
}


def drive(browser: str, page: str, folder: Path, *, offline: bool = True, **asked: Any) -> dict[str, Any]:
    """Open a page in a browser and tell what happened.

    `lots` are lists of files, given one list after the other, `drop` gives them as a hand does; `shots` are paths of
    pictures by moment (`starting`, `ready`, `done`, `seen`), `size` and `dark` how they look; `before` is a script that
    runs before the page's own, `evaluate` are expressions whose values are wanted. The answer has `requests`, `said`
    (the console), `answers`, `cards` (their texts), `old` (the word to old browsers), `times` in ms and `evaluated`.
    """
    script = WORK / "node" / "drive.mjs"
    shutil.copy(HERE / "drive.mjs", script)
    told = folder / "told.json"
    wanted = folder / "asked.json"
    wanted.write_text(json.dumps({"browser": browser, "program": PROGRAMS[browser], "page": page, **asked}))
    command = ["node", str(script), str(wanted), str(told)]
    command = apart(command) if offline else command
    subprocess.run(command, check=True, timeout=400)
    answer: dict[str, Any] = json.loads(told.read_text(encoding="utf-8"))
    return answer


def apart(command: list[str]) -> list[str]:
    """A command run without any network but its own, where this machine allows it."""
    without = ["unshare", "--map-root-user", "--net", "sh", "-c", 'ip link set lo up && exec "$@"', "sh"]
    return [*without, *command] if cut() else command


def cut() -> bool:
    """Whether this machine lets a program run without any network but its own."""
    try:
        tried = subprocess.run(
            ["unshare", "--map-root-user", "--net", "ip", "link", "set", "lo", "up"], capture_output=True, check=False
        )
    except FileNotFoundError:
        return False
    return tried.returncode == 0
