"""The version of poa-lint: the build and `--version` both read it here."""

VERSION = "0.1.0"
