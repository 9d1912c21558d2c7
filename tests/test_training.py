"""Training: what a model learns, and that what it says of itself is measured on unseen groups."""

import numpy as np
import pytest

import dhtools
from dhtools.errors import ModelError
from dhtools.measure import training
from dhtools.parse import cues, evidence, learned, post, posts, scorers
from dhtools.parse.sight import Situation

GROUPS = ("渡口", "灯塔", "井", "桥")
HARSH = (
    "船夫的说法荒谬。",
    "这一章写得拖沓。",
    "难道没有人核对过吗？",
    "结尾令人失望。",
    "他的理由站不住脚。",
)
PLAIN = ("船夫早上出发。", "第二章写渡口的历史。", "他把灯油记在账上。", "信是三月寄出的。", "桥在河的上游。")


def labelled(noise: float = 0.0) -> tuple[list, np.ndarray, list[str]]:
    """Sentences that say which they are by their words, a share of them with the wrong label."""
    random = np.random.default_rng(1)
    situations = [Situation(text.replace("船", name)) for name in GROUPS for text in (HARSH + PLAIN) * 4]
    truth = np.array([text in HARSH for _ in GROUPS for text in (HARSH + PLAIN) * 4])
    truth ^= random.random(len(truth)) < noise
    told = [evidence.of_post([[one]], cues.shipped())[0][0] for one in situations]
    return told, truth, [name for name in GROUPS for _ in range(len(truth) // len(GROUPS))]


def test_a_model_learns_what_the_labels_show_and_judges_new_sentences_by_it():
    model, fold = training.fit(*labelled()), training.unseen(*labelled())
    assert training.measured(fold, labelled()[1])["f1"] == 1.0
    said = learned.judge(
        [[Situation("这本书写得拖沓。"), Situation("信是二月寄出的。")]], model, cues.shipped()
    )
    assert [one.is_critical for one in said[0]] == [True, False]


def test_labels_without_sense_teach_nothing():
    told, _, groups = labelled()
    truth = np.random.default_rng(2).random(len(told)) < 0.5
    assert abs(training.measured(training.unseen(told, truth, groups), truth)["brier"] - 0.25) < 0.05


def test_a_group_is_judged_by_models_that_never_saw_its_labels():
    told, truth, groups = labelled()
    where = np.array(groups)
    fold = training.unseen(told, truth, groups)
    turned = truth.copy()
    turned[where == "井"] ^= True
    other = training.unseen(told, turned, groups)
    own = where == "井"
    np.testing.assert_allclose(fold.probability[own], other.probability[own])
    assert (fold.probability[~own] != other.probability[~own]).any()


def test_the_same_labels_make_the_same_bytes():
    assert learned.text_of(training.fit(*labelled(0.1))) == learned.text_of(training.fit(*labelled(0.1)))


def test_a_model_in_a_file_says_what_the_trained_one_says():
    told, truth, groups = labelled(0.1)
    model = training.fit(told, truth, groups)
    again = learned.parse(learned.text_of(model))
    situations = [[Situation(text) for text in HARSH + PLAIN]]
    for one, other in zip(
        learned.judge(situations, model, cues.shipped())[0],
        learned.judge(situations, again, cues.shipped())[0],
        strict=True,
    ):
        assert (one.is_critical, one.score) == (other.is_critical, pytest.approx(other.score, abs=0.001))


def test_too_few_labels_are_counted():
    told, truth, groups = labelled()
    message = r"10 critical sentences, 10 others, from 1 blogs, books or posts; needed are 40 of each from 3"
    with pytest.raises(ModelError, match=message):
        training.fit(told[:20], truth[:20], groups[:20])


def test_the_threshold_is_where_f1_is_highest():
    probability = np.linspace(0, 1, 201)
    assert training.best_threshold(probability, probability >= 0.4) == pytest.approx(0.4, abs=0.02)


def test_a_calibrated_probability_is_the_share_that_is_critical():
    random = np.random.default_rng(3)
    sums = random.normal(size=4000)
    truth = random.random(4000) < 1 / (1 + np.exp(-(2 * sums - 1)))
    slope, offset = training.calibration(sums, truth)
    assert (slope, offset) == (pytest.approx(2, abs=0.2), pytest.approx(-1, abs=0.2))


def test_the_curve_has_a_point_for_each_share():
    told, truth, groups = labelled(0.2)
    made = training.curve(told, truth, groups, (0.5, 1.0))
    assert made["share"].tolist() == [0.5, 1.0]
    assert made["n_train"].iloc[1] == 3 * len(truth) // 4 > made["n_train"].iloc[0]
    assert made["average_precision"].between(0.5, 1).all()


def test_a_model_is_told_of_a_sentence_what_the_parser_knows_of_it(sample):
    seen = []

    def record(blocks):
        seen.extend(one.evidence for block in evidence.of_post(blocks, cues.shipped()) for one in block)
        return scorers.default()(blocks)

    conventions = posts.read_conventions(sample)
    for file in posts.find(sample, conventions)[0]:
        post.parse(posts.read(file, sample, conventions), "p", conventions, record)
    corpus = dhtools.load_corpus(sample, progress=False)
    judged = corpus.sentences.loc[corpus.sentences["is_critical"].notna(), "sentence_id"]
    told = training.told(corpus)[judged.tolist()]
    assert len(told) == len(seen)
    alike = sum(one.evidence == other for one, other in zip(told, seen, strict=True))
    assert alike >= 0.98 * len(seen)  # a quote that stands twice in a block is sought where it stands first


def test_a_model_says_how_it_did_on_what_it_had_not_seen():
    told, truth, groups = labelled(0.1)
    fold = training.unseen(told, truth, groups)
    about = training.with_scores(training.fit(told, truth, groups), fold, truth).about
    assert about["n_sentences"] == len(truth)
    assert about["left_out"]["f1"] == round(training.measured(fold, truth)["f1"], 3)
