"""The reading page: quotes beside their answers, as one HTML file that needs no network."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import urllib.parse
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jinja2
from markupsafe import Markup

import dhtools
from dhtools.errors import TableError
from dhtools.records import GENRES, SOURCES, STANCES
from dhtools.show import reader_fold, reader_font, reader_view, reader_words
from dhtools.show.reader_text import spoken
from dhtools.summary import counted

if TYPE_CHECKING:
    from dhtools.corpus import Corpus
    from dhtools.show.reader_view import Chapter, Row

GENERATOR = f"dhtools {dhtools.__version__}"
STYLE_MARK = "/* the style */"
"""Stands for the style sheet until it is known what characters the fonts need."""
ALWAYS = "".join(map(chr, range(0x20, 0x7F))) + "，。、；：？！“”‘’（）《》〈〉「」『』【】—…·–"
"""Characters that a font has even where no text does: what is typed into the search box."""
HELD = 12
"""Rows, posts or books that are drawn together, once they come near the window.

Each group costs a look at every frame, each row in one that comes near costs drawing: with groups in groups
some hundred are looked at among twenty thousand rows.
"""
SHORTCUTS = (
    (("j", "k"), ("next and previous row", "下一行、上一行")),
    (("/",), ("search", "搜索")),
    (("Esc",), ("clear the search and the filters", "清除搜索与筛选")),
    (("c",), ("copy a link to the row", "复制该行的链接")),
    (("w",), ("show why: what decided, and how sure", "显示判断的依据与把握")),
    (("?",), ("these keys", "按键说明")),
)


def page(corpus: Corpus, *, font: bool = True) -> str:
    """A corpus to be read: each post in its order, quotes on the left, what answers them on the right.

    Everything stands in the page as text, and a policy in its head forbids all scripts but its own and any
    network, so markup in a post is shown and does nothing.

    Args:
        corpus: all tables.
        font: carry a Chinese serif and sans serif, cut down to the characters shown: some 0.5 MB for 1,500
            different characters, 2.5 MB for 5,000.

    Returns:
        HTML: the same for the same tables.
    """
    chapters = reader_view.chapters(corpus)
    environment = _environment(corpus, chapters)
    body = environment.get_template("reader.html").render()
    style = _file("reader.css")
    faces = _faces(body, style, corpus) if font else ""
    return body.replace(STYLE_MARK, faces + style, 1)


def write(corpus: Corpus, path: str | Path, *, font: bool = True) -> Path:
    """Writes the reading page of a corpus.

    Args:
        corpus: all tables.
        path: the HTML file; its folder is made if need be.
        font: carry a Chinese font, see `page`.

    Returns:
        The file written.

    Raises:
        TableError: the file cannot be written, or is there and dhtools did not write it.
    """
    path = Path(path).expanduser()
    try:
        if path.exists() and not _is_ours(path):
            raise TableError(f"{path} is there and dhtools did not write it: move it, or choose another file")
        if not path.parent.exists():
            path.parent.mkdir(parents=True)
        path.write_text(page(corpus, font=font), encoding="utf-8", newline="\n")
    except OSError as error:
        raise TableError(f"cannot write {path}: {error.strerror}; choose another file") from error
    return path


def _is_ours(path: Path) -> bool:
    with path.open("rb") as file:
        return b'<meta name="generator" content="dhtools' in file.read(2000)


def _environment(corpus: Corpus, chapters: list[Chapter]) -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("dhtools.show"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
    )
    environment.filters["fragment"] = fragment
    script = _file("reader.js")
    environment.globals |= {
        "chapters": chapters,
        "words": reader_words,
        "lang": _lang,
        "counted": counted,
        "held": HELD,
        "answered": _answered,
        "titles": dict(zip(corpus.books["book_id"], corpus.books["title"], strict=True)),
        "numbers": {key: at for at, key in enumerate(corpus.books["book_id"], 1)},
        "genres": [value for value in GENRES if value in set(corpus.posts["genre"].dropna())],
        "sources": [value for value in SOURCES if value in set(corpus.quotes["source"])],
        "stances": [value for value in STANCES if value in set(corpus.commentary["stance"].dropna())],
        "n_posts": len(corpus.posts),
        "shortcuts": SHORTCUTS,
        "generator": GENERATOR,
        "policy": policy(script),
        "script": Markup(script),
        "style": Markup(STYLE_MARK),
        "fold": _island(_folding(corpus)),
        **_counts(corpus),
    }
    return environment


def policy(script: str) -> str:
    """What the page may do: run this one script, and show the fonts and styles that it carries itself."""
    digest = base64.b64encode(hashlib.sha256(script.encode("utf-8")).digest()).decode("ascii")
    return (
        f"default-src 'none'; script-src 'sha256-{digest}'; style-src 'unsafe-inline'; "
        "font-src data:; img-src data:; base-uri 'none'; form-action 'none'"
    )


def fragment(key: str) -> str:
    """An id as the part of an address after `#`; characters of other scripts may stand in it as they are.

    Examples:
        >>> fragment("《渡口》笔记~1a/q-1"), fragment("100%/q-1")
        ('《渡口》笔记~1a/q-1', '100%25/q-1')
    """
    return re.sub(r"[%\s\"<>`\\^{|}]", lambda found: urllib.parse.quote(found[0]), key)


def _lang(text: str | None) -> Markup:
    """The attribute that tells a screen reader the language of a text."""
    language = spoken(None, text or "")
    return Markup(f' lang="{language}"') if language else Markup("")


def _answered(row: Row) -> str:
    if row.quote is None:
        return ""
    return "yes" if row.quote.is_answered else "no"


def _counts(corpus: Corpus) -> dict[str, str]:
    n_posts, n_quotes, n_notes = len(corpus.posts), len(corpus.quotes), len(corpus.commentary)
    n_answers = int((corpus.links["relation"] == "answer").sum())
    english = ", ".join(
        [
            counted("posts", n_posts),
            counted("books", len(corpus.books)),
            counted("quotes", n_quotes),
            f"{n_notes:,} of commentary",
            counted("answers", n_answers),
        ]
    )
    chinese = f"{n_posts:,}篇文章，{len(corpus.books):,}本书，{n_quotes:,}条引文，{n_notes:,}段评注，{n_answers:,}处回应"
    return {"counts_en": english, "counts_zh": chinese}


def _folding(corpus: Corpus) -> dict[str, str]:
    table = reader_fold.table("".join(corpus.blocks["text"]))
    return {"from": "".join(table), "to": "".join(table.values())}


def _island(content: Any) -> Markup:
    """JSON that can stand inside a script element: no `<` that could end it, and nothing but ASCII."""
    return Markup(json.dumps(content, separators=(",", ":")).replace("<", "\\u003c"))


def _faces(body: str, style: str, corpus: Corpus) -> str:
    """The two fonts, as rules of the style sheet."""
    titles = "".join(title for frame in (corpus.posts, corpus.books) for title in frame["title"].dropna())
    quoted = set(ALWAYS).union(titles, "引文与回应目录书", *corpus.quotes["text"])
    made = {"serif": quoted, "sans": set(ALWAYS).union(body, style)}
    return "".join(
        f'@font-face {{ font-family: "dhtools {face}"; src: url({reader_font.embedded(face, shown)}); }}\n'
        for face, shown in made.items()
    )


def _file(name: str) -> str:
    return Path(__file__).with_name("templates").joinpath(name).read_text(encoding="utf-8")
