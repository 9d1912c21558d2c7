"""A form in a notebook to label sentences with, one after the other."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import escape
from pathlib import Path
from types import ModuleType
from typing import Any

import pandas as pd

from dhtools.errors import TableError
from dhtools.export import label_sheets

STANCES = {
    "not told 未定": "",
    "negative 负面": "negative",
    "positive 正面": "positive",
    "mixed 兼有": "mixed",
}
"""What the buttons of the stance say, and mean."""
ROWS = 5
"""Rows of the sheet that a page shows in place of the form."""
SENTENCE = """\
<div style="max-width: 50em; line-height: 1.6">
<div style="font-size: 85%">{place}</div>
<p style="opacity: 0.65; margin: 0.4em 0">{before}</p>
<p style="font-size: 125%; margin: 0.4em 0"><strong>{text}</strong></p>
<p style="opacity: 0.65; margin: 0.4em 0">{after}</p>
</div>"""


def form(sheet: str | Path | pd.DataFrame, labeller: str, path: str | Path | None = None) -> Form:
    """Makes a form in which one person labels a sheet; showing it is the last line of a notebook's cell.

    Each decision is saved at once. Run again, the form goes on at the first sentence without a label. Tab goes
    from button to button, Enter presses one.

    Args:
        sheet: a sheet's file, or a sheet as `sampling.draw` gives it.
        labeller: who labels; written into each row that is.
        path: file to save to; if not given, the sheet's own, or `<labeller>.csv` in the present folder. A file
            that is there already is gone on with, and must hold the same sentences.

    Raises:
        ImportError: ipywidgets is not installed.
        ValueError: `labeller` is empty, the sheet has no rows, or the file holds other sentences or somebody
            else's labels.
        GoldError: a file cannot be understood.
        TableError: a file cannot be written.
    """
    if not labeller.strip():
        raise ValueError("labeller is empty: give the name of who labels")
    is_file = not isinstance(sheet, pd.DataFrame)
    rows = label_sheets.read_sheet(sheet) if is_file else label_sheets.shaped(sheet)
    place = Path(path or (sheet if is_file else f"{labeller.strip()}.csv")).expanduser()
    if place.exists():
        rows = _continued(rows, place)
    others = set(rows.loc[rows["critical"].notna(), "labeller"].dropna()) - {labeller.strip()}
    if others:
        raise ValueError(
            f"{place} holds labels by {', '.join(sorted(others))}: take a copy of the empty sheet"
        )
    if rows.empty:
        raise ValueError("sheet has no rows: draw one with sampling.draw")
    return Form(rows, labeller.strip(), place)


def _continued(rows: pd.DataFrame, place: Path) -> pd.DataFrame:
    """The sheet as it was left, in the order of its file."""
    before = label_sheets.read_sheet(place)
    if set(before["sentence_id"]) != set(rows["sentence_id"]):
        raise ValueError(f"{place} is a sheet of other sentences: move it, or give another path")
    return before


class Form:
    """The form, with the sheet it fills in.

    Attributes:
        sheet: the rows, as they are in the file.
        path: the file.
        at: number of the row that is shown, from 0.
        yes, no, skip, back, stance, comment, sentence, progress, status, box: its parts, as widgets of ipywidgets.
    """

    def __init__(self, sheet: pd.DataFrame, labeller: str, path: Path) -> None:
        self.sheet, self.labeller, self.path = sheet, labeller, path
        widgets = _ipywidgets()
        self.sentence, self.status = widgets.HTML(), widgets.HTML()
        self.progress = widgets.IntProgress(max=len(sheet), layout={"width": "16em"})
        self.count = widgets.Label()
        wide = {"description_width": "initial"}  # or else a label of more than ten letters is cut
        self.stance = widgets.ToggleButtons(
            options=list(STANCES.items()), description="stance 立场", style=wide
        )
        self.comment = widgets.Text(description="comment 备注", style=wide, layout={"width": "40em"})
        self.yes = _button(
            widgets, "Yes, critical 是", "the note-taker judges here", lambda: self._decide(True)
        )
        self.no = _button(widgets, "No 否", "the note-taker does not judge here", lambda: self._decide(False))
        self.skip = _button(widgets, "Skip 跳过", "leave this sentence for later", self._skip)
        self.back = _button(widgets, "Back 上一句", "show the sentence before", self._back)
        self.box = widgets.VBox(
            [
                widgets.HBox([self.progress, self.count]),
                self.sentence,
                self.stance,
                self.comment,
                widgets.HBox([self.yes, self.no, self.skip, self.back]),
                self.status,
            ]
        )
        self._seen = _stamp(path)
        self.at = self._next(-1)
        self._show()

    def _repr_mimebundle_(self, **how: Any) -> dict[str, Any]:
        """The form, and for pages behind which no program runs the first rows of its sheet."""
        instead = {"text/html": static(self.sheet), "text/plain": f"form on {len(self.sheet)} sentences"}
        return self.box._repr_mimebundle_(**how) | instead

    def _decide(self, critical: bool) -> None:
        row = {
            "critical": critical,
            "stance": (critical and self.stance.value) or None,
            "labeller": self.labeller,
            "comment": self.comment.value.strip(),
        }
        filled = self.sheet.copy()
        filled.loc[self.at, list(row)] = list(row.values())
        if self._save(filled):
            self.at = self._next(self.at)
            self._show()

    def _save(self, sheet: pd.DataFrame) -> bool:
        """Saves the sheet, unless somebody else has; an error goes into the form, for a button has no cell."""
        if _stamp(self.path) != self._seen:
            self._say(
                f"{self.path} was changed by another program: run this cell again. 文件已被改动，请重新运行本格。"
            )
            return False
        try:
            label_sheets.write(sheet, self.path)
        except TableError as error:
            self._say(f"not saved 未保存: {error}")
            return False
        self.sheet, self._seen = sheet, _stamp(self.path)
        self._say(f"saved to 已存入 {self.path}")
        return True

    def _skip(self) -> None:
        self.at = self._next(self.at)
        self._show()

    def _back(self) -> None:
        self.at = (self.at - 1) % len(self.sheet)
        self._show()

    def _next(self, at: int) -> int:
        """The next row without a label, from the top again after the last; the next row if all have one."""
        rows = [*range(at + 1, len(self.sheet)), *range(at + 1)]
        is_open = self.sheet["critical"].isna()
        return next((row for row in rows if is_open[row]), rows[0])

    def _show(self) -> None:
        row = self.sheet.loc[self.at]
        n_done = int(self.sheet["critical"].notna().sum())
        self.progress.value = n_done
        n_all = len(self.sheet)
        done = "All are labelled. 全部标完。" if n_done == n_all else ""
        self.count.value = f"{n_done} of {n_all} labelled 已标 {n_done} / {n_all}. {done}"
        said = {True: "yes 是", False: "no 否"}.get(row["critical"], "no label yet 未标")
        line = "" if pd.isna(row["line"]) else f", line 行 {row['line']}"
        place = f"{self.at + 1}. {row['post_id']}{line} · {said}"
        texts = {name: escape(row[name]) for name in ("before", "text", "after")}
        self.sentence.value = SENTENCE.format(place=escape(place), **texts)
        self.stance.value = "" if pd.isna(row["stance"]) else row["stance"]
        self.comment.value = row["comment"]

    def _say(self, text: str) -> None:
        self.status.value = f'<span role="status">{escape(text)}</span>'


def static(sheet: pd.DataFrame) -> str:
    """The first rows of a sheet as HTML, for pages on which a form cannot be shown."""
    shown = sheet.head(ROWS).assign(critical=[_word(value) for value in sheet["critical"].head(ROWS)])
    table = shown[["post_id", "line", "before", "text", "after", "critical"]].to_html(index=False, na_rep="")
    n_rows = len(sheet)
    return (
        f"<p>The form shows where this notebook runs. These are the first {len(shown)} of the {n_rows} rows of its "
        "sheet. 表单只在运行中的笔记本里显示；这里是待标表格的前几行。</p>"
        + re.sub("<(t[hd])>", r'<\1 style="text-align: left">', table)
    )


def _word(critical: Any) -> str:
    return "" if pd.isna(critical) else label_sheets.WORDS[bool(critical)][0]


def _stamp(path: Path) -> int | None:
    """When a file was last written; None for one that is not there."""
    return path.stat().st_mtime_ns if path.exists() else None


def _button(widgets: ModuleType, label: str, tip: str, press: Callable[[], None]) -> Any:
    button = widgets.Button(description=label, tooltip=tip, layout={"width": "auto"})
    button.on_click(lambda _: press())
    return button


def _ipywidgets() -> ModuleType:
    try:
        import ipywidgets
    except ImportError as error:
        raise ImportError(
            "the form needs ipywidgets, of the extra `notebooks`: install it, or label in a spreadsheet"
        ) from error
    return ipywidgets
