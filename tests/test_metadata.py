"""What a front matter tells of its post."""

import pytest

from dhtools.parse import front_matter, metadata


def _front(head: str) -> front_matter.FrontMatter:
    return front_matter.read(f"---\n{head}\n---\n", "灯.md")


def _title(head: str, body: str = "", path: str = "2021-03-04-灯.md") -> str:
    text = f"---\n{head}\n---\n{body}"
    return metadata.title(front_matter.read(text, path), text, path)


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ("title: 渡口的灯", "渡口的灯"),
        ("Title: 渡口的灯", "渡口的灯"),
        ("title: ' 渡口\u3000\u200b的灯 '", "渡口 的灯"),
        ("title: 1984", "1984"),
        ("title: 0755", "0755"),
        ("title: 12:30  # a time", "12:30"),
        ("title: Yes", "Yes"),
        ("title: 2021-03-04", "2021-03-04"),
        ("title: Notes on _The Ferry_", "Notes on The Ferry"),
        ("title: '**渡口** <i>的</i> [灯](https://example.org)'", "渡口 的 灯"),
        ("title: '[[灯|渡口的灯]] &amp; 井'", "渡口的灯 & 井"),
        ("title: '`std::vector<b>` or vector<bool>'", "std::vector<b> or vector<bool>"),
        ("title: io_uring_notes", "io_uring_notes"),
        ("title: '# 1. 渡口'", "# 1. 渡口"),
        ("title: [渡口, 灯]", "渡口 灯"),
    ],
)
def test_a_title_is_reading_text(head, expected):
    assert _title(head) == expected


@pytest.mark.parametrize("head", ["title:", "title: ''", "title: '_'", "layout: post"])
def test_without_a_title_the_first_heading_is_it(head):
    expected = "_" if "_'" in head else "渡口 的灯"
    body = "```\n# no\n```\n> # quoted\n\n#\n\n渡口 *的灯*\n======\n# later\n"
    assert _title(head, body) == expected


@pytest.mark.parametrize(
    ("body", "path", "expected"),
    [
        ("no heading", "a/2021-03-04-灯..md", "灯."),
        ("### 2021.3.4\n", "quotes-2021-1.md", "quotes-2021-1"),
        ("no heading", "2021-03-04.md", "2021-03-04"),
        ("no heading", "20210304 渡口.zh.md", "渡口.zh"),
    ],
)
def test_without_a_heading_the_file_name_is_the_title(body, path, expected):
    assert _title("layout: post", body, path) == expected


def test_the_headings_of_weread_exports_are_no_titles():
    assert _title("doc_type: weread-highlights-reviews", "# 元数据\n", "渡口的灯.md") == "渡口的灯"


def test_a_subtitle_is_no_description():
    assert metadata.subtitle(_front("subtitle: _第二篇_")) == "第二篇"
    assert metadata.subtitle(_front("description: 第二篇")) is None


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ("author: 林渡", "林渡"),
        ("authors: [林渡, 周井]", "林渡, 周井"),
        ("author:\n  name: 林渡\n  url: https://example.org", "林渡"),
        ("authors:\n  - name: 林渡\n  - 周井", "林渡, 周井"),
        ("作者: 林渡", "林渡"),
        ("author: '[[林渡]]'", "林渡"),
        ("author:", None),
        ("author: []", None),
        ("author:\nauthors: [周井]", "周井"),
        ("doc_type: weread-highlights\nauthor: 林渡", None),
    ],
)
def test_the_author_is_who_wrote_the_post(head, expected):
    assert metadata.author(_front(head)) == expected


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ("tags: [小说, 摘录, 小说]", ("小说", "摘录")),
        ("tags: 小说, 摘录，读书、灯", ("小说", "摘录", "读书", "灯")),
        ("tags: 小说 摘录", ("小说", "摘录")),
        ("tags:\n  litclub\n  old-books", ("litclub", "old-books")),
        ("tags: machine learning, poetry", ("machine learning", "poetry")),
        ("tags: '#小说 #摘录'", ("小说", "摘录")),
        ("tags: [C#, 2021, null, 'a, b']", ("C#", "2021", "a, b")),
        ("tags:", ()),
        ("tags: 2021", ("2021",)),
        ("tag: 小说\nkeywords: 灯, 小说\n标签: [井]", ("小说", "灯", "井")),
        ("categories: [读书]", ()),
    ],
)
def test_tags_are_listed_once_in_order(head, expected):
    assert metadata.tags(_front(head)) == expected


@pytest.mark.parametrize(
    ("head", "path", "expected"),
    [
        ("draft: true", "灯.md", True),
        ("draft: false", "灯.md", False),
        ("published: false", "灯.md", True),
        ("published: 2021-03-04", "灯.md", False),
        ("title: 灯", "_drafts/灯.md", True),
        ("title: 灯", "source/_drafts/灯.md", True),
        ("title: 灯", "drafts/灯.md", False),
    ],
)
def test_a_draft_calls_itself_one(head, path, expected):
    assert metadata.is_draft(_front(head).folded, path) is expected


@pytest.mark.parametrize(
    ("text", "path", "expected"),
    [
        ("---\ndoc_type: weread-highlights\n---\n", "灯.md", "weread"),
        ("---\ndg-publish: true\n---\n", "灯.md", "obsidian"),
        ("---\ncssclasses: [wide]\n---\n", "灯.md", "obsidian"),
        ("+++\ntitle = '灯'\n+++\n", "灯.md", "hugo"),
        ("---\ntitle: 灯\n---\n{{< quote >}}", "灯.md", "hugo"),
        ("---\ntitle: 灯\n---\n", "content/posts/灯.md", "hugo"),
        ("---\ntitle: 灯\n---\n", "src/content/posts/灯.md", "astro"),
        ("---\npubDate: 2021-03-04\n---\n", "灯.md", "astro"),
        ("---\npublished: 2021-03-04\nlang: zh\n---\n", "灯.md", "astro"),
        ("---\ntitle: 灯\n---\n", "source/_posts/灯.md", "hexo"),
        ("---\ntoc: true\ncomments: true\n---\n", "灯.md", "hexo"),
        ("---\ntitle: 灯\n---\n", "_posts/灯.md", "jekyll"),
        ("---\nlayout: post\n---\n", "2021-03-04-灯.md", "jekyll"),
        ("---\nlayout: post\n---\n", "灯.md", None),
        ("# 灯\n", "灯.md", None),
    ],
)
def test_the_generator_is_told_by_cheap_evidence(text, path, expected):
    assert metadata.generator(front_matter.read(text, path), text, path) == expected
