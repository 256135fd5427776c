"""Workbooks of every kind, read into one grid."""
