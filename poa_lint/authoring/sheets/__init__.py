"""Reports of any form, made from the form's data alone: sound ones, of which examples and the audit change something.

`sheet` is a page as it is written, `figures` a row whose figures follow from each other, `goals` the goals of a report,
`header` what stands around the table, `codes` a code that a pattern takes, `reports` the whole, `proof` whether it is
read back.
"""
