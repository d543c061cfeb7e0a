"""Findings as SARIF and as a page: complete, at their places, and with nothing in them that acts."""

from __future__ import annotations

import json
from html.parser import HTMLParser

from docgen.errors import Finding, Message, Severity
from docgen.library import Library
from docgen.locale.catalogue import Catalogue
from docgen.review.page import page
from docgen.review.sarif import sarif

FINDINGS = (
    Finding(Severity.ERROR, "parity.numbers", "th/paper.docx#c_4_7_a", Message("{item} is wrong", {"item": "<18>"})),
    Finding(Severity.WARNING, "text.double_space", "km/a paper.docx", Message("two spaces")),
    Finding(Severity.ADVICE, "parity.numbers", "km/a paper.docx", Message("see <script>alert(1)</script>")),
)


def test_sarif_has_a_rule_for_each_code_and_a_result_for_each_finding() -> None:
    log = json.loads(json.dumps(sarif(FINDINGS, Catalogue({}))))
    assert log["version"] == "2.1.0" and log["$schema"].endswith("sarif-schema-2.1.0.json")
    (run,) = log["runs"]
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert run["tool"]["driver"]["name"] == "docgen" and rules == ["parity.numbers", "text.double_space"]
    assert [result["level"] for result in run["results"]] == ["error", "warning", "note"]
    for result, finding in zip(run["results"], FINDINGS, strict=True):
        assert rules[result["ruleIndex"]] == result["ruleId"] == finding.code
        assert result["message"]["text"] == str(finding.message)
    (first,), (second,) = (result["locations"] for result in run["results"][:2])
    assert first["physicalLocation"]["artifactLocation"]["uri"] == "th/paper.docx"
    assert first["logicalLocations"][0]["name"] == "c_4_7_a"
    assert second["physicalLocation"]["artifactLocation"]["uri"] == "km/a%20paper.docx"
    assert "logicalLocations" not in second


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.links += [value or "" for name, value in attrs if name in ("href", "src")]


def test_the_page_stands_alone_and_holds_every_finding_escaped() -> None:
    made = page(FINDINGS, Catalogue({}), "en")
    read = _Tags()
    read.feed(made)
    assert "script" not in read.tags and read.links == []
    assert read.tags.count("table") == 2 and read.tags.count("tr") == 2 + len(FINDINGS)
    assert "&lt;18&gt; is wrong" in made and "c_4_7_a" in made and '<html lang="en">' in made


def test_the_page_says_when_nothing_is_wrong_in_the_words_of_the_reader(library: Library) -> None:
    assert "Nothing is wrong with the templates." in page((), Catalogue({}), "en")
    assert 'lang="km"' in page((), library.locales["km"].catalogue, "km")
