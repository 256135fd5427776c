"""What rule authors need: pages about rules, examples that run, the audit."""
