"""From text to report: the grammar's lines, a form's columns, the cells' values, and what went wrong on the way."""
