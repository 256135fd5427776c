"""The pictures of the page in docs/img/. Run as a module, it takes them anew, in Chromium."""

import tempfile
import threading
from pathlib import Path
from typing import Any
from unittest.mock import patch

from bundles import page
from poa_lint.core.words import words
from poa_lint.servers import answer, web
from tests.page.browsers import drive
from tests.places import FILES, ROOT, SEED

IMAGES = ROOT / "docs" / "img"
TODAY = "2024-04-08"


def main() -> None:
    """Take them."""
    page.modules(testing=True)
    IMAGES.mkdir(exist_ok=True)
    sound = ROOT / "examples" / "sin-observaciones-t2" / "informe.txt"
    with tempfile.TemporaryDirectory() as name, web.open_desk(0, answer.plain(), words("es")) as desk:
        folder = Path(name)
        reports = {"avance-t1.xlsx": FILES / "informe.xlsx", "avance-t2.txt": sound, "oficio.docx": None}
        for file, source in reports.items():
            (folder / file).write_bytes(b"" if source is None else source.read_bytes())
        thread = threading.Thread(target=desk.serve_forever)
        thread.start()

        def take(moments: dict[str, str], **asked: Any) -> None:
            shots = {moment: str(IMAGES / f"{image}.png") for moment, image in moments.items()}
            drive("chrome", desk.address, folder, offline=False, shots=shots, **asked)

        try:
            laptop, phone = {"width": 1000, "height": 640}, {"width": 390, "height": 760, "isMobile": True}
            files = [str(folder / file) for file in reports]
            take({"ready": "pagina-lista"}, size=laptop)
            take({"done": "pagina-resultados", "seen": "pagina-informe"}, size=laptop, lots=[files], see=True)
            take({"done": "pagina-telefono"}, size=phone, lots=[[str(SEED)]])
        finally:
            desk.shutdown()
            thread.join()


if __name__ == "__main__":
    with patch.object(answer, "today", return_value=TODAY):
        main()
