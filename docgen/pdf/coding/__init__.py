"""Shaped text in a PDF that every reader extracts exactly: each drawn cluster has one code, and the code its text.

    runs.py      text → runs of one font, script and language
    clusters.py  run → clusters: the glyphs that belong together, where they stand, and the text they stand for
    composite.py a font program with one more glyph for each cluster of several glyphs
    font.py      the codes in use → an embedded Type0 font
    content.py   clusters → operators of a content stream
    objects.py   the font as objects of pypdf or pikepdf
    faces.py     the faces that one piece of content draws with

Decision 0009 says why.
"""
