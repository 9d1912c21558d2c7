"""Where words begin and end, in Chinese, English, and both in one sentence.

Chinese is cut by jieba, or by rjieba, its twin in Rust, where that is installed. The twin cuts some ten times as
fast and alike, but for ties between cuts that are as likely, such as 突突|突突突 and 突突突|突突: one word in 464,000 of
real posts. Any other script is cut at blanks and marks. Names and titles that no dictionary knows can be
given, to be kept whole.
"""

from __future__ import annotations

import re
import warnings
from collections import defaultdict
from collections.abc import Callable, Sequence
from functools import cache, partial
from itertools import pairwise, zip_longest
from types import ModuleType

from dhtools.measure.folding import fold

HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
"""Chinese characters, for a class of a regular expression."""
LETTER = rf"[^\W\d_{HAN}]"
_RUN = re.compile(rf"[{HAN}]+|({LETTER}+(?:'(?!s(?!{LETTER})){LETTER}+)*)(?:'s(?!{LETTER}))?")
"""A run of Chinese characters, or (the group) a word of letters, of which the English 's is no part."""
_ADDRESS = re.compile(r"(?:https?://|www\.)[\w./?=&%#:~+@-]+")
IS_HAN = re.compile(f"[{HAN}]+").fullmatch
HAS_HAN = re.compile(f"[{HAN}]").search

Span = tuple[int, int]
"""First character of a word, and the one after its last."""
Cut = Callable[[str], list[str]]


class Tokenizer:
    """Cuts texts into words; made with the words and phrases that it is to keep whole.

    Of those, a phrase in Latin letters is kept only where it is written with the same capitals.

    Examples:
        >>> text = "重讀《舊日渡口》，an old book"
        >>> [text[start:end] for start, end in Tokenizer(["旧日渡口"]).spans(text)]
        ['重讀', '舊日渡口', 'an', 'old', 'book']
    """

    def __init__(self, whole: Sequence[str] = ()) -> None:
        self._cut = chinese([fold(word) for word in whole if IS_HAN(word)])
        self._phrases: dict[tuple[str, str], list[str]] = defaultdict(list)
        for phrase in sorted(set(whole), key=lambda phrase: (-len(phrase), phrase)):
            words = [fold(phrase)[start:end] for start, end in self._pieces(fold(phrase))]
            if len(words) > 1:
                self._phrases[words[0], words[1]].append(phrase)

    def spans(self, text: str) -> list[Span]:
        """Where the words of a text are, in its order; numbers, marks and web addresses are no words."""
        folded = _ADDRESS.sub(lambda found: " " * len(found[0]), fold(text))
        return self._joined(self._pieces(folded), text, folded)

    def _pieces(self, folded: str) -> list[Span]:
        spans: list[Span] = []
        for run in _RUN.finditer(folded):
            if run.lastindex:
                spans.append(run.span(1))
                continue
            start = run.start()
            for word in self._cut(run[0]):
                spans.append((start, start + len(word)))
                start += len(word)
        return spans

    def _joined(self, spans: list[Span], text: str, folded: str) -> list[Span]:
        """The spans, with those that together are a phrase made one."""
        words = [folded[start:end] for start, end in spans]
        ends = {end for _, end in spans}
        made: list[Span] = []
        reached = 0
        for (start, end), pair in zip_longest(spans, pairwise(words)):
            if start < reached:
                continue
            reached = end
            for phrase in self._phrases.get(pair, ()):
                if start + len(phrase) in ends and _stands_at(phrase, start, text, folded):
                    reached = start + len(phrase)
                    break
            made.append((start, reached))
        return made


def _stands_at(phrase: str, start: int, text: str, folded: str) -> bool:
    is_chinese = bool(HAS_HAN(phrase))
    return folded.startswith(fold(phrase), start) if is_chinese else text.startswith(phrase, start)


def chinese(whole: Sequence[str] = (), guesses: bool = True) -> Cut:
    """A function that cuts simplified Chinese, keeping some words whole.

    Args:
        whole: the words.
        guesses: whether to take characters together that look like a word and are in no dictionary.
    """
    words = sorted(set(whole))
    try:
        import rjieba
    except ImportError:
        return partial(_jieba(words), HMM=guesses)
    made = rjieba.Jieba()
    for word in words:
        made.add_word(word, None, None)
    return partial(made.cut, hmm=guesses)


def _jieba(words: Sequence[str]) -> Cut:
    jieba = _library()
    # Not jieba's shared tokenizer, which other code in the process may use and change, nor its way to load:
    # that writes to standard error, and to a cache in the temporary folder which any program may have left.
    made = jieba.Tokenizer()
    frequencies, total = _dictionary()
    made.FREQ, made.total, made.initialized = frequencies.copy(), total, True
    for word in words:
        made.add_word(word)
    return made.lcut


@cache
def _dictionary() -> tuple[dict[str, int], int]:
    """The dictionary that jieba comes with: how often it counts each word, and 0 for what only begins one."""
    jieba = _library()
    return jieba.Tokenizer.gen_pfdict(jieba.Tokenizer().get_dict_file())


def _library() -> ModuleType:
    with warnings.catch_warnings():
        # It asks for setuptools' pkg_resources, which warns that it is out of date.
        warnings.simplefilter("ignore")
        import jieba
    return jieba
