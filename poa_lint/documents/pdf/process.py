"""Read PDFs in a process of their own, which ends itself when a file takes too much memory or time.

A few hundred bytes of PDF can make pdfium allocate without end, and nothing in the same process could stop it.
"""

import atexit
import importlib.util
import os
import pickle
import struct
import subprocess
import sys
import threading
import time
from functools import lru_cache
from pathlib import Path
from typing import IO, Final

from poa_lint.core.form import Form
from poa_lint.core.forms import built_in_forms
from poa_lint.documents.document import Document, UnreadableFile

MEMORY: Final = 1_000_000_000
"""Bytes that reading a PDF may take; an ordinary report takes a twentieth of them."""
SECONDS: Final = 120
"""Seconds that it may take; an ordinary report takes a fifth of one."""

_KEPT: Final = 16
"""Sets of forms that are kept; a run has one for each file of settings."""
_INTERVAL: Final = 0.02
"""Seconds between two looks at memory and time."""
_LENGTH: Final = struct.Struct("<Q")
_LOCK: Final = threading.Lock()
_PROGRAM: Final = "from poa_lint.documents.pdf import process; process.serve()"

Answer = Document | Exception
"""A PDF's text, or what its reader raised."""

# Reading in the other process ---------------------------------------------------------------------------------


class _Helper:
    """The other process. It reads one PDF after another and ends with this process."""

    def __init__(self) -> None:
        self.owner = os.getpid()
        paths = os.pathsep.join(path or str(Path.cwd()) for path in sys.path)
        self.process = subprocess.Popen(  # noqa: S603  our own interpreter and program
            [sys.executable, "-P", "-c", _PROGRAM],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": paths},
        )
        atexit.register(self.end)

    @property
    def ready(self) -> bool:
        """True if it is alive and this process's own: a forked process has to start another."""
        return self.owner == os.getpid() and self.process.poll() is None

    def ask(self, data: bytes, forms: tuple[Form, ...]) -> Answer | None:
        """Let it read a PDF and return its answer; None if it ended itself over the file."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        try:
            _send(self.process.stdin, _sent(forms))
            _send(self.process.stdin, data)
            pickled = _receive(self.process.stdout)
        except (OSError, EOFError):
            return None
        answer: Answer = pickle.loads(pickled)  # noqa: S301  our own program wrote it
        return answer

    def end(self) -> None:
        """Kill it; do nothing in a forked process, to which it does not belong."""
        if self.owner == os.getpid():
            atexit.unregister(self.end)
            self.process.kill()
            self.process.communicate()


_helper: list[_Helper] = []
"""The process that waits for the next PDF: one, or none while it reads or before the first."""


def read(data: bytes, forms: tuple[Form, ...] = ()) -> Document:
    """Read a PDF; `forms` are those by whose titles its tables are found, ours where none are given.

    Raises UnreadableFile, also for one that takes too much; ImportError if the extra is not installed.
    """
    if importlib.util.find_spec("pypdfium2") is None:
        raise ModuleNotFoundError("pypdfium2", name="pypdfium2")
    if not sys.executable or sys.platform == "emscripten" or hasattr(sys, "frozen"):  # there is no other process
        from poa_lint.documents.pdf import read as pdf

        return pdf.read(data, forms)
    with _LOCK:
        helper = _helper.pop() if _helper else _Helper()
        helper = helper if helper.ready else _Helper()
        answer = helper.ask(data, forms)
        if answer is None:
            helper.end()
        else:  # after an interrupt it may still be answering the last question: then it is not asked again
            _helper.append(helper)
    if isinstance(answer, Document):
        return answer
    raise UnreadableFile("too-big") if answer is None else answer


# The other process --------------------------------------------------------------------------------------------


def serve() -> None:
    """Read PDFs from the standard input and pickle the answers to the standard output, until the input ends."""
    from poa_lint.documents.pdf import read as pdf

    watchdog = _Watchdog()
    while True:
        try:
            forms = _forms(_receive(sys.stdin.buffer))
            data = _receive(sys.stdin.buffer)
        except EOFError:
            return
        watchdog.began = time.monotonic()
        answer: Answer
        try:
            answer = pdf.read(data, forms)
        except (MemoryError, RecursionError):
            answer = UnreadableFile("too-big")
        except Exception as error:  # noqa: BLE001  raised again by the process that asked
            answer = error
        _send(sys.stdout.buffer, pickle.dumps(answer))
        watchdog.began = None


@lru_cache(maxsize=_KEPT)
def _sent(forms: tuple[Form, ...]) -> bytes:
    """Forms as they are sent: nothing for ours alone, which the other process has."""
    return b"" if forms in ((), built_in_forms()) else pickle.dumps(forms)


@lru_cache(maxsize=_KEPT)
def _forms(sent: bytes) -> tuple[Form, ...]:
    """Forms as they were sent: the same for the same bytes, since what follows from a form is kept with it."""
    forms: tuple[Form, ...] = pickle.loads(sent) if sent else built_in_forms()  # noqa: S301  our own program wrote it
    return forms


class _Watchdog:
    """Ends this process when a file takes too much memory or time; its thread runs even while pdfium reads."""

    def __init__(self) -> None:
        self.began: float | None = None
        """When the file that is being read was begun; None between files."""
        threading.Thread(target=self._look, daemon=True).start()

    def _look(self) -> None:
        while True:
            time.sleep(_INTERVAL)
            began = self.began
            if began is not None and (time.monotonic() - began > SECONDS or memory() > MEMORY):
                os._exit(3)


def memory() -> int:
    """The bytes of memory that this process uses; on systems that do not tell, the most that it has used."""
    try:
        return int(Path("/proc/self/statm").read_bytes().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except OSError:
        return _windows() if sys.platform == "win32" else _peak()


def _peak() -> int:
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)


def _windows() -> int:
    import ctypes

    # PROCESS_MEMORY_COUNTERS: two numbers of four bytes, then sizes, the second of which is the memory in use.
    sizes = (ctypes.c_size_t * 10)()
    kernel = ctypes.windll.kernel32  # type: ignore[attr-defined, unused-ignore]
    kernel.GetCurrentProcess.restype = ctypes.c_void_p
    process = ctypes.c_void_p(kernel.GetCurrentProcess())
    kernel.K32GetProcessMemoryInfo(process, ctypes.byref(sizes), ctypes.c_uint32(ctypes.sizeof(sizes)))
    return int(sizes[2 * 4 // ctypes.sizeof(ctypes.c_size_t) + 1])


def _send(stream: IO[bytes], data: bytes) -> None:
    stream.write(_LENGTH.pack(len(data)))
    stream.write(data)
    stream.flush()


def _receive(stream: IO[bytes]) -> bytes:
    """Read what `_send` wrote. Raises EOFError if the stream ends before."""
    head = stream.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        raise EOFError
    size = _LENGTH.unpack(head)[0]
    data = stream.read(size)
    if len(data) < size:
        raise EOFError
    return data
