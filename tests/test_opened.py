"""A row opened in its file: place, line, and the file's own characters."""

import pytest

import dhtools
from dhtools.show import opened


@pytest.fixture
def corpus(tmp_path):
    text = "# 《渡口》笔记\n\n> 船<b>钞</b>由过路人付。（23页）\n\n真的吗？\n"
    (tmp_path / "渡口.md").write_text(text, encoding="utf-8")
    return dhtools.load_corpus(tmp_path, progress=False)


def test_a_quote_is_shown_with_its_markup_as_text(corpus):
    (quote_id,) = corpus.quotes["quote_id"]
    shown = opened.html(corpus, quote_id)
    assert "<figcaption>渡口.md:3</figcaption>" in shown
    assert "&gt; 船&lt;b&gt;钞&lt;/b&gt;由过路人付。（23页）</pre>" in shown


def test_an_unknown_key_is_refused(corpus):
    with pytest.raises(ValueError, match="渡口/q-0"):
        opened.html(corpus, "渡口/q-0")
