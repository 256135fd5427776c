"""x"""
from poa_lint.readers.printed import Row
from poa_lint.readers.tables import Part
LEAST = 8
class Layout: ...
def blocks(lines, layout, page): return lines, layout
