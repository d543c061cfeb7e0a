"""Which tags belong together, and whether they stand where a pair can work."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from docgen.docx.places import Place
from docgen.docx.tagged import Node, Tag

_NEEDS_PARAGRAPH: Final = frozenset(f"w:{name}" for name in ["tc", "hdr", "ftr", "footnote", "endnote", "txbxContent"])


def pair(tags: list[Tag], place: Callable[[Tag], Place]) -> None:
    """Match if … endif and for … endfor, and see that each pair begins and ends at the same level of the document."""
    chains: list[list[Tag]] = []
    last: dict[Node, list[Tag]] = {}
    for tag in tags:
        word = tag.keyword
        if word in ("if", "for"):
            chains.append([tag])
        elif word in ("elif", "else", "endif", "endfor"):
            opener = chains[-1][0].keyword if chains else ""
            if not opener or (word == "elif" and opener != "if") or (word[:3] == "end" and word != f"end{opener}"):
                raise place(tag).error("there is no if or for that this tag belongs to; remove it or add the beginning")
            chains[-1].append(tag)
            if word[:3] == "end":
                last[tag.node] = chains.pop()
                _settle(last[tag.node], place)
        elif tag.text.startswith("{%"):
            raise place(tag).error("only if, elif, else, endif, for and endfor may stand in such a tag; rewrite it")
    if chains:
        tag = chains[-1][0]
        raise place(tag).error("this tag is never closed; add the tag with end{word} after it", word=tag.keyword)
    for node, chain in last.items():
        # A cell or header without a paragraph is damaged to Word (17.4.66): where all may be left out, one is put in.
        if node.name in _NEEDS_PARAGRAPH and not node.certain and all(tag.keyword != "else" for tag in chain):
            chain[-1].otherwise = True


def _settle(chain: list[Tag], place: Callable[[Tag], Place]) -> None:
    """One if or for: tags in one piece of text stay; across runs of a paragraph they are lifted between runs."""
    nodes = {tag.node for tag in chain}
    if len(nodes) == 1:
        return
    levels = set()
    for tag in chain:
        run = tag.node.above("w:r") if tag.context == "run" else None
        tag.lifted = run is not None
        levels.add(run.parent if run is not None else tag.node)
    if len(levels) > 1 or any(tag.context == "attribute" for tag in chain):
        raise place(chain[0]).error(
            "this tag and the one that closes it stand in different paragraphs, cells or rows ({closing}); put "
            "both into one "
            "paragraph, or each into a paragraph of its own with p ({{%p … %}}), or into rows of their own with tr",
            closing=place(chain[-1]).paragraph[:60] or chain[-1].text,
        )
