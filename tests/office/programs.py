"""The programs that write offices' files: LibreOffice and Chromium, where they are installed."""

import shutil
import subprocess
from pathlib import Path

OFFICE = shutil.which("soffice") or shutil.which("libreoffice")
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")


def convert(path: Path, form: str, folder: Path) -> Path:
    """A file written anew by LibreOffice: `xlsx`, `xls`, `ods`, `pdf` …"""
    assert OFFICE
    profile = folder / "profile"
    folder.mkdir(parents=True, exist_ok=True)
    command = [OFFICE, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--convert-to", form]
    subprocess.run([*command, "--outdir", str(folder), str(path)], check=True, capture_output=True, timeout=180)
    return folder / f"{path.stem}.{form.split(':', 1)[0]}"


def print_page(path: Path, folder: Path) -> Path:
    """A page of HTML printed to PDF by Chromium."""
    assert CHROMIUM
    target = folder / f"{path.stem}-chromium.pdf"
    command = [CHROMIUM, "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={folder / 'chromium'}"]
    subprocess.run([*command, f"--print-to-pdf={target}", path.as_uri()], check=True, capture_output=True, timeout=180)
    return target
