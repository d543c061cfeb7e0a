"""How soon the picture shows what was typed, in a browser; and what twenty clerks at once wait for.

    python -m tests.bench.bench_pages [--repeats N] [--seconds N] [--clerks N]

A real server with two workers, the browser and the clerks all run on this machine, so their share of the cores counts
against the server. The browser types a word of three letters into a question of each paper in each language, as fast as
a fast typist, and waits until the picture stands still: measured from the last keystroke to the frame that shows it.
The clerks are HTTP clients: each saves a page with one answer changed and asks for the picture, as a pause in typing
makes the page do, then waits two to four seconds; every tenth time it goes to another page.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import shutil
import statistics
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx2
from lxml import html
from playwright.sync_api import Page

from api.web.visitors import COOKIE
from docgen.casefile.draft import Draft
from docgen.casefile.files import CaseFiles
from docgen.documents import document_types, example_of_all
from docgen.library import Library
from tests.browser.serving import Serving, now, serving
from tests.browser.sitting import CHROMIUM, chromium, sitting

Latencies = Mapping[str, Sequence[float]]
WORKERS = "2"
DAYS = 30
LETTERS = {"Latn": "abcdefgh", "Khmr": "កខគងចឆជញ", "Thai": "กขคงจชญด"}
KEY_MS = 110
"""Between two keystrokes: 90 words a minute."""
_WATCH = """() => {
  window.last = {};
  document.addEventListener("input", () => { last.typed = performance.now(); });
  document.addEventListener("pictured", () => requestAnimationFrame(() => { last.shown = performance.now(); }));
}"""
_STANDS_STILL = """() => new Promise((done) => {
  const look = () => {
    const now = performance.now();
    const still = last.shown > last.typed && now - last.shown > 700;
    if (still || now - last.typed > 10000) done(last.shown - last.typed);
    else setTimeout(look, 20);
  };
  look();
})"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--repeats", type=int, default=8)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--clerks", type=int, default=20)
    given = parser.parse_args()
    with server() as (running, library):
        if given.repeats:
            print("From the last keystroke to the picture, in a browser (wanted: p95 300 ms)\n")
            print(report(in_browser(running, library, given.repeats)), flush=True)
        if given.clerks:
            print(f"\n{given.clerks} clerks at once for {given.seconds:.0f} s (wanted: p95 500 ms)\n")
            print(report(asyncio.run(together(running, library, given.clerks, given.seconds))))


def of_clerks(clerks: int, seconds: float) -> str:
    """What so many clerks at once wait for."""
    with server() as (running, library):
        return report(asyncio.run(together(running, library, clerks, seconds)))


@contextmanager
def server() -> Iterator[tuple[Serving, Library]]:
    """A server with two workers and a store of its own."""
    settings = {"DOCGEN_WORKERS": WORKERS, "DOCGEN_RATE_LIMIT": "100000/second"}
    with tempfile.TemporaryDirectory() as folder, serving(Path(folder), **settings) as running:
        yield running, Library.load(*running.settings.templates)


def report(measured: Latencies) -> str:
    """One line a kind: how many, p50, p95 and the longest, in milliseconds."""
    lines = []
    for kind, times in measured.items():
        cuts = statistics.quantiles(times, n=100, method="inclusive") if len(times) > 1 else [*times] * 99
        lines.append(f"{kind:34} {len(times):5} times  p50 {cuts[49]:5.0f}  p95 {cuts[94]:5.0f}  max {max(times):5.0f}")
    return "\n".join(lines)


def _case(running: Serving, user: str) -> str:
    """The address of a new case with all answers."""
    file = CaseFiles(running.store, DAYS).create(user, Draft(values=example_of_all()), now())
    return f"/cases/{file.id}"


def in_browser(running: Serving, library: Library, repeats: int) -> Latencies:
    """Milliseconds by language, by paper and language, and of all."""
    clerk = running.user("typist")
    program = shutil.which(CHROMIUM)
    if program is None:
        raise SystemExit("Chromium is not installed; .ci/system ci installs it")
    by_paper: dict[str, list[float]] = defaultdict(list)
    with chromium(program) as browser, sitting(browser, running.url, "en", cookie=running.signed_in(clerk)) as seat:
        for tag, locale in library.locales.items():
            page = seat.open("/")
            for type_id in document_types():
                case = _case(running, clerk.id)
                page.goto(f"{case}/preview/{type_id}/{tag}")  # from now on the picture is this one
                page.goto(f"{case}/at/documents/{type_id}")
                by_paper[f"{type_id} {tag}"] += _typed(page, tag, LETTERS[locale.script], repeats)
            page.close()
    tags = {tag: [ms for key, times in by_paper.items() if key.endswith(f" {tag}") for ms in times]
            for tag in library.locales}  # fmt: skip
    return by_paper | tags | {"all": [ms for times in by_paper.values() for ms in times]}


def _typed(page: Page, tag: str, letters: str, repeats: int) -> Iterator[float]:
    """The first time, which sets the paper for the first time, is left out."""
    page.wait_for_selector("[data-preview] img")
    page.evaluate(_WATCH)
    boxes = page.locator("#answers textarea:visible, #answers input[type=text]:visible:not([inputmode=numeric])")
    names = [boxes.nth(at).get_attribute("name") or "" for at in range(boxes.count())]
    best = next((at for at, name in enumerate(names) if name.endswith(f"/{tag}")), 0)
    chance = random.Random(1)
    for number in range(repeats + 1):
        word = "".join(chance.choices(letters, k=3))
        boxes.nth(best).press_sequentially(word, delay=KEY_MS)
        took = page.evaluate(_STANDS_STILL)
        if number:
            yield took


@dataclass
class Clerk:
    """An HTTP client that does what a browser does while somebody types."""

    http: httpx2.AsyncClient
    case: str
    types: Sequence[str]
    tags: Sequence[str]
    chance: random.Random
    took: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))

    async def work(self, end: float) -> None:
        """Until the time is up."""
        await asyncio.sleep(self.chance.uniform(0, 3))
        while time.perf_counter() < end:
            type_id, tag = self.chance.choice(self.types), self.chance.choice(self.tags)
            await self._ask("list of cases", "GET", "/")
            await self._ask("tasks of the case", "GET", self.case)
            shown = await self._ask("question page", "GET", f"{self.case}/at/documents/{type_id}")
            page = html.fromstring(shown.text)
            answers, save = _form(page)
            for _ in range(10):
                if time.perf_counter() > end:
                    return
                _retype(answers, self.chance)
                saved = await self._ask("save", "POST", save, answers)
                answers["revision"] = html.fromstring(f"<div>{saved.text}</div>").xpath('//*[@id="revision"]/@value')[0]
                await self._ask("picture", "GET", f"{self.case}/preview/{type_id}/{tag}", pane=True)
                await asyncio.sleep(self.chance.uniform(2, 4))

    async def _ask(
        self, kind: str, method: str, path: str, data: Mapping[str, Any] | None = None, *, pane: bool = False
    ) -> httpx2.Response:
        headers = {"Accept": "text/html"} | ({"HX-Request": "true"} if pane or data else {})
        start = time.perf_counter()
        answer = await self.http.request(method, path, data=dict(data) if data else None, headers=headers)
        self.took[kind].append((time.perf_counter() - start) * 1000)
        assert answer.status_code == 200, f"{kind}: {answer.status_code}"
        return answer


def _form(page: Any) -> tuple[dict[str, Any], str]:
    """What the page's form sends, and where it saves while somebody types."""
    (form,) = page.xpath('//form[@id="answers"]')
    sent: dict[str, Any] = {}
    for name, value in form.form_values():
        sent[name] = [*sent[name], value] if isinstance(sent.get(name), list) else (
            value if name not in sent else [sent[name], value])  # fmt: skip
    return sent, form.get("hx-post")


def _retype(answers: dict[str, Any], chance: random.Random) -> None:
    """One text is another one."""
    texts = [name for name, value in answers.items() if "/" in name and isinstance(value, str) and len(value) > 12]
    if texts:
        name = chance.choice(texts)
        answers[name] = answers[name][:60].strip() + chance.choice("abcdefghijklmnopqrstuvwxyz")


async def together(running: Serving, library: Library, count: int, seconds: float) -> Latencies:
    """Milliseconds by kind of request, and of all, of so many clerks with a case each."""
    limits = httpx2.Limits(max_connections=2)
    clerks = []
    for number in range(count):
        user = running.user(f"clerk{number}")
        cookies = {COOKIE: running.signed_in(user)}
        http = httpx2.AsyncClient(
            base_url=running.url, cookies=cookies, limits=limits, timeout=30, trust_env=False
        )  # fmt: skip
        types = list(document_types())
        clerks.append(Clerk(http, _case(running, user.id), types, list(library.locales), random.Random(number)))
    await _warm(clerks[0])
    end = time.perf_counter() + seconds
    await asyncio.gather(*(clerk.work(end) for clerk in clerks))
    for clerk in clerks:
        await clerk.http.aclose()
    took: dict[str, list[float]] = defaultdict(list)
    for clerk in clerks:
        for kind, times in clerk.took.items():
            took[kind] += times
    return took | {"all": [ms for times in took.values() for ms in times]}


async def _warm(clerk: Clerk) -> None:
    """Both workers have set each paper once."""
    for type_id in clerk.types:
        for tag in clerk.tags:
            address = f"{clerk.case}/preview/{type_id}/{tag}"
            await asyncio.gather(*(clerk.http.get(f"{address}?page={page}&zoom=200") for page in (1, 2)))


if __name__ == "__main__":
    os.environ.pop("DOCGEN_DATA", None)
    main()
