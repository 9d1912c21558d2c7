"""The page of figures: it shows what the command draws, and explains every figure there is."""

import re
from pathlib import Path

import figures
from dhtools.show import plots

ROOT = Path(__file__).resolve().parents[1]
PAGE = (ROOT / "docs" / "figures.md").read_text(encoding="utf-8")


def test_every_picture_of_the_page_is_drawn_by_the_command_and_there():
    shown = re.findall(r"\]\(images/([\w-]+)\.png\)", PAGE)
    assert shown == ["strip", "strips", *list(figures.FIGURES)[1:]]
    assert [name for name in shown if not (ROOT / "docs" / "images" / f"{name}.png").is_file()] == []


def test_every_figure_has_its_section():
    named = set(re.findall(r"(?m)^## .*`(\w+)`$", PAGE))
    assert named == set(plots.__all__) - {"NothingToShowError", "save_all"}


def test_the_command_draws_what_a_corpus_has(sample, tmp_path, monkeypatch):
    monkeypatch.setattr(figures, "FIGURES", {"stance-balance": plots.stance_balance})
    assert figures.main(["--out", str(tmp_path / "made")]) == 0
    assert sorted(path.name for path in (tmp_path / "made").iterdir()) == ["stance-balance.png", "strip.png"]
