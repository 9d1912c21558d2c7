"""How true a quote is: passages planted in an invented book, changed in known ways."""

import pandas as pd
import pytest

from dhtools.measure import reuse

BOOK = """    渡口在镇子的北边，冬天河水结冰，船家便把船拖上岸来，用草席盖好。林渡先生每天清早走过石桥，到账房里去点灯。
账房的先生姓何，写得一手好字，却从来不肯替人写信。镇上的人都说他心肠硬，只有卖灯油的老周知道，他夜里常常对着一封旧信发呆。
到了三月，冰化了，第一班船载着盐和布匹从下游上来。何先生没有去看，他把窗子关上，又把那封信烧掉了。
The ferry did not run in winter, and nobody in the town asked why. Old Penquill kept the lamp lit all the same,
since a light, he said, was owed to the river and not to the passengers.
"""


def judged(*texts):
    """Kind of each quote, with its variants and omissions."""
    rows = reuse.fidelity(
        pd.DataFrame({"quote_id": [f"q{k}" for k in range(len(texts))], "text": texts}), BOOK
    )
    columns = ["kind", "n_variants", "n_omissions", "n_unmarked"]
    return [tuple(None if pd.isna(cell) else cell for cell in row) for row in rows[columns].values.tolist()]


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("冬天河水结冰，船家便把船拖上岸来，用草席盖好。", ("exact", 0, 0, 0)),
        ("冬天河水結冰,船家便把船拖上岸來,用草席蓋好", ("exact", 0, 0, 0)),
        ("冬天河水结冰，船家便把船拖上岸来，用草席盖好。（46页）", ("exact", 0, 0, 0)),
        ("冬天河水结冰，船家便把船拖上岸来。\n——林渡《旧日渡口》", ("exact", 0, 0, 0)),
        ("冬天河水结冰，船家把船拖上岸来，用草席盖好。", ("variant", 1, 0, 0)),
        ("冬天河水结了冰，船家便把小船拖上岸来，用草席盖好。", ("variant", 2, 0, 0)),
        ("渡口在镇子的北边……林渡先生每天清早走过石桥，到账房里去点灯。", ("abridged", 0, 1, 0)),
        ("渡口在镇子的北边〔略〕林渡先生每天清早走过石桥", ("abridged", 0, 1, 0)),
        ("账房的先生姓何，写得一手好字。\n到了三月，冰化了，第一班船载着盐和布匹从下游上来。", ("abridged", 0, 1, 0)),
        ("渡口在镇子的北边，林渡先生每天清早走过石桥，到账房里去点灯。", ("unmarked omission", 0, 1, 1)),
        ("何先生去看，他把窗子关上，又把那封信烧掉了。", ("misquoted", 1, 0, 0)),
        ("何先生［老何］没有去看，他把窗子关上", ("exact", 0, 0, 0)),
        ("冬天河水结冰，船夫就把船儿拖到岸上，用席子盖好。", ("misquoted", 6, 0, 0)),
        ("夏天的时候谁也不曾到过南方的山里去。", ("not found", None, None, None)),
        ("“[T]he ferry did not run in winter, and nobody in the town asked why.” (p. 12)", ("exact", 0, 0, 0)),
        ("a light, he said, was owed to the river ... not to the passengers", ("abridged", 0, 1, 0)),
        ("The ferry did run in winter, and nobody in the town asked why.", ("misquoted", 1, 0, 0)),
    ],
)  # fmt: skip
def test_a_planted_change_is_told(text, verdict):
    assert judged(text) == [verdict]
