"""Tools for rule authors: pages about rules, examples that are run, the audit."""
