"""PDFs in a process of their own, which ends itself where a file would fill the memory or never come to an end.

A few hundred bytes of PDF can make pdfium build without end, and nothing in the same process could stop it.
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
from pathlib import Path
from typing import IO, Final

from poa_lint.documents.document import Document, Refused, Unfit

MEMORY: Final = 1_000_000_000
"""Bytes that reading a PDF may take; an ordinary report takes a twentieth of it."""
SECONDS: Final = 120
"""How long it may take; an ordinary report takes a fifth of one."""

_OFTEN: Final = 0.02
_LENGTH: Final = struct.Struct("<Q")
_ALONE: Final = threading.Lock()
_PROGRAM: Final = "from poa_lint.documents.pdf import process; process.serve()"

Answer = Document | Refused | Exception


class _Helper:
    """The other process, for as long as this one lives; after it has ended itself, another one is made."""

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
        """Whether it may be asked; a process that was forked off has to make its own."""
        return self.owner == os.getpid() and self.process.poll() is None

    def ask(self, data: bytes) -> Answer | None:
        """What it reads in a PDF; None where it ended over it."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        try:
            _send(self.process.stdin, data)
            answer = _receive(self.process.stdout)
        except (OSError, EOFError):
            return None
        found: Answer = pickle.loads(answer)  # noqa: S301  our own program wrote it
        return found

    def end(self) -> None:
        """Let it go, whatever it is doing."""
        if self.owner == os.getpid():
            atexit.unregister(self.end)
            self.process.kill()
            self.process.communicate()


_helper: list[_Helper] = []


def read(data: bytes) -> Document:
    """A PDF's text. Raises Unfit, also for a file that is too much to read; ImportError where the extra is missing."""
    if importlib.util.find_spec("pypdfium2") is None:
        raise ModuleNotFoundError("pypdfium2", name="pypdfium2")
    if not sys.executable or sys.platform == "emscripten" or hasattr(sys, "frozen"):  # there is no other process
        from poa_lint.documents.pdf import read as pdf

        return pdf.read(data)
    with _ALONE:
        helper = _helper.pop() if _helper else _Helper()
        helper = helper if helper.ready else _Helper()
        found = helper.ask(data)
        if found is None:
            helper.end()
        else:  # one that was interrupted may still be answering: it is not asked again
            _helper.append(helper)
    if isinstance(found, Document):
        return found
    if isinstance(found, Exception):
        raise found
    refused = found or Refused("too-big")
    raise Unfit(refused.reason, **refused.values)


# The other process --------------------------------------------------------------------------------------------


def serve() -> None:
    """Read one PDF after another, until nobody asks any more."""
    from poa_lint.documents.pdf import read as pdf

    watch = _Watch()
    while True:
        try:
            data = _receive(sys.stdin.buffer)
        except EOFError:
            return
        watch.began = time.monotonic()
        answer: Answer
        try:
            answer = pdf.read(data)
        except Unfit as unfit:
            answer = unfit.refused
        except (MemoryError, RecursionError):
            answer = Refused("too-big")
        except Exception as error:  # noqa: BLE001  whoever asked is told as if it had happened there
            answer = error
        _send(sys.stdout.buffer, pickle.dumps(answer))
        watch.began = None


class _Watch:
    """Ends this process as soon as a file takes too much memory or time. pdfium leaves other threads their turn."""

    def __init__(self) -> None:
        self.began: float | None = None
        threading.Thread(target=self._look, daemon=True).start()

    def _look(self) -> None:
        while True:
            time.sleep(_OFTEN)
            began = self.began
            if began is not None and (time.monotonic() - began > SECONDS or memory() > MEMORY):
                os._exit(3)


def memory() -> int:
    """The bytes that this process holds."""
    try:
        return int(Path("/proc/self/statm").read_bytes().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except OSError:
        return _windows() if sys.platform == "win32" else _peak()


def _peak() -> int:
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)


def _windows() -> int:
    import ctypes

    sizes = (ctypes.c_size_t * 10)()  # two numbers of four bytes, then sizes: the second is what is in memory
    kernel = ctypes.windll.kernel32  # type: ignore[attr-defined, unused-ignore]
    kernel.GetCurrentProcess.restype = ctypes.c_void_p
    asked = (ctypes.c_void_p(kernel.GetCurrentProcess()), ctypes.byref(sizes), ctypes.c_uint32(ctypes.sizeof(sizes)))
    kernel.K32GetProcessMemoryInfo(*asked)
    return int(sizes[2 * 4 // ctypes.sizeof(ctypes.c_size_t) + 1])


def _send(stream: IO[bytes], data: bytes) -> None:
    stream.write(_LENGTH.pack(len(data)))
    stream.write(data)
    stream.flush()


def _receive(stream: IO[bytes]) -> bytes:
    head = stream.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        raise EOFError
    size = _LENGTH.unpack(head)[0]
    data = stream.read(size)
    if len(data) < size:
        raise EOFError
    return data
