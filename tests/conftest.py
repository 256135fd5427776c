"""What every test may ask for: the program's forms, the seed report, and a reader that judges by the real rules."""

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, settings

from bundles import generate
from poa_lint.core import cache
from poa_lint.core.form import Form
from poa_lint.core.forms import built_in_forms
from poa_lint.core.source import Source
from poa_lint.linter.check import scorer
from poa_lint.reading import read as build
from poa_lint.reading.read import Reading
from poa_lint.rulebook.builtin import built_in_rules
from tests.places import SEED

# The same examples on every machine, however slow it is.
settings.register_profile(
    "poa-lint",
    derandomize=True,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
settings.load_profile("poa-lint")


def pytest_configure(config: pytest.Config) -> None:
    """Build what a wheel holds ready, where a source has changed since: the tests start hundreds of processes."""
    if not hasattr(config, "workerinput") and cache.built("rules") is None:
        generate.write(generate.TARGET, checkout=True)


@pytest.fixture(scope="session")
def forms() -> tuple[Form, ...]:
    """The forms that come with the program."""
    return built_in_forms()


@pytest.fixture(scope="session")
def seed() -> bytes:
    """A real report, its bytes: five pages, four units, 25 goals."""
    return SEED.read_bytes()


@pytest.fixture(scope="session")
def read(forms: tuple[Form, ...]) -> Callable[[str], Reading]:
    """Reads a text as the program does, with its own forms and rules."""
    score = scorer(built_in_rules())

    def reading(text: str) -> Reading:
        return build.read(Source("informe.txt", text), forms, score, lambda _numero, _unidad: "")

    return reading
