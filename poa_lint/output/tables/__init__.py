"""Reports as data: four tidy tables, each a sequence of rows of plain values.

`unidades` has a row for each unit of a report, `metas` for each goal, `avances` for each goal and period, `hallazgos`
for each finding. Every row begins with the columns that tell where it comes from (`columns.ORIGIN`), so that tables of
a year can be joined and stacked.
"""

from poa_lint.output.tables.columns import TABLES, Column
from poa_lint.output.tables.rows import Tables, rows

__all__ = ["TABLES", "Column", "Tables", "rows"]
