"""Labels by several people: compared, disputed, decided, held against the tables."""

import numpy as np
import pandas as pd
import pytest

from dhtools.export import label_sheets
from dhtools.measure import alpha, labelling, sampling
from judged import Said, corpus, ident

TEXTS = ["这话难道不是矛盾？", "三十年里船换了四代。", "他自己也知道。", "说得好。"]
KEYS = [ident(post, text) for post, text in zip("aabb", TEXTS, strict=True)]


def labels(**by_labeller):
    """Labels of the four sentences by each labeller: + and - for critical and not, . for none.

    After a + may stand the stance: n, p or m.
    """
    rows = []
    for labeller, said in by_labeller.items():
        for key, text, word in zip(KEYS, TEXTS, said.split(), strict=True):
            critical = {"+": True, "-": False, ".": None}[word[0]]
            stance = {"n": "negative", "p": "positive", "m": "mixed", "": None}[word[1:]]
            rows.append((key, key[0], 7, text, critical, stance, labeller, "", 2.0))
    columns = [
        "sentence_id",
        "post_id",
        "line",
        "text",
        "critical",
        "stance",
        "labeller",
        "comment",
        "weight",
    ]
    return label_sheets.shaped(pd.DataFrame(rows, columns=columns))


def rows(frame, digits=4):
    """The rows as lists, missing values as None."""
    return frame.round(digits).astype(object).where(frame.notna(), None).values.tolist()


# Compared


def test_labellers_are_counted():
    found = labelling.compare(labels(an="+ - - +", bei="+ + . +"))
    assert rows(found.labellers) == [["an", 4, 2, 0.5], ["bei", 3, 3, 1]]


def test_pairs_are_compared_on_what_both_labelled():
    # an and bei agree on three of four; each says yes twice and three times: chance agreement is 1/2, so
    # kappa = (3/4 - 1/2) / (1 - 1/2).
    found = labelling.compare(labels(an="+ - - +", bei="+ + - +", chen=". . - ."))
    assert rows(found.pairs) == [
        ["an", "bei", 4, 0.75, 0.5],
        ["an", "chen", 1, 1, None],  # one answer only: nothing that chance could be told from
        ["bei", "chen", 1, 1, None],
    ]


def test_pairs_without_a_sentence_in_common_agree_on_nothing_that_is_known():
    found = labelling.compare(labels(an="+ - . .", bei=". . + -"))
    assert rows(found.pairs) == [["an", "bei", 0, None, None]]
    assert rows(found.alpha) == [["critical", 0, None, None, None], ["stance", 0, None, None, None]]


def test_confusion_says_who_says_what():
    table = labelling.compare(labels(an="+ - - +", bei="+ + - +")).confusion["an", "bei"]
    assert (table.index.name, table.columns.name) == ("an", "bei")
    assert table.to_dict("index") == {"yes": {"yes": 2, "no": 0}, "no": {"yes": 1, "no": 1}}


def test_alpha_worked_out_by_hand():
    # Of the eight answers five are yes: expected disagreement 2 * 5 * 3 / (8 * 7), observed 2 / 8.
    found = labelling.compare(labels(an="+ - - +", bei="+ + - +")).alpha
    assert rows(found[["variable", "n_units", "alpha"]]) == [
        ["critical", 4, round(1 - (2 / 8) / (30 / 56), 4)],
        ["stance", 0, None],
    ]


def test_alpha_of_stance_is_among_those_who_see_critique_and_say_which():
    found = labelling.compare(labels(an="+n +p +p +n", bei="+n +p +n -", chen="+n + - +n")).alpha
    assert rows(found[["variable", "n_units"]]) == [["critical", 4], ["stance", 4]]


def test_the_interval_of_alpha_draws_posts():
    # In post a they agree throughout, in post b never: drawn twice, the first alone gives 1, the second -0.5.
    found = labelling.compare(labels(an="+ - + -", bei="+ - - +")).alpha
    assert rows(found[["low", "high"]].head(1)) == [[1 - 7 / 4, 1]]


def test_the_interval_of_one_post_is_alpha_itself_for_any_number_of_readers():
    # Krippendorff, "Computing Krippendorff's alpha-reliability" (2011), section C: nominal, alpha = 0.743.
    none = np.nan
    values = np.array(
        [
            [1, 2, 3, 3, 2, 1, 4, 1, 2, none, none, none],
            [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, none, 3],
            [none, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, none],
            [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, none],
        ]
    )
    assert np.round(alpha.with_interval(values, np.zeros(12, int), 1), 3).tolist() == [0.743] * 3


@pytest.mark.parametrize("some", [labels(an="+ - - +"), labels(an=". . . .", bei=". . . .")])
def test_to_compare_takes_two(some):
    with pytest.raises(ValueError, match="labeller is too few to compare: give the labels of two or more"):
        labelling.compare(some)


@pytest.mark.parametrize("function", [labelling.compare, labelling.disagreements, labelling.adjudicate])
def test_two_labels_of_a_sentence_by_one_labeller_are_an_error(function):
    twice = pd.concat([labels(an="+ - - +"), labels(an="- . . .")])
    with pytest.raises(
        ValueError, match=f"1 sentences have two labels by one labeller, first {KEYS[0]} by an"
    ):
        function(twice)


# Disputed


def test_the_most_disputed_come_first_and_who_says_what_stands_there():
    some = labels(an="+n - + -", bei="+p - - -", chen="+n - + -", ding="+ - - +")
    some.loc[2, "comment"] = "反问？"
    found = labelling.disagreements(some)
    columns = ["text", "yes", "no", "stances", "comments", "disagreement"]
    assert rows(found[columns]) == [
        [TEXTS[2], "an, chen", "bei, ding", "", "an: 反问？", 0.6667],
        [TEXTS[3], "ding", "an, bei, chen", "", "", 0.5],
        [TEXTS[0], "an, bei, chen, ding", "", "negative: an, chen; positive: bei", "", 0],
    ]


def test_of_two_equally_disputed_that_with_more_labels_comes_first():
    assert labelling.disagreements(labels(an="+ - + .", bei="- - - ."))["text"].tolist() == [
        TEXTS[0],
        TEXTS[2],
    ]


def test_where_all_agree_nothing_is_disputed():
    assert labelling.disagreements(labels(an="+n - . -", bei="+n - + -")).empty


# Decided


def decided(adjudicated):
    return rows(adjudicated[["critical", "stance", "decided_by"]])


def test_a_majority_decides_and_a_tie_stays_open():
    found = labelling.adjudicate(labels(an="+n - + .", bei="+n - - .", chen="+p + . -"))
    assert decided(found) == [
        [True, "negative", "unanimous"],
        [False, None, "majority"],
        [None, None, "open"],
        [False, None, "single"],
    ]
    assert rows(found[["n_labels", "n_yes", "n_no"]]) == [[3, 3, 0], [3, 1, 2], [2, 1, 1], [1, 0, 1]]


def test_what_not_all_say_stays_open_if_all_must():
    some = labels(an="+n - + +n", bei="+p - + +n", chen="+n + . +")
    assert decided(labelling.adjudicate(some, rule="unanimous")) == [
        [True, None, "unanimous"],
        [None, None, "open"],
        [True, None, "unanimous"],
        [True, "negative", "unanimous"],
    ]


def test_a_stance_needs_a_majority_of_those_who_say_yes():
    some = labels(an="+n +n -n .", bei="+p +n +p .", chen="- - +p .")
    assert rows(labelling.adjudicate(some)[["stance"]]) == [[None], ["negative"], ["positive"]]


def test_an_adjudicator_overrules():
    some = labels(an="+n - + -", bei="- - - -")
    found = labelling.adjudicate(some, labels(teacher="+m + . ."))
    assert decided(found) == [
        [True, "mixed", "adjudicator"],
        [True, None, "adjudicator"],
        [None, None, "open"],
        [False, None, "unanimous"],
    ]


def test_an_adjudicator_decides_what_is_labelled():
    with pytest.raises(ValueError, match=f"decisions: nobody labelled '{KEYS[3]}'; leave these out"):
        labelling.adjudicate(labels(an="+ - + ."), labels(teacher="+ . . -"))


def test_an_adjudicator_decides_once():
    with pytest.raises(ValueError, match=f"decisions: decided twice: '{KEYS[0]}'"):
        labelling.adjudicate(labels(an="+ - + ."), labels(one="+ . . .", two="- . . ."))


def test_there_are_two_rules():
    with pytest.raises(ValueError, match="rule='coin' is not one of majority, unanimous"):
        labelling.adjudicate(labels(an="+ - + ."), rule="coin")


def test_what_is_decided_is_a_sheet(tmp_path):
    found = labelling.adjudicate(labels(an="+n - + -", bei="- - - -"))
    label_sheets.write(found[found["decided_by"] == "open"], tmp_path / "teacher.csv")
    again = label_sheets.read(tmp_path / "teacher.csv")
    assert again["text"].tolist() == [TEXTS[0], TEXTS[2]]
    assert again["critical"].isna().all()
    assert again["weight"].tolist() == [2, 2]


# Held against the tables

BIAS = (
    "As drawn, a sample with the doubtful first mostly makes dhtools look worse than it is on the corpus, and one "
    "by score better."
)

JUDGED = corpus(
    [
        Said("a", TEXTS[0], 0.9, True, "negative"),
        Said("a", TEXTS[1], 0.6, True, "positive"),
        Said("b", TEXTS[2], 0.1),
        Said("b", TEXTS[3], 0.8, True, "negative"),
    ]
)


def test_precision_and_recall_of_what_dhtools_says():
    found = labelling.score(labels(gold="+n - + +p"), JUDGED)
    assert found.n_sentences == 4
    columns = ["measure", "n_gold", "n_predicted", "n_matched", "precision", "recall", "f1"]
    assert rows(found.measures[columns], 3) == [
        ["critical", 3, 3, 2, 0.667, 0.667, 0.667],
        ["stance, of those both call critical", 2, 2, 1, 0.5, 0.5, 0.5],
    ]
    assert set(found.measures["basis"]) == {"the sample as drawn"}
    assert found.notes == ()


def test_the_interval_draws_posts():
    found = labelling.score(labels(gold="+n +p - -"), JUDGED).measures
    # In post a all is right, in post b all that is found is wrong.
    assert rows(found.loc[[0], ["low", "high"]]) == [[0, 1]]


def test_weights_count_a_sentence_as_often_as_it_stands_for_others():
    some = labels(gold="+ - + +").assign(weight=[1, 1, 10, 1])
    found = labelling.score(some, JUDGED)
    columns = ["basis", "n_gold", "n_predicted", "n_matched", "recall"]
    critical = found.measures[found.measures["measure"] == "critical"]
    assert rows(critical[columns], 3) == [
        ["the sample as drawn", 3, 3, 2, 0.667],
        ["weighted to the corpus", 12, 3, 2, 0.167],
    ]
    assert found.notes == (f"A sentence stands for 1 to 10 of the corpus: read the weighted rows. {BIAS}",)


def test_labels_without_weights_are_warned_of():
    assert labelling.score(labels(gold="+ - + +").assign(weight=pd.NA), JUDGED).notes == (
        f"Some labels have no weights, so the figures hold for a sample drawn evenly. {BIAS}",
    )


def test_what_is_left_out_is_counted():
    some = corpus(
        [Said("a", TEXTS[0], 0.9, True), Said("a", TEXTS[1], None, None), Said("b", TEXTS[3], 0.9, True)]
    )
    found = labelling.score(labels(gold="+ + + ."), some)
    assert found.n_sentences == 2
    assert rows(found.measures.loc[[0], ["n_gold", "n_predicted", "n_matched"]]) == [[2, 1, 1]]
    assert found.notes == (
        "Sentences open and left out, mostly hard ones: 1.",
        "Sentences no longer in the corpus as labelled and left out (labelling.attach lists them): 1.",
        "Sentences not judged by dhtools and counted as not critical: 1.",
    )


def test_labels_of_several_must_be_made_one_before():
    with pytest.raises(
        ValueError, match=r"sentences have several labels; make them one with labelling\.adju"
    ):
        labelling.score(labels(an="+ - + +", bei="+ - + +"), JUDGED)


def test_labels_of_another_corpus_are_an_error():
    with pytest.raises(ValueError, match="none of the labelled sentences is in the corpus"):
        labelling.score(labels(gold="+ - + +"), corpus([Said("z", "别的。")]))


def test_a_doubtful_sample_as_drawn_looks_worse_than_the_corpus_and_weights_mend_it():
    """Labels err where the score is near the threshold: two hundred sentences, those from 0.25 to 0.45 wrong."""
    many = [Said("ab"[n % 2], f"第{n}句。", n / 200, n / 200 >= 0.35) for n in range(200)]
    truth = {one.text: one.is_critical ^ (0.25 <= one.score <= 0.45) for one in many}
    judged = corpus(many)

    def f1s(sheet):
        filled = sheet.assign(critical=sheet["text"].map(truth), labeller="gold")
        found = labelling.score(filled, judged).measures
        return found.loc[found["measure"] == "critical", "f1"].tolist()

    (whole,) = f1s(sampling.draw(judged, 200, by=None))
    drawn, weighted = f1s(sampling.draw(judged, 100, by="doubtful"))
    assert drawn < whole - 0.1
    assert weighted == pytest.approx(whole, abs=0.03)
