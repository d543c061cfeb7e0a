"""Words left in English on pages of another script: `python -m tests.browser.untranslated` prints them by page.

python -m tests.browser.untranslated km th
"""

from __future__ import annotations

import re
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, Page

from tests.browser.pages import PAGES, Shown
from tests.browser.prepared import Prepared, prepared
from tests.browser.serving import Serving, serving
from tests.browser.sitting import CHROMIUM, chromium, sitting
from tests.conftest import languages, open_press, require

ALLOWED = {"docgen", "pdf", "docx", "zip", "csv", "xlsx", "json", "word", "excel", "specimen"}
"""Names that are the same in every language."""
_WORD = re.compile(r"(?<![A-Za-z0-9/._-])[A-Za-z]{3,}(?![A-Za-z0-9/_-])")
_TEXTS = """() => {
  const page = document.documentElement.lang;
  const foreign = it => (it.closest("[lang]").lang !== page) || it.closest("code, script, style, [translate=no]");
  const found = [document.title];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const it = walker.currentNode.parentElement;
    if (walker.currentNode.data.trim() && !foreign(it)) found.push(walker.currentNode.data.trim());
  }
  for (const name of ["aria-label", "alt", "title", "placeholder"])
    for (const it of document.body.querySelectorAll(`[${name}]`)) if (!foreign(it)) found.push(it.getAttribute(name));
  return found;
}"""


def left_in_english(page: Page) -> list[str]:
    """The texts of a page, titles and labels included, in which a word of three Latin letters or more stands that is no
    name, code, or text marked as of another language."""
    texts: list[str] = page.evaluate(_TEXTS)
    return list(dict.fromkeys(text for text in texts if _words(text)))


def _words(text: str) -> list[str]:
    """A word in capitals is a code."""
    return [word for word in _WORD.findall(text) if word.lower() not in ALLOWED and not word.isupper()]


def found_on(browser: Browser, server: Serving, example: Prepared, language: str, shown: Shown) -> list[str]:
    """What is left in English on one page in one language."""
    cookie = "" if shown.public else example.cookie
    with sitting(browser, server.url, language, cookie=cookie, forgiven=["status of"]) as seat:
        page = seat.context.new_page()
        shown.reach(page, example)
        return left_in_english(page)


def other_scripts() -> list[str]:
    """The languages that are not written in Latin letters."""
    locales = open_press().library.locales
    return [tag for tag in languages() if locales[tag].script != "Latn"]


def main(wished: list[str]) -> int:
    """Print them; 1 when there are any."""
    left = 0
    with (
        tempfile.TemporaryDirectory() as folder,
        serving(Path(folder)) as server,
        chromium(require(CHROMIUM)) as browser,
    ):
        example = prepared(server)
        for language in wished or other_scripts():
            for shown in PAGES:
                found = found_on(browser, server, example, language, shown)
                left += len(found)
                print("\n  ".join([f"{language} {shown.name}: {len(found)}", *found]))
    return 1 if left else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
