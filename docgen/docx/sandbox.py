"""What a template may say: an allow-list over Jinja's syntax tree, in an immutable sandbox, over plain values only.

Two guards, each sufficient for what it guards: the environment resolves names to keys of dictionaries and to nothing
else; the allow-list lets only names, attributes, for, if, comparisons and the filters below reach the compiler.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from jinja2 import StrictUndefined, UndefinedError, nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.runtime import LoopContext, Undefined
from jinja2.sandbox import ImmutableSandboxedEnvironment

from docgen.docx.places import Place
from docgen.docx.values import MISSING, ValueProblem
from docgen.errors import Key, Message

LOOP: Final = frozenset({"index", "index0", "revindex", "revindex0", "first", "last", "length"})
INTERNAL: Final = "docgen_"
_LIST: Final = INTERNAL + "list"
# Names that mean something to Jinja itself.
_FORBIDDEN_NAMES: Final = frozenset({"self", "super", "caller", "varargs", "kwargs"})
_COMPARISONS: Final = frozenset({"eq", "ne", "lt", "lteq", "gt", "gteq", "in", "notin"})


def _listed(value: Any) -> Any:
    if type(value) is list or type(value) is tuple:
        return value
    raise ValueProblem("for needs a list here; loop over a list, or use if")


def _length(value: Any) -> int:
    return len(_listed(value))


def _end(at: int) -> Callable[[Any], Any]:
    def pick(value: Any) -> Any:
        if not _listed(value):
            raise ValueProblem("the list is empty here; test it with if before taking its first or last entry")
        return value[at]

    return pick


def _join(value: Any, separator: str = "") -> str:
    if not all(type(item) is str for item in _listed(value)):
        raise ValueProblem("join needs a list of texts; loop with for")
    return separator.join(value)


FILTERS: Final[Mapping[str, Callable[..., Any]]] = {
    "length": _length,
    "first": _end(0),
    "last": _end(-1),
    "join": _join,
}


class _Generator(CodeGenerator):
    """Generates less than Jinja would: x.name is the subscript x["name"] of a plain dict, and what a writer has already
    turned into XML is not escaped a second time. Everything else stays autoescaped and sandboxed.
    """

    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:
        if isinstance(node.node, nodes.Name) and node.node.name == "loop":
            super().visit_Getattr(node, frame)
            return
        self.write("(")
        self.visit(node.node, frame)
        self.write(f")[{node.attr!r}]")

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        if isinstance(node, nodes.Filter) and node.name.startswith(INTERNAL):
            self.write("(")
        else:
            super()._output_child_pre(node, frame, finalize)


class DocumentEnvironment(ImmutableSandboxedEnvironment):
    """Jinja without globals, tests or filters but ours; attributes are keys of dictionaries and nothing else."""

    code_generator_class = _Generator

    def __init__(self, writers: Mapping[str, Callable[[Any], str]]) -> None:
        super().__init__(autoescape=True, undefined=StrictUndefined, keep_trailing_newline=True, cache_size=0)
        self.globals.clear()
        self.tests.clear()
        self.filters.clear()
        self.filters.update(FILTERS)
        self.filters[_LIST] = _listed
        self.filters.update(writers)

    def getattr(self, obj: Any, attribute: str) -> Any:
        """obj[attribute] of a dict, or one of the loop's counters; ValueProblem otherwise."""
        if type(obj) is dict:
            try:
                return obj[attribute]
            except KeyError:
                raise ValueProblem(MISSING, name=attribute) from None
        if type(obj) is LoopContext and attribute in LOOP:
            return getattr(obj, attribute)
        if isinstance(obj, Undefined):
            raise ValueProblem(MISSING, name=str(obj._undefined_name))
        raise ValueProblem("“{name}” is asked of something that has no parts; name it without the dot", name=attribute)

    def getitem(self, obj: Any, argument: Any) -> Any:
        """obj[argument] of a dict or a list; ValueProblem otherwise."""
        if type(argument) is str:
            return self.getattr(obj, argument)
        if type(argument) is int and type(obj) is list:
            try:
                return obj[argument]
            except IndexError:
                raise ValueProblem("the list has no entry of this number; test its length, or loop with for") from None
        raise ValueProblem("a number in brackets needs a list; name the value with a dot")


def check(tree: nodes.Template, place: Callable[[int], Place]) -> None:
    """Refuse with a TemplateError whatever the allow-list does not name. `place` maps a source line to its tag."""
    for child in tree.body:
        _statement(child, place, loops=0)


_MAX_NESTING: Final = 4


def _statement(node: nodes.Node, place: Callable[[int], Place], loops: int) -> None:
    if isinstance(node, nodes.Output):
        for expression in node.nodes:
            if not isinstance(expression, nodes.TemplateData):
                _expression(expression, place, loops)
    elif isinstance(node, nodes.If):
        _expression(node.test, place, loops)
        for child in (*node.body, *node.elif_, *node.else_):
            _statement(child, place, loops)
    elif isinstance(node, nodes.For):
        _for(node, place, loops)
    else:
        raise _refused(node, place)


def _for(node: nodes.For, place: Callable[[int], Place], loops: int) -> None:
    here = place(node.lineno)
    if not isinstance(node.target, nodes.Name) or node.recursive:
        raise here.error("a for tag names one variable and one list (for item in list); rewrite it so")
    if node.target.name in _FORBIDDEN_NAMES | {"loop"} or node.target.name.startswith(INTERNAL):
        raise here.error("this variable name is taken by the template language; choose another")
    if loops >= _MAX_NESTING:
        raise here.error("loops stand in loops too deep; flatten the list in the view")
    _expression(node.iter, place, loops)
    if node.test is not None:
        _expression(node.test, place, loops)
    for child in node.body:
        _statement(child, place, loops + 1)
    for child in node.else_:
        _statement(child, place, loops)


def _expression(node: nodes.Node, place: Callable[[int], Place], loops: int) -> None:
    for child in _parts(node, place, loops):
        _expression(child, place, loops)


def _parts(node: nodes.Node, place: Callable[[int], Place], loops: int) -> Iterator[nodes.Node]:
    """The sub-expressions of an allowed expression; TemplateError for any other."""
    if isinstance(node, (nodes.Name, nodes.Const)):
        if not _is_plain(node, loops):
            raise _refused(node, place)
    elif isinstance(node, nodes.Getattr):
        _attribute(node, node.attr, place, loops)
        yield node.node
    elif isinstance(node, nodes.Getitem):
        if not isinstance(node.arg, nodes.Const) or type(node.arg.value) not in (str, int):
            raise place(node.lineno).error("only a name or a number may stand in brackets; rewrite the tag")
        _attribute(node, str(node.arg.value), place, loops)
        yield node.node
    elif isinstance(node, nodes.Compare):
        if any(operand.op not in _COMPARISONS for operand in node.ops):
            raise _refused(node, place)
        yield node.expr
        yield from (operand.expr for operand in node.ops)
    elif isinstance(node, (nodes.And, nodes.Or)):
        yield from (node.left, node.right)
    elif isinstance(node, nodes.Not):
        yield node.node
    elif isinstance(node, nodes.Filter):
        yield from _filter(node, place)
    else:
        raise _refused(node, place)


def _is_plain(node: nodes.Name | nodes.Const, loops: int) -> bool:
    if isinstance(node, nodes.Const):
        return isinstance(node.value, (str, int, bool, type(None)))
    return node.name not in _FORBIDDEN_NAMES and (node.name != "loop" or loops > 0)


def _attribute(node: nodes.Getattr | nodes.Getitem, name: str, place: Callable[[int], Place], loops: int) -> None:
    if name.startswith("_"):
        raise place(node.lineno).error(
            "names that begin with an underscore are not for templates; name a value of the view"
        )
    if isinstance(node.node, nodes.Name) and node.node.name == "loop" and loops and name not in LOOP:
        raise place(node.lineno).error("loop has only {names}; use one of these", names=", ".join(sorted(LOOP)))


def _filter(node: nodes.Filter, place: Callable[[int], Place]) -> Iterator[nodes.Node]:
    here = place(node.lineno)
    if node.name not in FILTERS:
        raise here.error(
            "there is no filter {name}; use one of {names}, or let the view hand in the finished text",
            name=node.name,
            names=", ".join(sorted(FILTERS)),
        )
    arguments = [*node.args]
    allowed = 1 if node.name == "join" else 0
    if node.kwargs or node.dyn_args or node.dyn_kwargs or len(arguments) > allowed or node.node is None:
        raise here.error("the filter {name} does not take these arguments; leave them out", name=node.name)
    if any(not isinstance(argument, nodes.Const) or type(argument.value) is not str for argument in arguments):
        raise here.error("the filter {name} takes a text in quotation marks; rewrite it", name=node.name)
    yield node.node


_WORDS: Final[Mapping[type[nodes.Node], Key]] = {
    nodes.Call: "a call",
    nodes.Concat: "joining with ~",
    nodes.CondExpr: "if inside {{{{ }}}}",
    nodes.Test: "a test with is",
    nodes.List: "a list",
    nodes.Tuple: "a comma",
    nodes.Dict: "a dictionary",
}


def _refused(node: nodes.Node, place: Callable[[int], Place]) -> Exception:
    if isinstance(node, nodes.Name):
        what = Message("the name {name}", {"name": node.name})
    elif type(node) in _WORDS:
        what = Message(_WORDS[type(node)])
    else:
        what = Message("arithmetic" if isinstance(node, (nodes.BinExpr, nodes.UnaryExpr)) else "this")
    return place(node.lineno or 0).error(
        "{what} is not part of the template language; use names, dots, if, for and comparisons, and let the view "
        "hand in finished texts",
        what=what,
    )


def instrument(tree: nodes.Template, writer: Callable[[int], str]) -> None:
    """Give every placeholder its writer (a filter's name by source line), every for a list check and a counted step."""
    for output in tree.find_all(nodes.Output):
        output.nodes = [
            node
            if isinstance(node, nodes.TemplateData)
            else nodes.Filter(node, writer(node.lineno), [], [], None, None, lineno=node.lineno)
            for node in output.nodes
        ]
    for loop in tree.find_all(nodes.For):
        loop.iter = nodes.Filter(loop.iter, _LIST, [], [], None, None, lineno=loop.iter.lineno)
        loop.body.insert(0, nodes.Output([nodes.TemplateData("", lineno=loop.lineno)], lineno=loop.lineno))


def missing(problem: Exception) -> Message:
    """Reason and remedy for an exception that rendering raised."""
    if isinstance(problem, ValueProblem):
        return problem.message
    if isinstance(problem, KeyError):
        return Message(MISSING, {"name": str(problem.args[0])})
    if isinstance(problem, UndefinedError):
        named = re.match(r"'([^']*)' is undefined", str(problem))
        return Message(MISSING, {"name": named[1] if named else Message("this")})
    return Message(
        "the tag cannot be worked out with the values handed in; compare texts with texts and numbers with numbers"
    )
