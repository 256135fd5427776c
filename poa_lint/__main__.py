"""The console script, and `python -m poa_lint`."""


def run() -> None:
    """Run the command line. Ctrl-C while the program still loads is one line and 130, as it is later."""
    try:
        from poa_lint.cli.main import run as command_line
    except KeyboardInterrupt:
        import sys

        sys.stderr.write("poa-lint: interrumpido / interrupted\n")
        sys.exit(130)
    command_line()


if __name__ == "__main__":
    run()
