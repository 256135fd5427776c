"""`python -m poa_lint`."""

from poa_lint.cli.main import run

if __name__ == "__main__":
    run()
