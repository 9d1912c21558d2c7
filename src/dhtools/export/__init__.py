"""Tables in other people's formats, one module a format.

What stands here takes tables by name, as `Corpus.tables()` gives them.
"""
