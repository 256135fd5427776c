"""The command line: words to an exit code. The only room that prints."""
