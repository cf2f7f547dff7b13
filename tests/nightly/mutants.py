"""Access broken in every way its syntax offers, one way at a time, in the running process.

A mutant takes the place of the function's code, since others have imported the function
by its name; a statement built at import (`HELD`) is replaced where its module keeps it.
"""

import ast
import copy
import inspect
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

from app.settings import ROOT

#: The façade `app/access.py` only names what these modules say.
MODULES = sorted(path.stem for path in (ROOT / "app").glob("access_*.py"))
Site = ast.FunctionDef | ast.Assign

OPPOSITE: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Eq: ast.NotEq,
    ast.Is: ast.IsNot,
    ast.In: ast.NotIn,
    ast.Lt: ast.GtE,
    ast.Gt: ast.LtE,
}
OPPOSITE |= {there: here for here, there in OPPOSITE.items()}
OPPOSITE_CALL = {"is_": "is_not", "is_not": "is_", "in_": "not_in", "not_in": "in_"}


@dataclass(frozen=True)
class Mutant:
    """`where`: module and name; `change`: what is broken, on which line."""

    where: str
    change: str
    module: ModuleType
    site: Site
    owner: str = ""

    @property
    def name(self) -> str:
        return f"{self.where}: {self.change}"

    @contextmanager
    def living(self) -> Iterator[None]:
        """While it lives, everybody who asks access asks the mutant."""
        space = compiled(self.module, self.site)
        if isinstance(self.site, ast.Assign):
            name = target_of(self.site)
            before = getattr(self.module, name)
            setattr(self.module, name, space[name])
            try:
                yield
            finally:
                setattr(self.module, name, before)
            return
        function = function_of(self.module, self.owner, self.site.name)
        code = function.__code__
        function.__code__ = space[self.site.name].__code__
        try:
            yield
        finally:
            function.__code__ = code


def compiled(module: ModuleType, site: Site) -> dict[str, Any]:
    bare = copy.deepcopy(site)
    if isinstance(bare, ast.FunctionDef):
        bare.decorator_list = []
    tree = ast.fix_missing_locations(ast.Module([bare], type_ignores=[]))
    space = dict(vars(module))
    exec(compile(tree, f"<mutant of {module.__name__}>", "exec"), space)
    return space


def function_of(module: ModuleType, owner: str, name: str) -> Any:
    if not owner:
        return getattr(module, name)
    found = inspect.getattr_static(getattr(module, owner), name)
    return found.fget if isinstance(found, property) else found


def target_of(site: ast.Assign) -> str:
    (target,) = site.targets
    assert isinstance(target, ast.Name)
    return target.id


def mutants() -> Iterator[Mutant]:
    for stem in MODULES:
        module = import_module(f"app.{stem}")
        tree = ast.parse(Path(str(module.__file__)).read_text())
        for owner, site in sites(tree):
            name = site.name if isinstance(site, ast.FunctionDef) else target_of(site)
            where = ".".join(filter(None, (stem, owner, name)))
            for change, broken in changes(site):
                yield Mutant(where, change, module, broken, owner)


def sites(tree: ast.Module) -> Iterator[tuple[str, Site]]:
    """Functions, methods, and statements built at import."""
    for node in tree.body:
        if isinstance(node, ast.FunctionDef):
            yield "", node
        elif isinstance(node, ast.ClassDef):
            yield from (
                (node.name, m) for m in node.body if isinstance(m, ast.FunctionDef)
            )
        elif isinstance(node, ast.Assign) and isinstance(node.value, ast.Call):
            yield "", node


def changes(site: Site) -> Iterator[tuple[str, Site]]:
    if isinstance(site, ast.FunctionDef):
        yield from constants(site)
    types = set(ast.walk(site.args)) if isinstance(site, ast.FunctionDef) else set()
    if isinstance(site, ast.FunctionDef) and site.returns:
        types |= set(ast.walk(site.returns))  # nobody asks them while it runs
    for place, node in enumerate(ast.walk(site)):
        if node in types:
            continue
        for change, instead in replacements(node):
            line = getattr(node, "lineno", site.lineno) - site.lineno
            yield f"+{line} {change}", replaced(site, place, instead)


def replaced(site: Site, place: int, instead: ast.AST) -> Site:
    broken = copy.deepcopy(site)
    old = list(ast.walk(broken))[place]
    for parent in ast.walk(broken):
        for field, value in ast.iter_fields(parent):
            if value is old:
                setattr(parent, field, instead)
                return broken
            if isinstance(value, list) and any(one is old for one in value):
                setattr(parent, field, [instead if o is old else o for o in value])
                return broken
    raise AssertionError("the place is in the site")


def constants(function: ast.FunctionDef) -> Iterator[tuple[str, ast.FunctionDef]]:
    """Always everything, always nothing, by what the function says it answers."""
    told = ast.unparse(function.returns) if function.returns else ""
    answers: list[str] = []
    if told == "bool":
        answers = ["True", "False"]
    elif told == "ColumnElement[bool]":
        answers = ["true()", "false()"]
    elif told.startswith("SelectOfScalar["):
        model = told.removeprefix("SelectOfScalar[").removesuffix("]")
        answers = [f"select({model})", f"select({model}).where(false())"]
    for answer in answers:
        broken = copy.deepcopy(function)
        broken.body = ast.parse(f"return {answer}").body
        yield f"always {answer}", broken


def replacements(node: ast.AST) -> Iterator[tuple[str, ast.AST]]:
    for kind, of_kind in REPLACEMENTS.items():
        if isinstance(node, kind):
            yield from of_kind(node)


def without_operand(node: ast.BoolOp) -> Iterator[tuple[str, ast.AST]]:
    for dropped in node.values:
        rest = [one for one in node.values if one is not dropped]
        instead = rest[0] if len(rest) == 1 else ast.BoolOp(node.op, rest)
        yield f"without “{ast.unparse(dropped)}”", instead


def without_not(node: ast.UnaryOp) -> Iterator[tuple[str, ast.AST]]:
    if isinstance(node.op, ast.Not):
        yield f"without not: “{ast.unparse(node)}”", node.operand


def flipped(node: ast.Compare) -> Iterator[tuple[str, ast.AST]]:
    for place, op in enumerate(node.ops):
        ops = [
            OPPOSITE[type(op)]() if at == place else o for at, o in enumerate(node.ops)
        ]
        instead = ast.Compare(node.left, ops, node.comparators)
        yield f"“{ast.unparse(instead)}”", instead


def one_side(node: ast.BinOp) -> Iterator[tuple[str, ast.AST]]:
    if isinstance(node.op, ast.BitOr | ast.BitAnd):
        for side in (node.left, node.right):
            yield f"only “{ast.unparse(side)}”", side


def one_branch(node: ast.IfExp) -> Iterator[tuple[str, ast.AST]]:
    for branch in (node.body, node.orelse):
        yield f"always “{ast.unparse(branch)}”", branch


def one_way(node: ast.If) -> Iterator[tuple[str, ast.AST]]:
    for value in (True, False):
        instead = ast.If(ast.Constant(value), node.body, node.orelse)
        yield f"if {value}, not “{ast.unparse(node.test)}”", instead


def without_condition(node: ast.comprehension) -> Iterator[tuple[str, ast.AST]]:
    for dropped in node.ifs:
        rest = [one for one in node.ifs if one is not dropped]
        instead = ast.comprehension(node.target, node.iter, rest, node.is_async)
        yield f"for all, not only “{ast.unparse(dropped)}”", instead


def other_truth(node: ast.Constant) -> Iterator[tuple[str, ast.AST]]:
    if isinstance(node.value, bool):
        yield f"{not node.value}", ast.Constant(not node.value)


def other_call(node: ast.Call) -> Iterator[tuple[str, ast.AST]]:
    called = node.func
    name = called.attr if isinstance(called, ast.Attribute) else ""
    if isinstance(called, ast.Attribute) and name in OPPOSITE_CALL:
        opposite = ast.Attribute(called.value, OPPOSITE_CALL[name], ast.Load())
        instead = ast.Call(opposite, node.args, node.keywords)
        yield f"“{ast.unparse(instead)}”", instead
    joins = isinstance(called, ast.Name) and called.id in ("or_", "and_")
    if name == "where" or (joins and len(node.args) > 1):
        for dropped in node.args:
            rest = [one for one in node.args if one is not dropped]
            yield f"without “{ast.unparse(dropped)}”", ast.Call(called, rest, [])


REPLACEMENTS: dict[type[ast.AST], Callable[[Any], Iterator[tuple[str, ast.AST]]]] = {
    ast.BoolOp: without_operand,
    ast.UnaryOp: without_not,
    ast.Compare: flipped,
    ast.BinOp: one_side,
    ast.IfExp: one_branch,
    ast.If: one_way,
    ast.comprehension: without_condition,
    ast.Constant: other_truth,
    ast.Call: other_call,
}
