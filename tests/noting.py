"""A corpus of notes written as a list: what is quoted, what is answered."""

from dhtools.corpus import Corpus
from dhtools.records import Link, Work
from dhtools.tables import frames
from small import commentary, make, post, quote


def corpus(*blocks: tuple[str, str, str], titles: tuple[str, ...] = (), genre: str = "notes") -> Corpus:
    """A corpus of blocks, each `(post, kind, text)`, in reading order.

    A block of kind `quote` is set off; `answer` is commentary that answers the quote above it, `commentary` any
    other; `inline` is a quote in the commentary above it. Keys count the blocks of all posts: `a/q-1`, `a/c-2`.

    Args:
        blocks: the blocks.
        titles: of works that are cited.
        genre: of the posts.
    """
    made = {name: [] for name in ("posts", "quotes", "commentary", "links")}
    for number, (post_id, kind, text) in enumerate(blocks, 1):
        if post_id not in [one.post_id for one in made["posts"]]:
            made["posts"].append(post(post_id, language="zh", genre=genre))
        if kind == "quote":
            made["quotes"].append(quote(post_id, number, None, text=text, position=number))
        elif kind == "inline":
            host = made["commentary"][-1]
            inline = quote(
                post_id, number, None, text=text, position=number, form="inline", block_id=host.block_id
            )
            made["quotes"].append(inline)
        else:
            made["commentary"].append(commentary(post_id, number, None, text=text, position=number))
            if kind == "answer":
                tie = (made["quotes"][-1].quote_id, made["commentary"][-1].commentary_id)
                made["links"].append(Link(*tie, "answer", 1, 1.0, "next"))
    works = [make(Work, work_id=title, title=title, titles=(title,)) for title in titles]
    tables = frames({**made, "works": works})
    return Corpus(**tables, folder=None, origin={})
