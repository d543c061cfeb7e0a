"""`python -m tests.catalogues update|check`: bring every `messages.po` up to date, or say what is wrong with them."""

from __future__ import annotations

import sys
from pathlib import Path

import docgen
from tests.catalogues.checks import complaints
from tests.catalogues.extraction import Unseen, template
from tests.catalogues.po import languages, updated

PACKAGE = Path(docgen.__file__).resolve().parent
PACKAGES = (PACKAGE, PACKAGE.parent / "api")
TEMPLATES = PACKAGE.parent / "templates"


def main(arguments: list[str]) -> str | None:
    """What is wrong, or None."""
    if arguments not in (["update"], ["check"]):
        return __doc__
    try:
        keys = template(*PACKAGES)
    except Unseen as unseen:
        return str(unseen)
    if arguments == ["update"]:
        for language in languages(TEMPLATES):
            text = updated(language.read(), keys, sparse=language.sparse)
            language.path.write_text(text, encoding="utf-8")
    found = [complaint for language in languages(TEMPLATES) for complaint in complaints(language, keys)]
    return "\n".join(found) or None


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
