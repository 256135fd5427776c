"""A year of reports on one page: which unit reported when, with which verdict, and how far it is.

`record.digest` makes a few counts of each report where it is linted; `calendar.years` puts those of thousands of
reports together; a module for each format writes them. Counts are of goals, never sums of their figures: payrolls and
square metres have no sum.
"""
