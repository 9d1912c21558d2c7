"""Labels are found again in posts that were edited since, and what changed is listed."""

import pytest

import dhtools
from dhtools.export import label_sheets
from dhtools.labels import Labels, Reading, Sentence
from dhtools.measure import anchors, sampling
from judged import Said, corpus, ident

SAYS, BOATS = "这话难道不是矛盾？", "三十年里船换了四代。"
POST = "# 《旧日渡口》笔记\n\n>他们口头上说的和做的不是一回事。\n\n这话难道不是矛盾？他自己也知道。\n\n三十年里船换了四代。\n"


@pytest.fixture
def written(tmp_path):
    """Writes a post, and gives the corpus."""

    def write(text, name="a.md"):
        (tmp_path / name).write_text(text, encoding="utf-8")
        return dhtools.load_corpus(tmp_path, progress=False)

    return write


@pytest.fixture
def told(written):
    """Labels of the post's three sentences."""
    sheet = sampling.draw(written(POST), 3, by=None, genres=None).sort_values("line", kind="stable")
    return sheet.assign(critical=True, labeller="an").reset_index(drop=True)


def test_labels_survive_edits_elsewhere(told, written):
    edited = POST.replace("\n\n>", "\n\n新写的一段。\n\n>").replace("三十年", "又补一句。三十年")
    found, lost = anchors.attach(told, written(edited))
    assert found["line"].tolist() == [7, 7, 9]
    assert found.drop(columns=["line", *anchors.FOUND]).equals(told.drop(columns="line"))
    assert lost.empty


def test_what_dhtools_says_stands_beside_the_label():
    judged = corpus([Said("a", SAYS, 0.9, True, "negative"), Said("a", BOATS)])
    labels = label_sheets.shaped(judged.sentences[["sentence_id", "post_id", "text"]])
    found, _ = anchors.attach(labels, judged)
    columns = ["text", "commentary_id", "predicted_critical", "predicted_stance", "score"]
    assert rows(found[columns]) == [
        [SAYS, "a/c-1", True, "negative", 0.9],
        [BOATS, "a/c-2", False, None, 0.1],
    ]


def test_a_sentence_that_changed_is_listed_with_the_one_most_like_it(told, written):
    found, lost = anchors.attach(told, written(POST.replace("难道不是矛盾", "难道不矛盾")))
    assert len(found) == 2
    columns = ["text", "n_labels", "reason", "suggested_text", "suggested_line", "likeness"]
    assert rows(lost[columns]) == [
        ["这话难道不是矛盾？", 1, "the post has no such sentence", "这话难道不矛盾？", 5, 0.9412]
    ]


def test_a_sentence_that_has_a_label_is_not_suggested_for_another(told, written):
    _, lost = anchors.attach(told, written(POST.replace("他自己也知道。", "")))
    assert rows(lost[["text", "suggested_id", "likeness"]]) == [["他自己也知道。", None, None]]


def test_labels_of_a_post_that_was_renamed_are_listed_with_the_same_words_elsewhere(told, written, tmp_path):
    (tmp_path / "a.md").rename(tmp_path / "b.md")
    found, lost = anchors.attach(told, written(POST.replace("三十年", "四十年"), "b.md"))
    assert found.empty
    assert set(lost["reason"]) == {"the post is not there"}
    assert rows(lost[["text", "suggested_text", "likeness"]]) == [
        ["这话难道不是矛盾？", "这话难道不是矛盾？", 1],
        ["他自己也知道。", "他自己也知道。", 1],
        ["三十年里船换了四代。", None, None],
    ]


def test_labels_of_gold_become_labels_of_sentences(written):
    reading = Reading(
        "a.md", sentences=[Sentence(5, "这话难道", True, "negative"), Sentence(7, "三十年", False)]
    )
    found = anchors.from_gold(Labels({"a": reading, "gone": reading}, {}), written(POST))
    assert rows(found[["sentence_id", "line", "text", "critical", "stance", "labeller"]]) == [
        [ident("a", SAYS), 5, SAYS, True, "negative", "gold"],
        [ident("a", BOATS), 7, BOATS, False, None, "gold"],
    ]


def test_gold_of_sentences_that_begin_alike_on_one_line_is_left_out(written):
    reading = Reading("a.md", sentences=[Sentence(3, "他自己也", True), Sentence(3, "难道不", True)])
    post = "# 《旧日渡口》笔记\n\n他自己也知道。他自己也不信。难道不是矛盾？\n"
    found = anchors.from_gold(Labels({"a": reading}, {}), written(post))
    assert found["text"].tolist() == ["难道不是矛盾？"]


def rows(frame):
    """The rows as lists, missing values as None."""
    return frame.round(4).astype(object).where(frame.notna(), None).values.tolist()
