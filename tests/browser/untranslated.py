"""Words left in English on a page of another script."""

from __future__ import annotations

import re

from playwright.sync_api import Page

ALLOWED = {"docgen", "pdf", "docx", "zip", "csv", "xlsx", "json", "word", "excel", "specimen"}
"""Names that are the same in every language."""
_WORD = re.compile(r"(?<![A-Za-z0-9/._-])[A-Za-z]{3,}(?![A-Za-z0-9/_-])")
_TEXTS = """() => {
  const page = document.documentElement.lang;
  const unread = "code, script, style, noscript, [translate=no]"; // scripts run, so what is for their lack is no text
  const foreign = it => it.closest("[lang]").lang !== page || it.closest(unread);
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
    name, code, or text marked as of another language or as not to be translated."""
    texts: list[str] = page.evaluate(_TEXTS)
    assert len(texts) > 1, "there is nothing to read"
    return list(dict.fromkeys(text for text in texts if _words(text)))


def _words(text: str) -> list[str]:
    """A word in capitals is a code."""
    return [word for word in _WORD.findall(text) if word.lower() not in ALLOWED and not word.isupper()]
