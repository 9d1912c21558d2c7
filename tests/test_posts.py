"""How files are found and read."""

import datetime as dt
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dhtools.errors import ConventionsError, PostError
from dhtools.parse import posts
from dhtools.parse.conventions import DEFAULT, Conventions
from dhtools.records import Problem


def _write(folder: Path, *names: str) -> Path:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("正文\n", encoding="utf-8")
    return folder


def _found(folder: Path, conventions: Conventions = DEFAULT) -> tuple[list[str], list[tuple[str, str, str]]]:
    """Paths found, and path, code and severity of the problems."""
    files, problems = posts.find(folder, conventions)
    paths = [path.relative_to(folder).as_posix() for path in files]
    return paths, [(problem.path, problem.code, problem.severity) for problem in problems]


def _read(folder: Path, content: str | bytes, name: str = "灯.md") -> posts.Document:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return posts.read(path, folder)


def test_every_markdown_suffix_is_found(tmp_path):
    _write(
        tmp_path,
        "a.md",
        "b.MARKDOWN",
        "c.mdown",
        "d.mkd",
        "e.mdx",
        "f..md",
        "g.zh.md",
        "h.txt",
        "md",
        "i.md.bak",
    )
    assert _found(tmp_path) == (
        ["a.md", "b.MARKDOWN", "c.mdown", "d.mkd", "e.mdx", "f..md", "g.zh.md"],
        [],
    )


def test_files_are_sorted_by_their_path_in_composed_characters(tmp_path):
    _write(tmp_path, "e\u0301-2.md", "\u00e9-1.md", "f.md", "d/z.md", "灯？（5）.md", "🌊.md")
    assert _found(tmp_path)[0] == ["d/z.md", "f.md", "\u00e9-1.md", "e\u0301-2.md", "灯？（5）.md", "🌊.md"]


def test_a_folder_left_out_has_one_row(tmp_path):
    _write(
        tmp_path,
        "a.md",
        "public/a.md",
        "public/b/c.md",
        "x/_site/a.md",
        "node_modules/a.md",
        ".obsidian/a.md",
    )
    _write(
        tmp_path, "scaffolds/post.md", "archetypes/a.md", "Templates/a.md", "_templates/a.md", "layouts/a.md"
    )
    assert _found(tmp_path) == (
        ["a.md"],
        [
            (".obsidian", "hidden", "note"),
            ("Templates", "template", "note"),
            ("_templates", "template", "note"),
            ("archetypes", "template", "note"),
            ("layouts", "template", "note"),
            ("node_modules", "generated", "note"),
            ("public", "generated", "note"),
            ("scaffolds", "template", "note"),
            ("x/_site", "generated", "note"),
        ],
    )


def test_the_message_says_how_to_read_a_folder_all_the_same(tmp_path):
    _write(tmp_path, "blog/public/a.md")
    assert posts.find(tmp_path)[1] == [
        Problem(
            "blog/public",
            None,
            "generated",
            "note",
            'a folder that programs fill, left out; name it in `include` ("blog/public/*") to read it',
        )
    ]


def test_include_names_the_only_files_and_lets_in_folders(tmp_path):
    _write(tmp_path, "a.md", "_posts/b.md", "public/c.md", "public/deep/d.md")
    assert _found(tmp_path, Conventions(include=("public/*",))) == (["public/c.md", "public/deep/d.md"], [])
    assert _found(tmp_path, Conventions(include=("b.md",)))[0] == ["_posts/b.md"]


def test_exclude_leaves_out_files_and_folders_without_a_word(tmp_path):
    _write(tmp_path, "a.md", "old/b.md", "old/deep/c.md", "public/d.md", "x-draft.md")
    assert _found(tmp_path, Conventions(exclude=("old", "public", "*-draft.md"))) == (["a.md"], [])


def test_version_control_is_left_out_without_a_word(tmp_path):
    _write(tmp_path, "a.md", ".git/description.md")
    assert _found(tmp_path) == (["a.md"], [])


def test_copies_are_left_out(tmp_path):
    _write(
        tmp_path, "灯.md", "灯 (1).md", "灯 (2).md", "灯.sync-conflict-20210304-050607-ABCDEFG.md", ".灯.md"
    )
    _write(tmp_path, "灯 (林's conflicted copy 2021-03-04).md", "灯（林的冲突副本）.md")
    assert _found(tmp_path) == (
        ["灯.md"],
        [
            (".灯.md", "hidden", "note"),
            ("灯 (1).md", "copy", "note"),
            ("灯 (2).md", "copy", "note"),
            ("灯 (林's conflicted copy 2021-03-04).md", "conflict-copy", "note"),
            ("灯.sync-conflict-20210304-050607-ABCDEFG.md", "conflict-copy", "note"),
            ("灯（林的冲突副本）.md", "conflict-copy", "note"),
        ],
    )


def test_a_number_in_brackets_alone_makes_no_copy(tmp_path):
    _write(tmp_path, "灯 (1).md", "渡口(2).md", "渡口.md")
    assert _found(tmp_path) == (["渡口(2).md", "渡口.md", "灯 (1).md"], [])


def test_links(tmp_path):
    _write(tmp_path / "elsewhere", "a.md")
    folder = _write(tmp_path / "posts", "real.md")
    (folder / "file.md").symlink_to(folder / "real.md")
    (folder / "self.md").symlink_to(folder / "self.md")
    (folder / "dead.md").symlink_to(folder / "gone.md")
    (folder / "dead.png").symlink_to(folder / "gone.png")
    (folder / "up").symlink_to(tmp_path)
    (folder / "out").symlink_to(tmp_path / "elsewhere")
    assert _found(folder) == (
        ["file.md", "real.md"],
        [
            ("dead.md", "link-broken", "error"),
            ("out", "link", "warning"),
            ("self.md", "link-loop", "error"),
            ("up", "link-loop", "error"),
        ],
    )


def test_a_folder_named_like_a_post_is_a_folder(tmp_path):
    _write(tmp_path, "a.md/b.md")
    assert _found(tmp_path) == (["a.md/b.md"], [])


def test_a_folder_that_is_not_there_is_a_row_not_an_exception(tmp_path):
    assert _found(tmp_path / "gone") == ([], [(".", "folder-unreadable", "error")])


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="nothing is unreadable to this user")
def test_an_unreadable_folder_or_file_does_not_stop_the_others(tmp_path):
    _write(tmp_path, "a.md", "locked/b.md", "locked.md")
    (tmp_path / "locked").chmod(0)
    (tmp_path / "locked.md").chmod(0)
    assert _found(tmp_path) == (["a.md", "locked.md"], [("locked", "folder-unreadable", "error")])
    (tmp_path / "locked").chmod(0o700)
    with pytest.raises(PostError, match=r"locked\.md: cannot be read"):
        posts.read(tmp_path / "locked.md", tmp_path)


def test_read_tells_the_front_matter_from_the_body(tmp_path):
    text = (
        "---\ntitle: _渡口的灯_\nsubtitle: 第二篇\nauthor: 林渡\ndate: 2021-03-04 05:06:07 +0800\n"
        "tags: 小说 摘录\nlayout: post\n---\n\n正文\n"
    )
    document = _read(tmp_path, text, "_posts/2021-03-04-灯.md")
    assert document == posts.Document(
        path="_posts/2021-03-04-灯.md",
        text=text,
        encoding="utf-8",
        sha256="e123a03f5924d3d137ff022e307b185a79656ec813967b7e04c62930bbd99bb9",
        body=text.index("\n正文"),
        front={
            "title": "_渡口的灯_",
            "subtitle": "第二篇",
            "author": "林渡",
            "date": "2021-03-04 05:06:07 +0800",
            "tags": "小说 摘录",
            "layout": "post",
        },
        front_lines=(1, 8),
        title="渡口的灯",
        subtitle="第二篇",
        author="林渡",
        date=dt.datetime(2021, 3, 4, 5, 6, 7),
        tags=("小说", "摘录"),
        is_draft=False,
        generator="jekyll",
        is_template=False,
        problems=(),
    )


def test_offsets_count_a_byte_order_mark_and_carriage_returns(tmp_path):
    document = _read(tmp_path, "\ufeff---\r\ntitle: 灯\r\n---\r\n正文\r\n".encode())
    assert (document.encoding, document.body, document.text[document.body :]) == ("utf-8-sig", 21, "正文\r\n")


@pytest.mark.parametrize("content", ["", "\ufeff", " \n\n", "---\ntitle: 灯\n---\n\n"])
def test_a_post_without_text_is_noted(tmp_path, content):
    assert [(p.code, p.severity) for p in _read(tmp_path, content).problems] == [("empty", "note")]


def test_one_character_after_a_byte_order_mark_is_text(tmp_path):
    assert _read(tmp_path, "\ufeff---\n---\n文").problems == ()


def test_a_template_is_marked_and_reported(tmp_path):
    document = _read(tmp_path, "---\ntitle: {{ title }}\ndate: {{ date }}\n---\n")
    assert document.is_template
    assert [(p.path, p.code, p.severity) for p in document.problems] == [("灯.md", "template", "note")]


def test_problems_come_from_every_step(tmp_path):
    content = "---\ntitle: '灯' 二\ndate: 2021-02-30\n---\n正\x08文".encode("gb18030")
    codes = [(p.code, p.line) for p in _read(tmp_path, content, "2021-03-04-灯.md").problems]
    assert codes == [("encoding-guessed", None), ("control-characters", 5), ("front-matter", 2), ("date", 3)]


@pytest.mark.parametrize("content", [b"\x89PNG\r\n\x1a\n\0\0", b"abc\0def"])
def test_a_binary_file_is_a_post_error(tmp_path, content):
    with pytest.raises(PostError, match=r"灯\.md: holds NUL bytes"):
        _read(tmp_path, content)


def test_a_file_that_cannot_be_opened_is_a_post_error(tmp_path):
    (tmp_path / "loop.md").symlink_to(tmp_path / "loop.md")
    with pytest.raises(PostError, match=r"loop\.md: cannot be read"):
        posts.read(tmp_path / "loop.md", tmp_path)
    with pytest.raises(PostError, match=r"gone\.md: cannot be read"):
        posts.read(tmp_path / "gone.md", tmp_path)


@pytest.mark.skipif(os.name == "nt", reason="names are text there")
def test_a_name_that_is_no_utf_8_can_be_written_to_a_table(tmp_path):
    name = os.fsdecode(b"\xb5\xc6.md")
    _write(tmp_path, name)
    (path,), _ = posts.find(tmp_path)
    assert posts.read(path, tmp_path).path == "\ufffd\ufffd.md"


def test_a_front_matter_of_fifty_megabytes_is_refused(tmp_path):
    content = "---\n" + "key: value\n" * 5_000_000 + "---\n正文"
    document = _read(tmp_path, content)
    assert [(p.code, p.severity) for p in document.problems] == [("front-matter-refused", "error")]
    assert document.text[document.body :] == "正文"


def test_conventions_are_read_with_or_without_a_byte_order_mark(tmp_path):
    assert posts.read_conventions(tmp_path) == DEFAULT
    (tmp_path / "dhtools.toml").write_bytes(b'\xef\xbb\xbfexclude = "old"')
    assert posts.read_conventions(tmp_path) == Conventions(exclude=("old",))


@pytest.mark.parametrize("content", [b"\xff\xfea\0", 'include = ["灯"]'.encode("gb18030")])
def test_conventions_in_another_encoding_are_an_error(tmp_path, content):
    (tmp_path / "dhtools.toml").write_bytes(content)
    with pytest.raises(ConventionsError, match=r"dhtools\.toml: is not UTF-8 .*; save it as UTF-8"):
        posts.read_conventions(tmp_path)


@given(
    content=st.one_of(
        st.binary(max_size=80), st.text(max_size=40).map(lambda text: f"---\n{text}\n---\n".encode())
    )
)
def test_no_bytes_raise_anything_but_a_post_error(content, tmp_path_factory):
    try:
        document = _read(tmp_path_factory.getbasetemp(), content)
    except PostError:
        return
    assert 0 <= document.body <= len(document.text)
    if not any(problem.code == "encoding" for problem in document.problems) and document.encoding == "utf-8":
        assert document.text.encode() == content


@pytest.mark.real
def test_every_real_file_becomes_a_document_or_a_row(real_corpus):
    folder = real_corpus / "wild"
    files, problems = posts.find(folder)
    documents = [posts.read(path, folder) for path in files]
    left_out = [problem.path for problem in problems]
    everything = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.md"))
    read = {document.path for document in documents}
    assert [p for p in everything if p not in read and not p.startswith(tuple(left_out))] == []
    assert {p.severity for document in documents for p in document.problems} <= {"warning", "note"}


@pytest.mark.real
def test_real_files_come_back_byte_for_byte(real_corpus):
    for path in posts.find(real_corpus)[0]:
        document = posts.read(path, real_corpus)
        assert document.encoding in ("utf-8", "utf-8-sig")
        assert document.text.encode() == path.read_bytes()


@pytest.mark.skipif(os.name == "nt", reason="links need rights on Windows")
def test_conventions_that_link_to_themselves_are_an_error_and_no_default(tmp_path):
    (tmp_path / "dhtools.toml").symlink_to(tmp_path / "dhtools.toml")
    with pytest.raises(ConventionsError, match=r"dhtools\.toml: cannot be read"):
        posts.read_conventions(tmp_path)
