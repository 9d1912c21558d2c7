"""What judges sentences: cues alone or a model, as the conventions say."""

import json

import pandas as pd
import pytest

import dhtools
from dhtools.errors import ConventionsError, ModelError
from dhtools.parse import cues, learned, scorers
from dhtools.parse.conventions import Conventions
from dhtools.parse.critique import Judgement
from dhtools.parse.ids import hash8
from dhtools.parse.learned import Model
from dhtools.parse.sight import Situation

PLAIN = Situation("他于是搬回了老家。")
HARSH = Situation("这个结论荒谬。")
MODEL = Model(-1.0, {"log_odds_above": 2.0}, {"老家": 3.0, "家": 1.0}, 1.0, 0.0, 0.5, {"n_sentences": 9})


def judged(situation, model=MODEL, abstain=0.0) -> Judgement:
    return learned.judge([[situation]], model, cues.shipped(), abstain)[0][0]


def test_a_model_adds_up_its_evidence_and_its_strings():
    assert judged(PLAIN) == Judgement(True, "negative", 0.8616, ("text:老家",), leans=False)
    assert judged(Situation("他搬走了。")) == Judgement(False, None, 0.2689, ())


def test_a_model_names_the_cues_that_it_was_told_of():
    found = judged(HARSH)
    assert found.is_critical
    assert "荒谬" in found.cues


def test_a_model_that_is_in_doubt_abstains():
    assert judged(PLAIN, abstain=0.4)[:2] == (None, None)
    assert judged(PLAIN, abstain=0.3).is_critical is True


def test_probabilities_are_stretched_as_the_calibration_says():
    flat = Model(-1.0, {}, {"老家": 3.0}, 0.5, 1.0, 0.5, {})
    assert judged(PLAIN, flat).score == round(learned.logistic(0.5 * (3.0 - 1.0) + 1.0), 4)


def test_a_model_is_the_same_after_it_was_written_and_read():
    text = learned.text_of(MODEL)
    again = learned.parse(text)
    assert learned.text_of(again) == text
    assert judged(PLAIN, again) == judged(PLAIN)


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"format": 1}', '{"format": 1, "bias": "a"}', "null"])
def test_what_is_no_model_is_said_to_be_none(text):
    with pytest.raises(ModelError, match="this is no model that `dhtools train` wrote"):
        learned.parse(text)


def test_a_model_of_another_form_is_named():
    made = json.loads(learned.text_of(MODEL)) | {"format": 7}
    with pytest.raises(ModelError, match="the model has form 7; this dhtools reads form 1"):
        learned.parse(json.dumps(made))


def test_the_shipped_model_says_how_it_did_on_blogs_it_had_not_seen():
    about = learned.shipped().about
    assert about["n_groups"] >= 9
    assert set(about["left_out"]) == {"precision", "recall", "f1", "brier"}


def test_a_way_to_judge_that_is_none_is_named():
    with pytest.raises(ValueError, match="critique='magic' is not one of cues, learned"):
        scorers.make(Conventions(), "magic")


OWN = "cue,kind,polarity,weight\n搬回了老家,evaluation,negative,2\n荒谬,evaluation,negative,0\n"


def by_cues(situation, **stated) -> Judgement:
    return scorers.make(Conventions(scorer="cues", **stated))([[situation]])[0][0]


def test_a_cue_of_ones_own_counts_and_one_of_weight_0_no_longer_does():
    assert (by_cues(PLAIN).is_critical, by_cues(HARSH).is_critical) == (False, True)
    assert by_cues(PLAIN, cue_tables=(OWN,)).cues[0] == "搬回了老家"
    assert "荒谬" not in by_cues(HARSH, cue_tables=(OWN,)).cues


POST = "---\ntitle: 《旧日渡口》笔记\n---\n\n> 船要等人，人不等船（46页）。\n\n他于是搬回了老家。\n"


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "渡口.md").write_text(POST, encoding="utf-8")
    return tmp_path


def told(folder) -> list:
    return dhtools.load_corpus(folder, progress=False).sentences["is_critical"].tolist()


def test_files_that_the_conventions_name_are_read_beside_them(folder):
    (folder / "词表.csv").write_text(OWN, encoding="utf-8-sig")
    (folder / "dhtools.toml").write_text('[critique]\nscorer = "cues"\ncues = "词表.csv"\n', encoding="utf-8")
    assert told(folder) == [True]
    (folder / "class.json").write_text(learned.text_of(MODEL), encoding="utf-8")
    (folder / "dhtools.toml").write_text('[critique]\nmodel = "class.json"\n', encoding="utf-8")
    assert told(folder) == [True]


def test_sentences_that_are_left_undecided_count_neither_way(folder):
    (folder / "class.json").write_text(learned.text_of(MODEL), encoding="utf-8")
    post = folder / "渡口.md"
    post.write_text(POST.replace("老家。", "老家。他搬走了。\n\n他搬走了，又回到老家。"), encoding="utf-8")
    stated = '[critique]\nmodel = "class.json"\nabstain = {}\n'
    (folder / "dhtools.toml").write_text(stated.format(0.3), encoding="utf-8")
    corpus = dhtools.load_corpus(folder, progress=False)
    assert corpus.sentences["is_critical"].tolist() == [True, pd.NA, True]
    assert corpus.commentary["n_critical"].tolist() == [1, 1]
    (folder / "dhtools.toml").write_text(stated.format(0.5), encoding="utf-8")
    corpus = dhtools.load_corpus(folder, progress=False)
    assert corpus.sentences["is_critical"].isna().all()
    assert corpus.commentary["n_critical"].isna().all()
    assert corpus.commentary["stance"].isna().all()


def test_a_caller_may_overrule_the_conventions(folder):
    (folder / "class.json").write_text(learned.text_of(MODEL), encoding="utf-8")
    (folder / "dhtools.toml").write_text('[critique]\nmodel = "class.json"\n', encoding="utf-8")
    corpus = dhtools.load_corpus(folder, progress=False, critique="cues")
    assert corpus.sentences["is_critical"].tolist() == [False]


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("cues", "cue,kind\n好,evaluation\n", "line 1: no column polarity, weight"),
        ("cues", "cue,kind,polarity,weight\n好,mood,positive,1\n", "line 2: kind 'mood'"),
        ("cues", "cue,kind,polarity,weight\n,irony,positive,1\n", "line 2: the cue is empty"),
        ("cues", "cue,kind,polarity,weight\n好,irony,positive,much\n", "weight 'much' is not allowed"),
        ("model", "no json", "this is no model"),
    ],
)
def test_a_file_that_the_conventions_name_is_named_with_its_fault(folder, name, text, message):
    (folder / "mine").write_text(text, encoding="utf-8")
    (folder / "dhtools.toml").write_text(f'[critique]\n{name} = "mine"\n', encoding="utf-8")
    with pytest.raises(ConventionsError, match=rf"mine: .*{message}"):
        told(folder)


def test_a_file_that_is_not_there_is_named(folder):
    (folder / "dhtools.toml").write_text('[critique]\nmodel = "lost.json"\n', encoding="utf-8")
    with pytest.raises(ConventionsError, match=r"lost\.json: cannot be read"):
        told(folder)


def test_the_manifest_says_what_judged(folder):
    learnt = dhtools.load_corpus(folder, progress=False).origin["critique"]
    assert learnt == f"learned {hash8(learned.shipped_text())}"
    assert dhtools.load_corpus(folder, progress=False, critique="cues").origin["critique"] == "cues"
    (folder / "class.json").write_text(learned.text_of(MODEL), encoding="utf-8")
    (folder / "dhtools.toml").write_text('[critique]\nmodel = "class.json"\n', encoding="utf-8")
    own = dhtools.load_corpus(folder, progress=False).origin["critique"]
    assert own == f"learned {hash8(learned.text_of(MODEL))}"
