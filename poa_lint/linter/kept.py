"""The one of a unit's deliveries that counts: the last that was kept, and not what somebody made of the file later."""

from __future__ import annotations

from collections.abc import Sequence

from poa_lint.core.delivery import Delivery
from poa_lint.linter.deliveries import day


def is_kept(delivery: Delivery, on: str) -> bool:
    """True for a kept delivery with the cut-off `on` (ISO)."""
    return bool(delivery.kept) and day(delivery.fecha) == on


def is_repeat(delivery: Delivery, on: str) -> bool:
    """True for another report with the cut-off `on`."""
    return not delivery.kept and day(delivery.fecha) == on


def counts(delivery: Delivery, others: Sequence[Delivery]) -> bool:
    """True for the last delivery among reports of one unit and cut-off; where none was kept for each of them."""
    return delivery.times == max(other.times for other in others)


def delivered(found: Sequence[Delivery], on: str, sha256: str) -> str:
    """The path of a report as it was delivered on a cut-off, before the file (by its digest) was changed.

    Empty where it was not kept, or was delivered as it is.
    """
    kept = [delivery for delivery in found if is_kept(delivery, on)]
    if not kept or any(delivery.sha256 == sha256 for delivery in kept):
        return ""
    return max(kept, key=lambda delivery: delivery.times).path
