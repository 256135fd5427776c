"""What a coordinator does with the page, done by a script: four tasks, in Chromium and Firefox, without a network.

Run as a module on a page that was made (`python -m tests.page.tasks dist/poa-lint.html`), it prints what each took.
"""

import base64
import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from bundles import page
from bundles.contents import WORK
from poa_lint.servers import answer
from tests import waivers
from tests.output import beside
from tests.page.browsers import HERE, PROGRAMS, apart
from tests.places import FILES, SEED

JUSTIFIED = waivers.REPORT.replace("\t38%\t", "\t38%\tSE ADELANTO UNA SESION POR OFICIO 12; SE AJUSTA EN JUNIO.", 1)
"""The report with one deviation, its observation written."""


def files(folder: Path) -> dict[str, str]:
    """The files of the tasks, written into a folder: their paths by name."""
    fixed = answer.answer(SEED.read_bytes(), "avance.txt", "es", answer.plain())["fixed"]
    contents = {
        "avance.xlsx": (FILES / "informe.xlsx").read_bytes(),
        "avance.txt": SEED.read_bytes(),
        "arreglado.txt": base64.b64decode(fixed or ""),
        "desviado.txt": waivers.REPORT.encode(),
        "justificado.txt": JUSTIFIED.encode(),
        "t1.txt": beside.report(beside.EARLIER, "31-mar.-24").encode(),
        "t2.txt": beside.report(beside.LATER).encode(),
        "poa.txt": beside.plan().encode(),
    }
    for name, data in contents.items():
        (folder / name).write_bytes(data)
    return {name: str(folder / name) for name in contents}


def tasks(path: dict[str, str]) -> list[dict[str, Any]]:
    """The four tasks as steps of tasks.mjs."""
    ticks = "document.querySelector('#steps .ticked').textContent"
    return [
        {
            "name": "libro",
            "steps": [{"give": [path["avance.xlsx"]]}, {"open": "avance.xlsx"}, {"walk": True}, {"inside": ticks}],
        },
        {
            "name": "texto",
            "steps": [
                *({"give": [path["avance.txt"]]}, {"open": "avance.txt"}, {"walk": True}),
                *({"give": [path["arreglado.txt"]]}, {"see": ".again"}),
            ],
        },
        {
            "name": "justificar",
            "steps": [
                *({"give": [path["desviado.txt"]]}, {"open": "desviado.txt"}, {"walk": True}),
                *({"give": [path["justificado.txt"]]}, {"see": "#results li:last-child :is(.verdict, .again)"}),
            ],
        },
        {
            "name": "comparar",
            "steps": [
                {"give": [path["t1.txt"], path["t2.txt"], path["poa.txt"]]},
                *({"see": ".compared"}, {"open": "t2.txt"}, {"walk": True}),
            ],
        },
    ]


def done(browser: str, made: str, folder: Path) -> dict[str, Any]:
    """What became of the tasks in a browser: `tasks` (keys, files, findings, ms, texts seen), `requests`, `said`."""
    script = WORK / "node" / "tasks.mjs"
    shutil.copy(HERE / "tasks.mjs", script)
    asked, told = folder / "asked.json", folder / "told.json"
    wanted = {"browser": browser, "program": PROGRAMS[browser], "page": made, "tasks": tasks(files(folder))}
    asked.write_text(json.dumps({**wanted, "size": {"width": 1280, "height": 800}}))
    subprocess.run(apart(["node", str(script), str(asked), str(told)]), check=True, timeout=400)
    answered: dict[str, Any] = json.loads(told.read_text(encoding="utf-8"))
    return answered


def main(made: Path) -> None:
    """Print what each task took in each browser."""
    page.modules(testing=True)
    for browser, program in PROGRAMS.items():
        with tempfile.TemporaryDirectory() as name:
            for task in done(browser, made.resolve().as_uri(), Path(name))["tasks"] if program else ():
                print(browser, task["task"], *(f"{key}={task[key]}" for key in ("given", "keys", "findings", "ms")))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
