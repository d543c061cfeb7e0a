"""Every page of a document type in an installation, as a clerk sees it: run as a program in a copy of docgen.

Arguments: folder for data, document type, language of the pages, file with a case as JSON. Prints JSON: the words of
all pages, the names of their inputs, and whether sending each page back unchanged left the draft as it was.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from docgen.casefile.draft import Draft
from docgen.casefile.places import DOCUMENTS
from tests.integration.web_pages import all_pages, clerk_in, text_of


def main(folder: str, type_id: str, language: str, case_file: str) -> None:
    draft = Draft(values=json.loads(Path(case_file).read_text(encoding="utf-8")))
    words: list[str] = []
    names: set[str] = set()
    with clerk_in(Path(folder)) as clerk:
        clerk.language = language
        case = clerk.case(draft)
        for root in ((), (DOCUMENTS, type_id)):
            for section in all_pages(root, draft):
                address = f"/cases/{case}/at/{section.path}"
                words.append(text_of(clerk.get(address).text))
                names |= clerk.form(address).names()
                if not section.rows:
                    clerk.send(address)
        same = clerk.draft(case) == draft
    print(json.dumps({"words": words, "names": sorted(names), "same": same}, ensure_ascii=False))


if __name__ == "__main__":
    main(*sys.argv[1:])
