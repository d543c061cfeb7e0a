"""Several documents bound as one tagged PDF behind a cover with contents.

    bind.py      the story: parts in, one file out
    layout.py    on which page of the packet each document begins
    merge.py     the documents' objects in one file: pages, structure, destinations, bookmarks
    structure.py one structure tree (ISO 32000-1 §14.7) of many
    names.py     destinations that two documents call alike (§12.3.2.3)
    outline.py   bookmarks (§12.3.3)
    contents.py  links from the cover's contents to the documents
    boxes.py     where things stand on a page
    stamp.py     “page x of y” of the packet in a margin
    metadata.py  XMP written anew, with the standards that all parts conform to
    password.py  AES-256

Decision 0011 says why.
"""

from docgen.pdf.packet.bind import bind
from docgen.pdf.packet.boxes import length
from docgen.pdf.packet.layout import Layout, lay_out
from docgen.pdf.packet.merge import Part
from docgen.pdf.packet.password import checked_password

__all__ = ["Layout", "Part", "bind", "checked_password", "lay_out", "length"]
