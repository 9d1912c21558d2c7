"""Data goes one way: which module may import which, and which may touch the disk."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

SOURCE = Path(__file__).resolve().parents[1] / "src" / "dhtools"

LAYERS = {
    "records": ("records", "errors", "widths"),
    "parse": ("parse",),
    "tables": (
        "codebook",
        "schema",
        "tables",
        "checks",
        "source",
        "subset",
        "filters",
        "summary",
        "labels",
        "gold",
    ),
    "export": ("export",),
    "corpus": ("corpus",),
    "measure": ("measure",),
    "show": ("show", "export.evaluation"),  # what was measured is written, too, once it is measured
    "front": ("__init__", "__main__", "cli", "demo"),
}
"""Modules and packages by layer, the lowest first; a module's own line overrules that of its package."""

READ_FILES = {"posts", "cues", "learned"}
"""Modules of parse that may: the posts, and the package's own list of cue words and its model."""
DISK = {"os", "io", "glob", "pathlib", "shutil", "tempfile", "fileinput", "linecache", "mmap"}
READERS = {"read_text", "read_bytes", "write_text", "write_bytes"}


def _name(file: Path) -> str:
    """The module's name below the package; a package's own module goes by the package's name."""
    return ".".join(file.relative_to(SOURCE).with_suffix("").parts).removesuffix(".__init__")


FILES = {_name(file): file for file in sorted(SOURCE.rglob("*.py"))}
PARSE = [name for name in FILES if name.startswith("parse.")]


def _tree(name: str) -> ast.Module:
    return ast.parse(FILES[name].read_text(encoding="utf-8"))


def _run(tree: ast.AST) -> Iterator[ast.AST]:
    """The nodes of a module that are ever run: all but what stands under `if TYPE_CHECKING`."""
    yield tree
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
            continue
        yield from _run(node)


def _imported(name: str) -> set[str]:
    """All that a module imports, inside functions too, with dots."""
    made: set[str] = set()
    for node in _run(_tree(name)):
        if isinstance(node, ast.Import):
            made |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{name} imports relatively in line {node.lineno}"
            made |= {node.module or ""} | {f"{node.module}.{alias.name}" for alias in node.names}
    return made


def _own(name: str) -> set[str]:
    """The modules of dhtools that a module imports; the root, which lends its version, does not count."""
    return {one.removeprefix("dhtools.") for one in _imported(name)} & set(FILES) - {name}


IMPORTS = {name: _own(name) for name in FILES}


def _layer(name: str) -> str:
    parts = name.split(".")
    for length in range(len(parts), 0, -1):
        for layer, members in LAYERS.items():
            if ".".join(parts[:length]) in members:
                return layer
    return ""


def test_every_module_has_a_layer():
    assert [name for name in FILES if not _layer(name)] == []


def test_no_module_imports_from_a_layer_below_its_own():
    order = list(LAYERS)
    wrong = [
        f"{name} ({_layer(name)}) imports {other} ({_layer(other)})"
        for name, others in IMPORTS.items()
        for other in sorted(others)
        if _layer(name) and _layer(other) and order.index(_layer(other)) > order.index(_layer(name))
    ]
    assert wrong == []


def test_no_imports_go_in_a_circle():
    try:
        TopologicalSorter(IMPORTS).prepare()
    except CycleError as error:
        pytest.fail(" imports ".join(reversed(error.args[1])))


@pytest.mark.parametrize("name", PARSE)
def test_parse_knows_neither_tables_nor_figures_nor_the_tokenizer(name):
    roots = {one.partition(".")[0] for one in _imported(name)}
    assert roots & {"pandas", "pandera", "pyarrow", "matplotlib", "jieba", "rjieba"} == set()


def _disk_access(name: str) -> list[str]:
    """Calls and imports by which a module could read a file."""
    roots = {one.partition(".")[0] for one in _imported(name)} & DISK
    found = sorted(roots - {"pathlib"})
    for node in _run(_tree(name)):
        if isinstance(node, ast.Call):
            called = node.func
            is_builtin = isinstance(called, ast.Name) and called.id == "open"
            is_method = isinstance(called, ast.Attribute) and (
                called.attr in READERS or (called.attr == "open" and bool(roots))
            )
            if is_builtin or is_method:
                found.append(ast.unparse(called))
    return found


@pytest.mark.parametrize("name", [name for name in PARSE if name.removeprefix("parse.") not in READ_FILES])
def test_parse_reads_files_nowhere_but_in_posts(name):
    assert _disk_access(name) == []


def test_only_what_lists_posts_knows_paths():
    assert [name for name in PARSE if "pathlib" in _imported(name)] == ["parse.pipeline", "parse.posts"]


def test_cue_words_and_model_are_read_as_package_data():
    for name in ("parse.cues", "parse.learned"):
        assert {one for one in _imported(name) if one.partition(".")[0] in DISK} == set()
        assert "importlib.resources" in _imported(name)


def _loaded_by(module: str) -> set[str]:
    code = f"import {module}, sys; print(*sys.modules)"
    return set(subprocess.check_output([sys.executable, "-c", code], text=True).split())


def test_importing_the_package_loads_none_of_the_heavy_libraries():
    heavy = {"pandas", "numpy", "pyarrow", "matplotlib", "jieba", "dhtools.parse", "dhtools.corpus"}
    assert _loaded_by("dhtools") & heavy == set()


def test_importing_the_parse_layer_loads_neither_tables_nor_figures_nor_the_tokenizer():
    assert _loaded_by("dhtools.parse.pipeline") & {"pandas", "pyarrow", "matplotlib", "jieba"} == set()
