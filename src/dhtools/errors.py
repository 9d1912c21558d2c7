"""What dhtools raises, each message saying what, where, and what to do."""


class DhtoolsError(Exception):
    """Base of all errors that dhtools raises on purpose."""


class SourceError(DhtoolsError):
    """The folder to read is missing, is no folder, or holds no posts."""


class PostError(DhtoolsError):
    """A post cannot be read; raised only with `on_error="raise"`, otherwise a row of `problems`."""


class ConventionsError(DhtoolsError):
    """`dhtools.toml` cannot be read or says something dhtools does not know."""


class TableError(DhtoolsError):
    """A table breaks its schema, or a folder of tables cannot be read or written."""


class GoldError(DhtoolsError):
    """Labels made by hand cannot be read or break the code book's form."""


class ModelError(DhtoolsError):
    """A trained model cannot be read, or there are too few labels to train one."""


class NotebookError(DhtoolsError):
    """A notebook stopped before its last cell."""
