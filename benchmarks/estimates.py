"""Estimate what a million reports take, from what was measured of a few."""

from collections.abc import Iterator
from typing import Final

from benchmarks.measures import Row, Scale

MILLION: Final = 1_000_000
MACHINES: Final = (("one core", 1), ("two cores", 2), ("a machine of 32 cores", 32), ("ten of them", 320))
"""Machines and their cores."""


def basis(scale: Scale) -> Iterator[Row]:
    """The measured figures as rows."""
    yield Row("a mixed report of the seed's size", f"{scale.size / 1000:.1f} KB")
    yield Row("linted by one process", f"{scale.rate:,.0f} documents/s")
    yield Row(
        "linted by two workers of a scheduler on this machine", _figure(scale.cluster_rate, "{:,.0f} documents/s")
    )
    yield Row("sent for each report", f"{scale.sent / 1000:.1f} KB")
    yield Row("sent back for each report, all that was found in it", f"{scale.returned / 1000:.1f} KB")
    yield Row("kept by a run for each report until it ends", _figure(scale.memory, "{:.3f} MB"))
    yield Row("peak memory of a worker", _figure(scale.worker_memory, "{:.0f} MB"))
    milliseconds = None if scale.client_seconds is None else 1000 * scale.client_seconds
    yield Row("processor time of the side that asks, for each report", _figure(milliseconds, "{:.2f} ms"))


def totals(scale: Scale) -> Iterator[Row]:
    """The estimates as rows; figures that need a measure which is None are left out."""
    for name, cores in MACHINES:
        yield Row(f"a million reports on {name}", _duration(MILLION / (scale.rate * cores)))
        if scale.worker_memory is not None:
            yield Row(f"memory of the workers on {name}", f"{scale.worker_memory * cores / 1000:,.1f} GB")
    yield Row("read, in all", f"{scale.size * MILLION / 1e9:,.0f} GB")
    yield Row("sent, in all", f"{scale.sent * MILLION / 1e9:,.0f} GB")
    yield Row("sent back, in all", f"{scale.returned * MILLION / 1e9:,.0f} GB")
    if scale.client_seconds:
        yield Row("cores that one side that asks keeps busy", f"{1 / (scale.client_seconds * scale.rate):,.0f}")
    if scale.memory is not None:
        yield Row("memory of a run of 10,000 reports", f"{scale.memory * 10_000 / 1000:,.1f} GB")


def _duration(seconds: float) -> str:
    return f"{seconds / 3600:.1f} h" if seconds >= 3600 else f"{seconds / 60:.1f} min"


def _figure(value: float | None, template: str) -> str:
    return "not measured here" if value is None else template.format(value)
