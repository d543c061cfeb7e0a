"""Pictures of every page in every language, to look at: `python -m tests.browser.pictures [OUT]`.

Those of 1000 px go to docs/pages, small; those of 320 px, and all of them sharp, only to the folder given.
"""

from __future__ import annotations

import io
import sys
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser

from tests.browser.pages import PAGES, Shown
from tests.browser.prepared import Prepared, prepared
from tests.browser.serving import Serving, serving
from tests.browser.sitting import CHROMIUM, NARROW, WIDE, chromium, sitting
from tests.conftest import languages, open_press, require

DOCS = Path(__file__).parents[2] / "docs/pages"
MOST_BYTES = 30_000
_TALLEST = 1800
_SHADES = 16


def main(out: Path | None) -> None:
    """Take them all, and write the list of those in docs/pages."""
    DOCS.mkdir(parents=True, exist_ok=True)
    for old in DOCS.glob("*.png"):
        old.unlink()
    with (
        tempfile.TemporaryDirectory() as folder,
        serving(Path(folder)) as server,
        chromium(require(CHROMIUM)) as browser,
    ):
        example = prepared(server)
        for language in languages():
            for shown in PAGES:
                name = f"{shown.name}.{language}"
                wide = _taken(browser, server, example, shown, language, WIDE)
                (DOCS / f"{name}.png").write_bytes(small(wide))
                if out:
                    out.mkdir(parents=True, exist_ok=True)
                    (out / f"{name}.{WIDE}.png").write_bytes(wide)
                    narrow = _taken(browser, server, example, shown, language, NARROW)
                    (out / f"{name}.{NARROW}.png").write_bytes(narrow)
    (DOCS / "README.md").write_text(_listed(), "utf-8")


def _taken(browser: Browser, server: Serving, example: Prepared, shown: Shown, language: str, width: int) -> bytes:
    with sitting(
        browser, server.url, language, cookie=shown.cookie(example), width=width, forgiven=["status of"]
    ) as seat:
        page = seat.context.new_page()
        shown.reach(page, example)
        page.wait_for_load_state("networkidle")
        high = page.evaluate("document.documentElement.scrollHeight")
        page.set_viewport_size({"width": width, "height": min(high, _TALLEST)})
        return page.screenshot(animations="disabled")


def small(picture: bytes) -> bytes:
    """The same in few colours, and smaller until it has no more than MOST_BYTES."""
    with Image.open(io.BytesIO(picture)) as opened:
        sharp = opened.convert("RGB")
    for percent in (100, 80, 65, 50, 40, 30):
        size = (sharp.width * percent // 100, sharp.height * percent // 100)
        reduced = sharp.resize(size, Image.Resampling.LANCZOS).quantize(_SHADES)
        written = io.BytesIO()
        reduced.save(written, "png", optimize=True)
        if written.tell() <= MOST_BYTES:
            return written.getvalue()
    raise AssertionError("a page is too long for a small picture")


def _listed() -> str:
    locales = open_press().library.locales
    head = ["Page", *(locales[language].settings.name for language in languages())]
    rows = [[shown.name, *(f"![{shown.name}]({shown.name}.{tag}.png)" for tag in languages())] for shown in PAGES]
    lines = ["| " + " | ".join(row) + " |" for row in (head, ["---"] * len(head), *rows)]
    return "\n".join(
        ["# The pages", "", "`python -m tests.browser.pictures` takes these with an invented case.", "", *lines, ""]
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else None)
