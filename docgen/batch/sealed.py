"""What a batch keeps about people, as bytes to be sealed: its order, its rows, what was found in them."""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from docgen.batch.row import Order
from docgen.errors import Finding, Message, Severity
from docgen.store import crypt


@dataclass(frozen=True, slots=True)
class Waiting:
    """A row to be done: `data` is the JSON of a case, None where its source could not read it, with the findings."""

    number: int
    data: bytes | None
    findings: tuple[Finding, ...] = ()


def order_bytes(order: Order, webhook: str | None, check: str = "") -> bytes:
    """An order with whom to tell of its end, and the id of the check that found its rows good."""
    return _json({"order": asdict(order), "webhook": webhook, "check": check})


def order_of(data: bytes) -> tuple[Order, str | None]:
    """The other way."""
    tree = json.loads(data)
    given: dict[str, Any] = {
        key: tuple(value) if isinstance(value, list) else value for key, value in tree["order"].items()
    }
    return Order(**given), tree["webhook"]


def check_of(data: bytes) -> str:
    """The id of the check in what `order_bytes` made; "" for none."""
    return str(json.loads(data).get("check", ""))


def seal_rows(key: bytes, batch: str, chunk: int, rows: Iterable[Waiting]) -> bytes:
    """A chunk, sealed under its place."""
    tree = [
        [row.number, None if row.data is None else b64encode(row.data).decode(), _trees(row.findings)] for row in rows
    ]
    return crypt.seal(key, f"{batch}/chunk/{chunk}", _json(tree))


def unseal_rows(key: bytes, batch: str, chunk: int, sealed: bytes) -> list[Waiting]:
    """The other way. Raises StoreUnusable."""
    return [
        Waiting(number, None if data is None else b64decode(data), _findings(findings))
        for number, data, findings in json.loads(crypt.unseal(key, f"{batch}/chunk/{chunk}", sealed))
    ]


def seal_findings(
    key: bytes, batch: str, row: int, findings: Iterable[Finding], columns: Mapping[str, str] | None = None
) -> bytes:
    """Findings of a row with the columns of the source that they concern, by pointer, sealed under its place."""
    known = columns or {}
    told = [[*_tree_of(each), known.get(each.pointer, "")] for each in findings]
    return crypt.seal(key, f"{batch}/row/{row}", _json(told))


def unseal_findings(key: bytes, batch: str, row: int, sealed: bytes) -> tuple[tuple[Finding, ...], Mapping[str, str]]:
    """The other way: findings and columns. Raises StoreUnusable."""
    trees = json.loads(crypt.unseal(key, f"{batch}/row/{row}", sealed))
    return _findings(trees), {tree[2]: tree[5] for tree in trees if len(tree) > 5 and tree[5]}


def _json(tree: Any) -> bytes:
    return json.dumps(tree, ensure_ascii=False).encode()


def _trees(findings: Iterable[Finding]) -> list[list[Any]]:
    return [_tree_of(each) for each in findings]


def _tree_of(finding: Finding) -> list[Any]:
    return [finding.severity.value, finding.code, finding.pointer, _tree(finding.message), finding.clause]


def _findings(trees: Sequence[Sequence[Any]]) -> tuple[Finding, ...]:
    return tuple(
        Finding(Severity(severity), code, pointer, _message(message), clause)
        for severity, code, pointer, message, clause, *_ in trees
    )


def _tree(message: Message) -> dict[str, Any]:
    values = {name: _tree(each) if isinstance(each, Message) else each for name, each in message.values.items()}
    return {"key": message.key, "values": values, "plural": message.plural, "count": message.count}


def _message(tree: Mapping[str, Any]) -> Message:
    values = {name: _message(each) if isinstance(each, dict) else each for name, each in tree["values"].items()}
    return Message(**{**tree, "values": values})
