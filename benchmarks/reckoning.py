"""Reckon what a million reports take from what was measured of a few."""

from collections.abc import Iterator
from typing import Final

from benchmarks.measures import Row, Scale

MILLION: Final = 1_000_000
MACHINES: Final = (("one core", 1), ("two cores", 2), ("a machine of 32 cores", 32), ("ten of them", 320))


def measured(found: Scale) -> Iterator[Row]:
    """What is reckoned from."""
    yield Row("a mixed report of the seed's size", f"{found.size / 1000:.1f} KB")
    yield Row("linted by one process", f"{found.rate:,.0f} documents/s")
    yield Row("linted by two workers of a scheduler on this machine", _maybe(found.spread, "{:,.0f} documents/s"))
    yield Row("sent for each report", f"{found.sent / 1000:.1f} KB")
    yield Row("sent back for each report, all that was found in it", f"{found.returned / 1000:.1f} KB")
    yield Row("kept by a run for each report until it ends", _maybe(found.kept, "{:.3f} MB"))
    yield Row("peak memory of a worker", _maybe(found.worker, "{:.0f} MB"))
    yield Row("processor time of the side that asks, for each report", _maybe(_thousandfold(found.client), "{:.2f} ms"))


def reckoned(found: Scale) -> Iterator[Row]:
    """A million reports."""
    for name, cores in MACHINES:
        yield Row(f"a million reports on {name}", _hours(MILLION / (found.rate * cores)))
        if found.worker is not None:
            yield Row(f"memory of the workers on {name}", f"{found.worker * cores / 1000:,.1f} GB")
    yield Row("read, in all", f"{found.size * MILLION / 1e9:,.0f} GB")
    yield Row("sent, in all", f"{found.sent * MILLION / 1e9:,.0f} GB")
    yield Row("sent back, in all", f"{found.returned * MILLION / 1e9:,.0f} GB")
    if found.client:
        yield Row("cores that one side that asks keeps busy", f"{1 / (found.client * found.rate):,.0f}")
    if found.kept is not None:
        yield Row("memory of a run of 10,000 reports", f"{found.kept * 10_000 / 1000:,.1f} GB")


def _hours(seconds: float) -> str:
    return f"{seconds / 3600:.1f} h" if seconds >= 3600 else f"{seconds / 60:.1f} min"


def _thousandfold(seconds: float | None) -> float | None:
    return None if seconds is None else 1000 * seconds


def _maybe(figure: float | None, shown: str) -> str:
    return "not measured here" if figure is None else shown.format(figure)
