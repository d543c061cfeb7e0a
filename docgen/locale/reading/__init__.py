"""Dates, times and numbers as people type them, in any of the languages: pure functions that understand or refuse.

A case stays strict (ISO 8601); this is for forms, tables and the command line, which echo back what was understood.
"""

from docgen.locale.reading.dates import ReadDate, read_date
from docgen.locale.reading.eras import Era
from docgen.locale.reading.grammar import Order
from docgen.locale.reading.numbers import ReadNumber, read_number
from docgen.locale.reading.times import read_time

__all__ = ["Era", "Order", "ReadDate", "ReadNumber", "read_date", "read_number", "read_time"]
