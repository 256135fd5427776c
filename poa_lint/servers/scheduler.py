"""The first contact with a Dask scheduler, so that whoever is none is known before a client is made (extra `dask`).

A client that fails leaves threads, log lines and a complaint at the end of the program behind; a question does not.
"""

import asyncio
import re
import socket
from threading import Thread
from typing import Any, Final

LATE: Final = 1
"""Seconds after its time in which an answer is still waited for."""
_SCHEMES: Final = ("", "tcp", "tls", "ws", "wss")
"""The ways of transport whose addresses are a host and a port; others are left to Dask."""
_PLACE: Final = re.compile(r"(?:\[[^][\s]+\]|[^][\s:/]+):([0-9]{1,5})")
"""A host, with brackets where it has colons itself, and a port."""


def is_address(text: str) -> bool:
    """True for what may be a scheduler's address, such as `server:8786` or `tcp://[::1]:8786`."""
    scheme, _, place = text.rpartition("://")
    if scheme not in _SCHEMES:
        return True
    match = _PLACE.fullmatch(place)
    return match is not None and 0 < int(match[1]) < 65536


def answers(address: str, patience: float) -> bool:
    """True if a Dask scheduler says within `patience` seconds that it is one. Nothing is raised, logged or left open.

    A thread asks, since a name server that is silent can be waited for but not interrupted.
    """
    heard: list[bool] = []
    thread = Thread(target=lambda: heard.append(_is_scheduler(address, patience)), daemon=True)
    thread.start()
    thread.join(patience + LATE)
    return heard == [True]


def _is_scheduler(address: str, patience: float) -> bool:
    """True if who answers has workers to tell of; False for any other answer, and for none."""
    from distributed.comm.addressing import get_address_host_port

    try:
        host, port = get_address_host_port(address)
        socket.getaddrinfo(host, port)  # here, not in a pool of threads: the program's end would wait for those
        identity = asyncio.run(_identity(address, patience))
    except Exception:  # noqa: BLE001 - who is no scheduler may answer anything, and Dask raises accordingly
        return False
    return isinstance(identity, dict) and "workers" in identity


async def _identity(address: str, patience: float) -> Any:
    """The words in which a server of Dask introduces itself."""
    from distributed.comm.core import connect
    from distributed.core import send_recv
    from distributed.security import Security

    async with asyncio.timeout(patience):
        comm = await connect(address, timeout=patience, **Security().get_connection_args("client"))
        try:
            return await send_recv(comm, op="identity", reply=True)
        finally:
            comm.abort()
