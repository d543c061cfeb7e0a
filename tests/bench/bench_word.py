"""How fast Word files are filled: docgen against stock docxtpl, docxtemplater and easy-template-x.

    python tests/bench/bench_word.py [MODULE:FUNCTION] [--rounds N]

FUNCTION returns a list of (name, template bytes, view); without it a built-in two-page letter with a 20-row table is
used.
All tools run interleaved in one run, each on an equivalent template; only the ratios of the medians mean anything.
"""

from __future__ import annotations

import argparse
import importlib
import io
import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from docxtpl import DocxTemplate  # noqa: E402

from docgen.docx import Template  # noqa: E402
from docgen.docx.text import paragraphs  # noqa: E402
from docgen.docx.verification import Verification  # noqa: E402
from docgen.verification import code, qr  # noqa: E402
from tests.bench.translate_word import translate  # noqa: E402
from tests.unit.docx.builder import FONTS, docx, p, r, tbl, tc, tr  # noqa: E402

Sample = tuple[str, bytes, Mapping[str, Any]]
NODE_TOOLS = ("docxtemplater", "easy-template-x")
OURS, CODED = "docgen", "docgen and code"
SLICE_MS = 100
WARM_UP = 25


def sample() -> list[Sample]:
    """A letter of about two pages: headings, clauses with conditions, a table of 20 rows, header and footer."""
    small = '<w:rFonts w:ascii="Tinos" w:hAnsi="Tinos" w:cs="Battambang"/><w:sz w:val="20"/><w:szCs w:val="20"/>'
    clause = (
        "The Parties shall ensure that every person is treated with care and dignity in accordance with the procedure. "
    )
    body = p(r("Subject: {{ subject }}", "<w:b/><w:bCs/>")) + p(
        "To {{ officer.name }}, {{ officer.post }}, concerning {{ person.name }}"
    )
    for number in range(10):
        body += p(r(f"{number + 1}. ", "<w:b/><w:bCs/>"), clause * 2 + "The person concerned is {{ person.name }}.")
    body += (
        p("{%p if person.minor %}")
        + p("As a child, {{ person.name }} is heard with {{ guardian.name }}.")
        + p("{%p endif %}")
    )
    heads = [tc(p(r(name, small + "<w:b/><w:bCs/>"))) for name in ("No", "Name", "Date", "Description")]
    cells = [tc(p(r(tag, small))) for tag in ("{{ loop.index }}", "{{ e.name }}", "{{ e.date }}", "{{ e.text }}")]
    control = ["", "", ""]
    body += tbl(
        tr(*heads),
        tr(tc(p("{%tr for e in evidence %}")), *control),
        tr(*cells),
        tr(tc(p("{%tr endfor %}")), *control),
        columns=4,
    )
    body += p("{%p for place in places %}") + p("Done at {{ place }}") + p("{%p endfor %}")
    section = (
        '<w:sectPr><w:headerReference w:type="default" r:id="rIdHeader1"/>'
        '<w:footerReference w:type="default" r:id="rIdFooter1"/></w:sectPr>'
    )
    view = {
        "subject": "ការជូនដំណឹង",
        "reference": "12/2565",
        "person": {"name": "សុខ ដារ៉ា", "minor": True},
        "officer": {"name": "Somying Jaidee", "post": "Inquiry official"},
        "guardian": {"name": "SOK CHEA"},
        "evidence": [
            {"name": f"Item {n}", "date": f"2022-08-{n + 1:02}", "text": f"ឯកសារ {n} a document"} for n in range(20)
        ],
        "places": ["Bangkok", "Phnom Penh"],
    }
    return [("letter", docx(body, header=p("{{ reference }}"), footer=p("{{ reference }}"), section=section), view)]


class Node:
    """The Node process that renders with the JavaScript tools."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._process = subprocess.Popen(
            ["node", str(Path(__file__).with_name("word_competitors.mjs"))],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def prepare(self, name: str, data: bytes, view: Mapping[str, Any]) -> None:
        folder = self._folder / name
        folder.mkdir()
        translated, tags = translate(data)
        for tool in NODE_TOOLS:
            (folder / f"{tool}.docx").write_bytes(translated)
        (folder / "view.json").write_text(json.dumps(view), "utf-8")
        (folder / "tags.json").write_text(json.dumps(tags), "utf-8")

    def run(self, name: str, tool: str, times: int, output: Path | None = None) -> list[float]:
        """Milliseconds of each render."""
        command = {
            "template": str(self._folder / name),
            "tool": tool,
            "times": times,
            "output": str(output) if output else None,
        }
        assert self._process.stdin and self._process.stdout
        self._process.stdin.write(json.dumps(command) + "\n")
        self._process.stdin.flush()
        answer = json.loads(self._process.stdout.readline())
        if "error" in answer:
            raise SystemExit(f"{name}: {tool} failed: {answer['error']}")
        return list(answer["ms"])

    def close(self) -> None:
        assert self._process.stdin
        self._process.stdin.close()
        self._process.wait()


def stock(data: bytes, view: Mapping[str, Any]) -> bytes:
    """docxtpl as its manual has it: a fresh template for each document."""
    template = DocxTemplate(io.BytesIO(data))
    template.render(dict(view), autoescape=True)
    buffer = io.BytesIO()
    template.save(buffer)
    return buffer.getvalue()


def with_code(template: Template, view: Mapping[str, Any]) -> bytes:
    """As an installation issues it: with a verification code and its QR, which no other tool here makes."""
    given = code.make(bytes(32), template.name, "en", template.fingerprint, code.content_hash(view))
    picture = qr.png(given.replace("-", ""), *qr.around(template.name, "en", template.fingerprint))
    printed = Verification(given, "Verification code", picture, "QR code")
    return template.render(view, title="T", language="en", verification=printed)


def timed(function: Callable[[], bytes], times: int) -> list[float]:
    found = []
    for _ in range(times):
        begin = time.perf_counter()
        function()
        found.append(1000 * (time.perf_counter() - begin))
    return found


def measure(samples: list[Sample], rounds: int) -> None:
    """Print, for each sample, every tool's median and its ratio to docgen's."""
    with tempfile.TemporaryDirectory() as folder:
        node = Node(Path(folder))
        for name, data, view in samples:
            template = Template.compile(data, name=name, fonts=FONTS)
            node.prepare(name, data, view)
            ours = partial(template.render, view, title="T", language="en")
            coded = partial(with_code, template, view)
            theirs = lambda d=data, v=view: stock(d, v)  # noqa: E731
            same = _same_text(node, name, ours(), theirs(), Path(folder))
            found = _rounds(node, name, {OURS: ours, CODED: coded, "docxtpl": theirs}, rounds)
            base = statistics.median(found[OURS])
            print(f"{name}: template {len(data)} bytes, document {len(ours())} bytes")
            for tool, values in found.items():
                middle = statistics.median(values)
                text = same.get(tool, "and the code")
                print(f"  {tool:16} median {middle:8.3f} ms   {middle / base:6.1f} x docgen   same text: {text}")
        node.close()


def _rounds(node: Node, name: str, functions: Mapping[str, Callable[[], bytes]], rounds: int) -> dict[str, list[float]]:
    """Interleaved in slices of equal time, so that a slow moment of the machine slows every tool alike."""
    tools: dict[str, Callable[[int], list[float]]] = {
        **{tool: partial(timed, function) for tool, function in functions.items()},
        **{tool: partial(node.run, name, tool) for tool in NODE_TOOLS},
    }
    slices = {tool: max(round(SLICE_MS / statistics.median(run(WARM_UP))), 1) for tool, run in tools.items()}
    found: dict[str, list[float]] = {tool: [] for tool in tools}
    for _ in range(rounds):
        for tool, run in tools.items():
            found[tool] += run(slices[tool])
    return found


def _same_text(node: Node, name: str, ours: bytes, theirs: bytes, folder: Path) -> dict[str, bool]:
    """Whether each tool printed what docgen printed, white space and empty paragraphs aside."""
    documents = {OURS: ours, "docxtpl": theirs}
    for tool in NODE_TOOLS:
        output = folder / f"{name}.{tool}.docx"
        node.run(name, tool, 1, output)
        documents[tool] = output.read_bytes()
    texts = {
        tool: [" ".join(line.split()) for line in paragraphs(data) if line.strip()] for tool, data in documents.items()
    }
    return {tool: lines == texts[OURS] for tool, lines in texts.items()}


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("samples", nargs="?", default="", metavar="MODULE:FUNCTION")
    parser.add_argument("--rounds", type=int, default=20)
    arguments = parser.parse_args()
    found: list[Sample] = sample()
    if arguments.samples:
        module, function = arguments.samples.split(":")
        found = getattr(importlib.import_module(module), function)()
    measure(found, arguments.rounds)


if __name__ == "__main__":
    main()
