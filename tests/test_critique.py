"""Rule book of critical sentences: which are, which way, by which words. All are invented."""

import re

import opencc
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dhtools.parse import critique, cues
from dhtools.parse.critique import Judgement, stance_of
from dhtools.parse.sight import Situation


def judge(sentence, before="", after_quote=False, quoted=()) -> Judgement:
    return critique.judge(Situation(sentence, before, "", after_quote, tuple(quoted)))


CRITICAL = [
    # evaluation, affect, endorsement
    ("这本小册子很有意思。", "positive", "有意思"),
    ("注释冗长，读到一半就想放下。", "negative", "冗长"),
    ("我很喜欢写码头的这一章。", "positive", "很喜欢"),
    ("推荐大家从附录读起。", "positive", "推荐"),
    ("这本地图册值得重读。", "positive", "值得重读"),
    ("精辟！", "positive", "精辟"),
    ("译文不忍卒读。", "negative", "不忍卒读"),
    ("商会的账目根本站不住脚。", "negative", "站不住脚"),
    ("老掌柜真是虚伪。", "negative", "虚伪"),
    ("村长霸道，族人自私。", "negative", "霸道"),
    ("一语道破。", "positive", "一语道破"),
    ("這本書的插圖非常精彩。", "positive", "精彩"),
    ("This is an excellent guide to knots.", "positive", "excellent"),
    ("Highly recommended.", "positive", "highly recommended"),
    ("It is well worth reading twice.", "positive", "worth reading"),
    ("The second argument is weak and misleading.", "negative", "misleading"),
    ("His memoir is full of lies.", "negative", "lies"),
    ("The mayor’s hypocrisy is plain.", "negative", "hypocrisy"),
    ("A MASTERPIECE!", "positive", "masterpiece"),
    ("The plan lacks any sense of cost, and the map is absurd.", "negative", "absurd"),
    # negation and double negation
    ("这个结论谈不上深刻。", "negative", "深刻"),
    ("这本书并不有趣。", "negative", "有趣"),
    ("他的写法并非不精彩。", "positive", "精彩"),
    ("The ending is not convincing.", "negative", "convincing"),
    ("Her prose is never dull.", "positive", "dull"),
    # concession: the clause after "but" decides
    ("写得固然生动，但结论荒谬。", "mixed", "rule:concession"),
    ("虽然排版粗糙，但是译文出色。", "mixed", "rule:concession"),
    ("这当然省事，但太过牵强。", "negative", "rule:concession"),
    ("Although the preface is dull, it is a brilliant book.", "mixed", "rule:concession"),
    ("The maps are beautiful, but the text is shallow.", "mixed", "rule:concession"),
    # rhetorical questions
    ("他怎么可能不知道码头失火？", "negative", "rule:objecting_question"),
    ("凭什么由他一个人决定？", "negative", "rule:objecting_question"),
    ("我们何尝不是这样？", "negative", "何尝"),
    ("难道渔民就没有名字吗？", "negative", "难道"),
    ("这不就是赌博吗？", "negative", "rule:objecting_question"),
    ("那空白的两年怎么解释？", "negative", "怎么解释"),
    ("How could they miss the lighthouse?", "negative", "how could"),
    ("Where is the evidence?", "negative", "where is the evidence"),
    # irony
    ("所谓自愿，无非是点名罢了。", "negative", "所谓"),
    ("好一个清官，居然连账本都烧了！", "negative", "好一个"),
    ("The so-called experts merely left early.", "negative", "so-called"),
    # own stance, norm, correction, doubt
    ("在我看来，这个比喻很勉强。", "negative", "rule:own_evaluation"),
    ("我不太认同编者的分期。", "negative", "我不太认同"),
    ("In my view, the last act fails.", "negative", "rule:own_evaluation"),
    ("他本该道歉，却显然没有。", "negative", "本该"),
    ("They should have asked the crew, and surely they knew.", "negative", "should have"),
    ("动机令人怀疑。", "negative", "令人怀疑"),
    ("这份名单不可信。", "negative", "rule:verdict"),
    ("A dubious claim.", "negative", "rule:verdict"),
    ("错！", "negative", "错！"),
]
UNCRITICAL = [
    "1912 年商会迁到河边。",
    "第二章介绍渡口的三代船工。",
    "他于是搬回了老家。",
    "参加会议的有米商、盐商、布商。",
    "（即今天的北门一带）",
    "这座桥是哪一年修的？",
    "为什么叫这个名字呢？",
    "编者认为此诗作于冬天。",
    "野生动物在河谷里过冬。",
    "毕竟那时还没有电灯。",
    "The bridge was rebuilt in 1823.",
    "He describes a mill near the river.",
    "What does the word mean?",
    "According to the ledger, the mill was sold for 300 pounds.",
    "Page 46:",
    "",
]


@pytest.mark.parametrize(("sentence", "stance", "cue"), CRITICAL)
def test_critical(sentence, stance, cue):
    judged = judge(sentence)
    assert (judged.is_critical, judged.stance) == (True, stance)
    assert cue in judged.cues


@pytest.mark.parametrize("sentence", UNCRITICAL)
def test_uncritical(sentence):
    assert judge(sentence)[:2] == (False, None)


def test_a_judgement_says_all_that_made_it():
    assert judge("在我看来，这个比喻很勉强。") == Judgement(
        is_critical=True,
        stance="negative",
        score=0.8581,
        cues=("在我看来", "很", "勉强", "rule:verdict", "rule:own_evaluation", "rule:predicated"),
    )


def test_evaluation_reported_of_others_weighs_less():
    assert judge("村民认为税吏蛮横。").score < judge("我认为税吏蛮横。").score
    assert judge("The villagers claimed the tax was unjust.").score < judge("The tax was unjust.").score


def test_a_cue_in_reproduced_words_does_not_count():
    sentence = "碑上写着“荒谬绝伦”。"
    assert judge(sentence, quoted=[(5, 9)]).is_critical is False
    assert judge(sentence).is_critical is True


def test_a_sentence_after_an_evaluation_is_likelier_critical():
    plain = judge("显然没有人核对过。")
    after = judge("显然没有人核对过。", before="这份账目荒唐。")
    assert (plain.is_critical, after.is_critical) == (False, True)
    assert "rule:follows_critique" in after.cues


def test_an_evaluation_that_the_sentence_before_quotes_does_not_spread():
    assert judge("显然没有人核对过。", before="告示上写着“荒唐”。") == judge("显然没有人核对过。")


def test_a_verdict_weighs_more_right_after_a_quote():
    assert judge("有道理。", after_quote=True).score > judge("有道理。").score


def test_the_stance_of_a_block():
    positive, negative, plain = judge("精彩！"), judge("这一段冗长。"), judge("他搬家了。")
    assert stance_of([plain]) is None
    assert stance_of([plain, positive]) == "positive"
    assert stance_of([negative, plain]) == "negative"
    assert stance_of([negative, positive]) == "mixed"
    assert stance_of([negative, negative, negative, positive]) == "negative"


def test_a_critical_sentence_in_which_nothing_leans_takes_the_stance_of_its_neighbour():
    praise, blame = judge("精彩！"), judge("这一段冗长。")
    unsaid = Judgement(True, "negative", 0.6, ("text:吧",), leans=False)
    plain = judge("他搬家了。")
    assert [one.stance for one in critique.settled([praise, unsaid])] == ["positive", "positive"]
    assert [one.stance for one in critique.settled([unsaid, plain, praise])] == ["positive", None, "positive"]
    assert critique.settled([praise, unsaid, blame])[1].stance == "positive"
    assert critique.settled([unsaid, plain])[0].stance == "negative"


@given(st.text(), st.text(), st.booleans(), st.lists(st.tuples(st.integers(), st.integers()), max_size=3))
def test_no_input_raises(sentence, before, after_quote, quoted):
    judged = judge(sentence, before, after_quote, quoted)
    assert 0 <= judged.score <= 1
    assert not judged.is_critical or judged.cues
    assert (judged.stance is None) is not judged.is_critical


@given(st.sampled_from([case[0] for case in CRITICAL]))
def test_words_reproduced_whole_are_never_critical(sentence):
    assert judge(sentence, quoted=[(0, len(sentence))]).is_critical is False


@pytest.mark.parametrize("sentence", [case[0] for case in CRITICAL] + UNCRITICAL)
def test_traditional_characters_are_judged_as_simplified_ones(sentence):
    traditional = opencc.OpenCC("s2t").convert(sentence)
    assert judge(traditional) == judge(sentence)


@pytest.mark.parametrize("language", cues.LANGUAGES)
def test_every_cue_is_found_in_its_example(language):
    lexicon = cues.lexicon(language)
    unfound = [
        cue.cue
        for cue in cues.read(language)
        if cue not in [hit.cue for hit in lexicon.find(cues.fold(cue.example))]
    ]
    assert unfound == []


@pytest.mark.parametrize("language", cues.LANGUAGES)
def test_no_cue_stands_twice(language):
    names = [cue.cue for cue in cues.read(language)]
    assert sorted(set(names)) == sorted(names)


def test_a_language_without_cues_is_named():
    with pytest.raises(ValueError, match="language 'fr' has no cues; it is one of zh, en"):
        cues.lexicon("fr")


def test_a_row_with_a_kind_of_its_own_is_named():
    with pytest.raises(ValueError, match="line 2: kind 'mood'"):
        cues.parse_cues("cue,kind,polarity,weight,example,source\n好,mood,positive,1,好。,\n")


def test_an_expression_begins_with_something_plain():
    cue = cues.Cue("re:.好", "evaluation", "positive", 1.0, "真好。", "")
    with pytest.raises(ValueError, match="does not begin with a character"):
        cues.compile_cues([cue], whole_words=False)


@pytest.mark.real
def test_no_example_is_taken_from_a_real_post(real_corpus):
    bare = re.compile(r"[\W_]+")
    examples = {
        bare.sub("", cue.example): cue.cue for language in cues.LANGUAGES for cue in cues.read(language)
    }
    files = sorted(real_corpus.rglob("*.md"))
    text = "\n".join(bare.sub("", file.read_text("utf-8", "replace")) for file in files)
    assert {cue for example, cue in examples.items() if example in text} == set()
