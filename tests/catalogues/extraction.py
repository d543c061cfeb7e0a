"""Every key of docgen's catalogues, found in the source by the annotation `Key`: an extraction method for Babel."""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from operator import itemgetter
from pathlib import Path
from typing import IO, Any

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from jinja2 import Environment, nodes

KEY, DEFINED_IN = "Key", "docgen.errors"
TRANSLATE: Mapping[str, int] = {"t": 1, "tn": 2}
"""The functions of pages that translate, and how many of their arguments are keys."""
SHOWN = ("title", "description")
"""What people see of a Pydantic field; a Field without a title is not shown to anybody."""

Found = tuple[int, str | None, str | tuple[str, ...], list[str]]
"""Line, function for Babel's keywords (None: the first string alone), strings, comments."""


class Unseen(Exception):
    """Something becomes a key that extraction cannot see; its text names each place."""

    def __init__(self, places: Iterable[str]) -> None:
        super().__init__(
            "\n".join(f"{place}: a key comes from here unseen; write it out, or annotate it Key" for place in places)
        )


@dataclass
class Declared:
    """What the annotations of one module, or of all, say."""

    calls: dict[str, list[tuple[int, str]]] = field(default_factory=dict)
    """Function or class → position and name of each parameter that is a key; a second one is the first one's plural."""
    names: set[str] = field(default_factory=set)
    attributes: set[str] = field(default_factory=set)
    returns: set[str] = field(default_factory=set)
    """Functions that give a key."""

    @classmethod
    def of(cls, trees: Iterable[ast.Module]) -> Declared:
        declared = cls()
        for node in (node for tree in trees if _knows_keys(tree) for node in ast.walk(tree)):
            declared._add(node)
        return declared

    def _add(self, node: ast.AST) -> None:
        if isinstance(node, ast.ClassDef):
            self._add_class(node)
        elif isinstance(node, ast.FunctionDef) and node.name != "__init__":
            self._add_function(node.name, node)
        elif isinstance(node, ast.AnnAssign) and _is_key(node.annotation):
            if isinstance(node.target, ast.Name):
                self.names.add(node.target.id)
            elif isinstance(node.target, ast.Attribute):
                self.attributes.add(node.target.attr)

    def _add_function(self, name: str, function: ast.FunctionDef) -> None:
        if isinstance(function.returns, ast.Name) and function.returns.id == KEY:
            self.returns.add(name)
        parameters = [each for each in function.args.args if each.arg not in ("self", "cls")]
        keys = [(at, each.arg) for at, each in enumerate(parameters) if _is_key(each.annotation)]
        keys += [(len(parameters), each.arg) for each in function.args.kwonlyargs if _is_key(each.annotation)]
        if keys:
            self.calls[name] = keys
            self.names.update(parameter for _, parameter in keys)

    def _add_class(self, node: ast.ClassDef) -> None:
        fields = [each for each in node.body if isinstance(each, ast.AnnAssign) and isinstance(each.target, ast.Name)]
        keys = [(at, each.target.id) for at, each in enumerate(fields) if _is_key(each.annotation)]
        self.attributes.update(name for _, name in keys)
        if keys and any("dataclass" in ast.unparse(each) for each in node.decorator_list):
            self.calls[node.name] = keys
        for each in node.body:
            if isinstance(each, ast.FunctionDef) and each.name == "__init__":
                self._add_function(node.name, each)


class Extraction:
    """The method that Babel calls for each file; `unseen` gathers the places where a key escapes it."""

    def __init__(self, trees: Mapping[str, ast.Module]) -> None:
        """`trees` by the name of each module."""
        self._everywhere = Declared.of(trees.values())
        self._modules = {name: (_defined(tree), Declared.of([tree]).calls) for name, tree in trees.items()}
        self.unseen: list[str] = []

    def __call__(
        self, file: IO[bytes], keywords: Collection[str], comment_tags: Collection[str], options: Mapping[str, Any]
    ) -> Iterator[Found]:
        tree = ast.parse(file.read())
        names = _Module(self._everywhere, self._modules, tree)
        for node in ast.walk(tree):
            for line, function, strings in names.keys_of(node):
                yield line, function, strings, []
        self.unseen += [f"{file.name}:{line}" for line in names.unseen]


class _Module:
    """The keys of one module. A bare name counts where it is declared or imported, an attribute wherever.

    A name imported from a module that defines it means what it means there; one that is only passed on there, what it
    means anywhere.
    """

    def __init__(self, everywhere: Declared, modules: Mapping[str, _Defined], tree: ast.Module) -> None:
        self._knows_keys = _knows_keys(tree)
        here = Declared.of([tree])
        imports = [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
        imported = {each.asname or each.name: str(node.module) for node in imports for each in node.names}
        meant = {each.asname or each.name: each.name for node in imports for each in node.names}
        self._calls = here.calls | {
            name: keys
            for name, keys in everywhere.calls.items()
            if name in imported and _meant(name, modules.get(imported[name]))
        }
        self._methods = everywhere.calls
        self._names = here.names | {alias for alias, name in meant.items() if name in everywhere.names}
        self._returns = everywhere.returns
        self._attributes = everywhere.attributes
        self.unseen: list[int] = []

    def keys_of(self, node: ast.AST) -> Iterator[tuple[int, str | None, str | tuple[str, ...]]]:
        if isinstance(node, ast.Call):
            yield from self._of_call(node)
        elif isinstance(node, ast.AnnAssign) and node.value and self._knows_keys and _is_key(node.annotation):
            yield from self._strings(node.value)
        elif isinstance(node, ast.Assign) and any(
            isinstance(to, ast.Name) and to.id in self._names for to in node.targets
        ):
            yield from self._constants(node.value)
        elif isinstance(node, ast.ClassDef):
            yield from self._of_class(node)
        elif isinstance(node, ast.FunctionDef) and self._knows_keys and node.name in self._returns:
            for each in ast.walk(node):
                if isinstance(each, ast.Return):
                    yield from self._constants(each.value)

    def _of_class(self, node: ast.ClassDef) -> Iterator[tuple[int, None, str]]:
        """A class attribute that a base class declares to be a key, whatever the annotation here."""
        for each in node.body:
            targets = [each.target] if isinstance(each, ast.AnnAssign) else getattr(each, "targets", [])
            if any(isinstance(target, ast.Name) and target.id in self._attributes for target in targets):
                yield from self._constants(each.value)

    def _of_call(self, call: ast.Call) -> Iterator[tuple[int, str | None, str | tuple[str, ...]]]:
        if isinstance(call.func, ast.Name):
            name, keys = call.func.id, self._calls.get(call.func.id, [])
        elif isinstance(call.func, ast.Attribute):
            name, keys = call.func.attr, self._methods.get(call.func.attr, [])
        else:
            return
        if name == "Field":
            given = {each.arg: each.value for each in call.keywords}
            keys = [(len(call.args), name) for name in SHOWN] if "title" in given else []
        arguments = [argument for at, parameter in keys if (argument := _argument(call, at, parameter)) is not None]
        found = [[text for _, _, text in self._strings(argument)] for argument in arguments]
        if name != "Field" and len(found) == 2 and all(found):
            yield call.lineno, "ngettext", (found[0][0], found[1][0])
        else:
            yield from ((call.lineno, None, text) for texts in found for text in texts)

    def _strings(self, node: ast.expr) -> Iterator[tuple[int, None, str]]:
        """The strings that an expression can be; what cannot be told is noted as unseen."""
        if isinstance(node, ast.Constant):
            if isinstance(node.value, str) and node.value:
                yield node.lineno, None, node.value
        elif (parts := _parts(node)) is not None:
            for part in parts:
                yield from self._strings(part)
        elif not self._is_declared(node):
            self.unseen.append(node.lineno)

    def _constants(self, node: ast.expr | None) -> Iterator[tuple[int, None, str]]:
        for part in (node.body, node.orelse) if isinstance(node, ast.IfExp) else (node,):
            if isinstance(part, ast.Constant) and isinstance(part.value, str) and part.value:
                yield part.lineno, None, part.value

    def _is_declared(self, node: ast.expr) -> bool:
        """Whether an expression is a key that is found where it is declared, or a Message found by its own call."""
        if isinstance(node, ast.Name):
            return node.id in self._names
        if isinstance(node, ast.Attribute):
            return node.attr in self._attributes or node.attr in SHOWN
        if isinstance(node, ast.Subscript):
            return self._is_declared(node.value)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "get":
            return self._is_declared(node.func.value)
        if not isinstance(node, ast.Call):
            return False
        name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
        return name in self._returns or (isinstance(node.func, ast.Name) and name in self._calls)


_Defined = tuple[set[str], dict[str, list[tuple[int, str]]]]
"""The functions and classes that a module defines, and which of them take keys."""


def _defined(tree: ast.Module) -> set[str]:
    kinds = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef
    return {node.name for node in tree.body if isinstance(node, kinds)}


def _meant(name: str, module: _Defined | None) -> bool:
    return module is None or name not in module[0] or name in module[1]


def _parts(node: ast.expr) -> list[ast.expr] | None:
    """What an expression chooses from or holds; None where it does neither."""
    if isinstance(node, ast.IfExp):
        return [node.body, node.orelse]
    if isinstance(node, ast.BoolOp):
        return node.values
    if isinstance(node, ast.Dict):
        return node.values
    if isinstance(node, ast.DictComp):
        return [node.value]
    if isinstance(node, ast.Tuple | ast.List | ast.Set):
        return node.elts
    return None


def _argument(call: ast.Call, at: int, parameter: str) -> ast.expr | None:
    if at < len(call.args):
        return call.args[at]
    return next((each.value for each in call.keywords if each.arg == parameter), None)


def _knows_keys(tree: ast.Module) -> bool:
    """Whether `Key` means a key here: where it is defined, and where it is imported from there."""
    return any(
        (
            isinstance(node, ast.ImportFrom)
            and node.module == DEFINED_IN
            and any(each.name == KEY for each in node.names)
        )
        or (isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and node.target.id == KEY)
        for node in tree.body
    )


def _is_key(annotation: ast.expr | None) -> bool:
    return annotation is not None and any(
        isinstance(node, ast.Name) and node.id == KEY for node in ast.walk(annotation)
    )


def template(*packages: Path) -> Catalog:
    """A catalogue of every key in packages that stand side by side, without words; each names the files it stands in.

    Raises Unseen when something becomes a key that is neither written out nor annotated.
    """
    root = packages[0].parent
    paths = [path for package in packages for path in sorted(package.rglob("*.py"), key=Path.as_posix)]
    modules = {path: ".".join(path.relative_to(root).with_suffix("").parts) for path in paths}
    method = Extraction({modules[path]: ast.parse(path.read_bytes()) for path in paths})
    found = Catalog()
    for path in paths:
        name = path.relative_to(root).as_posix()
        with path.open("rb") as file:
            for _, key, _, _ in sorted(extract(method, file), key=itemgetter(0)):
                found.add(key, locations=[(name, None)])
    for package in packages:
        for path in sorted(package.rglob("*.html"), key=Path.as_posix):
            name = path.relative_to(root).as_posix()
            for key in _of_page(path.read_text(encoding="utf-8"), name, method.unseen):
                found.add(key, locations=[(name, None)])
    if method.unseen:
        raise Unseen(method.unseen)
    return found


def _of_page(text: str, name: str, unseen: list[str]) -> Iterator[str | tuple[str, str]]:
    """The keys of a page of Jinja: `t("…")`, and `tn("…", "…", count)` with its plural."""
    for call in Environment().parse(text).find_all(nodes.Call):
        if isinstance(call.node, nodes.Name) and call.node.name in TRANSLATE:
            strings = call.args[: TRANSLATE[call.node.name]]
            found = [each.value for each in strings if isinstance(each, nodes.Const)]
            if len(found) != TRANSLATE[call.node.name]:
                unseen.append(f"{name}:{call.lineno}")
            elif len(found) == 1:
                yield found[0]
            else:
                yield found[0], found[1]
