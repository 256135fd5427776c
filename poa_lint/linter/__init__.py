"""One source to one result: rules over a report, repairs, fixes."""
