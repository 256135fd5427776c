"""`python -m poa_lint`."""

from poa_lint.cli import run

if __name__ == "__main__":
    run()
