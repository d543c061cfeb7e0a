"""PDF forms of document types: blanks made of the type itself, agencies' own forms with a map, and reading both back.

    nodes.py    a document type as a tree of fields, from its JSON Schema
    values.py   a value of the case → what a form field shows, and back
    plan.py     which of those fields a blank carries: headings, rows, captions
    paper.py    the plan as Typst source, a link in the place of every field
    widgets.py  those links → form fields
    blank.py    plan, paper and widgets together: the fillable blank
    map.py      the map beside an agency's own form; rules.py its rules
    filled.py   a document → its filled form
    reading.py  a filled form → a case

Decision 0016 says why.
"""
