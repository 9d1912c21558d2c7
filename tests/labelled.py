"""A post with two quotes and two answers as tables that err here and there, and as a reader labels it."""

from dhtools.labels import Block, Citation, Commentary, Inline, Labels, Quote, Reading
from dhtools.records import Link
from small import block, cited, commentary, post, quote


def records() -> dict[str, list]:
    """What was found, by table."""
    name = "渡口-notes"
    return {
        "posts": [post(name, genre="notes"), post("other")],
        "blocks": [
            block(name, 1, "quote")._replace(text="船到桥头自然直。", end_line=2),
            block(name, 2, "commentary")._replace(
                text="他说“灯火通明”，难道不是矛盾？", start_line=3, end_line=3
            ),
            block(name, 3, "commentary")._replace(text="一行\n二行", start_line=4, end_line=5),
        ],
        "quotes": [
            quote(
                name,
                1,
                None,
                end_line=2,
                page_start="46",
                page_end="48",
                locator_kind="page",
                rule="markdown",
            ),
            quote(name, 2, None, form="inline", start_line=3, end_line=3, text="灯火通明", rule="clause"),
        ],
        "commentary": [
            commentary(
                name,
                2,
                None,
                start_line=3,
                end_line=3,
                role="summary",
                rule="reports",
                answers_id=f"{name}/q-1",
            ),
            commentary(
                name, 3, None, start_line=4, end_line=5, role="summary", rule="adds", answers_id=f"{name}/q-1"
            ),
        ],
        "citations": [
            cited(f"{name}/r-1", name, "quote", f"{name}/q-1", form="page", target="46", rule="bare"),
            cited(f"{name}/r-2", name, "quote", f"{name}/q-1", form="page", target="48", rule="bare"),
        ],
        "links": [
            Link(f"{name}/q-1", f"{name}/c-2", "answer", 1, 0.9, "right_below"),
            Link(f"{name}/q-1", f"{name}/c-3", "answer", 2, 0.5, "points_back"),
        ],
    }


GOLD = Labels(
    {
        "渡口-notes": Reading(
            "渡口-notes.md",
            blocks=[Block((1, 2), "quote"), Block((3, 3), "commentary"), Block((4, 5), "commentary")],
            quotes=[Quote((1, 2), "book", page="46-48")],
            inline=[Inline(3, "灯火通明")],
            commentary=[
                Commentary((3, 3), "critique", "negative", (1, 2)),
                Commentary((4, 5), "summary"),
            ],
            citations=[Citation(1, "page", "46")],
        )
    },
    {"渡口-notes.md": "notes"},
)

FILES = {
    "genre.jsonl": '{"type":"post","path":"渡口-notes.md","genre":"notes"}\n',
    "渡口-notes.jsonl": """\
{"type":"block","lines":[1,2],"kind":"quote","form":"block","source":"book","page":"46-48"}
{"type":"block","lines":[3,3],"kind":"commentary","role":"critique","stance":"negative","answers":[1,2]}
{"type":"block","lines":[3,3],"kind":"quote","form":"inline","source":"book","text_start":"灯火通明"}
{"type":"block","lines":[4,5],"kind":"commentary","role":"summary"}
{"type":"citation","line":1,"raw":"（46页）","form":"page","target":"46"}
""",
}
"""The same labels as files."""
