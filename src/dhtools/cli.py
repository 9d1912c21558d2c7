"""The command line."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

import dhtools
from dhtools.errors import DhtoolsError, NotebookError, SourceError, TableError

if TYPE_CHECKING:
    from pandas import DataFrame

    from dhtools.corpus import Corpus, Written
    from dhtools.measure.agreement import Evaluation

DONE, WITH_ERRORS, NOTHING_DONE, INTERRUPTED = 0, 1, 2, 130
LISTED = 20
"""Errors that are listed."""
SAMPLE = Path(__file__).resolve().parents[2] / "data" / "sample"


class Commands(click.Group):
    """Commands whose errors are one line on standard error, with the exit status the help names."""

    def invoke(self, ctx: click.Context) -> Any:
        """Runs a command; an interruption is one line, too."""
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt:
            ctx.exit(_fail("stopped", INTERRUPTED))

    def main(self, *args: Any, **extra: Any) -> NoReturn:
        """Runs a command and exits."""
        extra["standalone_mode"] = False
        try:
            status = super().main(*args, **extra) or DONE
        except click.UsageError as error:
            command = error.ctx.command_path if error.ctx else "dhtools"
            status = _fail(f"{error.format_message()} See {command} --help.")
        except (DhtoolsError, OSError) as error:
            status = _fail(str(error))
        sys.exit(status)


def _fail(message: str, status: int = NOTHING_DONE) -> int:
    click.echo(f"dhtools: {' '.join(message.split())}", err=True)
    return status


@click.group(
    "dhtools", cls=Commands, no_args_is_help=False, context_settings={"help_option_names": ["-h", "--help"]}
)
@click.version_option(dhtools.__version__, prog_name="dhtools", message="%(prog)s %(version)s")
def main() -> None:
    """Turn reading-note posts into linked tables of quotes, commentary and citations.

    Exit status: 0 done; 1 done, with errors in some posts, which are listed; 2 nothing done.
    """


no_progress = click.option("--no-progress", is_flag=True, help="Show no progress bar.")
critique = click.option(
    "--critique", type=click.Choice(["learned", "cues"]),
    help="What judges sentences: a trained model, or words and rules alone. As dhtools.toml says if not given.",
)  # fmt: skip


@main.command()
@click.argument("source", type=click.Path(path_type=Path))
@click.option("--out", type=click.Path(path_type=Path), required=True, help="Folder to write to.")
@click.option("--excel", is_flag=True, help="CSV that Excel opens well: with a mark, formulas made harmless.")
@click.option("--parquet", is_flag=True, help="Write Parquet files too.")
@critique
@no_progress
def build(
    source: Path, out: Path, excel: bool, parquet: bool, critique: str | None, no_progress: bool
) -> int:
    """Read the posts in SOURCE and write their tables to a folder."""
    corpus = _load(source, no_progress, critique)
    _write(corpus, out, excel=excel, parquet=parquet)
    return _status(corpus, f"see {out / 'problems.csv'}")


@main.command()
@click.argument("folder", metavar="SOURCE|DIR", type=click.Path(path_type=Path))
@no_progress
def describe(folder: Path, no_progress: bool) -> int:
    """Show counts per book and problems, of posts or of tables."""
    corpus = _corpus(folder, no_progress)
    _describe(corpus)
    return _status(corpus, f"see problems.csv, which dhtools build {folder} --out DIR writes")


@main.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--gold", type=click.Path(path_type=Path), required=True, help="Folder of labels made by hand.")
@click.option(
    "--posts", type=click.Path(path_type=Path), help="Folder of the posts, put before the path of a miss."
)
@click.option("--misses", type=click.IntRange(0), default=0, help="List so many misses of each measure.")
@click.option("--json", "json_file", type=click.Path(path_type=Path), help="File to write the measures to.")
@click.option("--csv", "csv_folder", type=click.Path(path_type=Path), help="Folder to write all tables to.")
@no_progress
def evaluate(
    folder: Path,
    gold: Path,
    posts: Path | None,
    misses: int,
    json_file: Path | None,
    csv_folder: Path | None,
    no_progress: bool,
) -> int:
    """Hold DIR against labels made by hand: precision, recall and F1 of each measure.

    DIR holds tables, or posts, or another reader's labels. The interval holds 95 % of the F1 of posts drawn
    again with replacement.
    """
    from dhtools.export import evaluation as written

    found, alpha, shown_below = _evaluated(folder, gold, no_progress)
    if json_file:
        written.write_json(found, json_file)
    if csv_folder:
        written.write_csv(found, csv_folder, alpha)
    click.echo(written.text(found))
    if alpha is not None:
        click.echo(written.alpha_text(alpha))
    for line in written.miss_lines(found, misses, posts or shown_below) if misses else ():
        click.echo(line)
    return DONE


def _evaluated(
    folder: Path, gold: Path, no_progress: bool
) -> tuple[Evaluation, DataFrame | None, Path | None]:
    """The evaluation, alpha where two readers are compared, and the folder below which posts are named."""
    from dhtools import gold as labels
    from dhtools.corpus import read_tables
    from dhtools.export.tabular import has_tables
    from dhtools.measure import agreement

    reference = labels.read(gold)
    if has_tables(folder):
        return agreement.evaluate(read_tables(folder), reference), None, None
    if labels.has_labels(folder):
        both = agreement.agreement(reference, labels.read(folder))
        return both.evaluation, both.alpha, None
    return agreement.evaluate(_load(folder, no_progress), reference), None, folder


@main.command()
@click.argument("folder", metavar="SOURCE|DIR", type=click.Path(path_type=Path))
@click.option(
    "--out", type=click.Path(path_type=Path), default=Path("reader.html"), show_default=True,
    help="HTML file to write.",
)  # fmt: skip
@click.option("--no-font", is_flag=True, help="Carry no Chinese font: smaller, for machines that have one.")
@no_progress
def reader(folder: Path, out: Path, no_font: bool, no_progress: bool) -> int:
    """Write a page for a browser, with each quote beside what answers it, of posts or of tables."""
    from dhtools.show import reader as reading_page

    corpus = _corpus(folder, no_progress)
    reading_page.write(corpus, out, font=not no_font)
    click.echo(f"wrote {out} ({out.stat().st_size / 1e6:.1f} MB): open it in a browser")
    return _status(corpus, f"see problems.csv, which dhtools build {folder} --out DIR writes")


@main.command()
@click.argument("folder", metavar="SOURCE|DIR", type=click.Path(path_type=Path))
@click.option("--n", type=int, default=60, show_default=True, help="How many sentences.")
@click.option(
    "--by", type=click.Choice(["book", "score", "doubtful", "chance"]), default="book", show_default=True,
    help="As many of each book or score, the doubtful first, or all alike.",
)  # fmt: skip
@click.option("--seed", type=int, default=20, show_default=True, help="Another number draws others.")
@click.option("--all-posts", is_flag=True, help="Draw from posts that are not about a work, too.")
@click.option("--out", type=click.Path(path_type=Path), required=True, help="CSV file to write.")
@no_progress
def draw(folder: Path, n: int, by: str, seed: int, all_posts: bool, out: Path, no_progress: bool) -> int:
    """Draw sentences to be labelled in a spreadsheet, of posts or of tables.

    Each labeller fills in a copy: yes or no in the column critical, and where yes, negative, positive or mixed
    in the column stance.
    """
    from dhtools.export import label_sheets
    from dhtools.measure import sampling
    from dhtools.measure.counted import DEFAULT
    from dhtools.summary import counted

    _check_new(out)
    corpus = _corpus(folder, no_progress)
    genres = None if all_posts else DEFAULT
    try:
        sheet = sampling.draw(corpus, n, None if by == "chance" else by, seed, genres)
    except ValueError as error:
        raise click.UsageError(f"{error}.") from error
    label_sheets.write(sheet, out)
    posts = counted("posts", sheet["post_id"].nunique())
    click.echo(f"wrote {counted('sentences', n)} of {posts} to {out}: give each labeller a copy")
    return _status(corpus, f"see problems.csv, which dhtools build {folder} --out DIR writes")


@main.command()
@click.argument("files", metavar="FILE...", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--disputed", type=click.IntRange(0), default=10, show_default=True, help="List so many disputes."
)
@click.option("--decisions", type=click.Path(path_type=Path), help="Label file of who decides the disputes.")
@click.option("--out", type=click.Path(path_type=Path), help="CSV file to write one label a sentence to.")
@click.option(
    "--against", type=click.Path(path_type=Path), help="Posts or tables to hold against the labels."
)
@no_progress
def agree(
    files: tuple[Path, ...],
    disputed: int,
    decisions: Path | None,
    out: Path | None,
    against: Path | None,
    no_progress: bool,
) -> int:
    """Hold label files of several people against each other.

    A majority decides; what is tied stays open until --decisions decides it.
    """
    from dhtools.export import label_sheets
    from dhtools.measure import labelling
    from dhtools.show import labelling_text
    from dhtools.summary import counted

    if out:
        _check_new(out)
    labels = label_sheets.read(*files)
    try:
        if labels.loc[labels["critical"].notna(), "labeller"].nunique() > 1:
            click.echo(f"{labelling_text.comparison(labelling.compare(labels))}\n")
            for line in labelling_text.disputes(labelling.disagreements(labels), disputed):
                click.echo(line)
        one = labelling.adjudicate(labels, label_sheets.read(decisions) if decisions else None)
        click.echo(labelling_text.decided(one))
        if against:
            click.echo(f"\n{labelling_text.scores(labelling.score(one, _corpus(against, no_progress)))}")
    except ValueError as error:
        raise click.UsageError(f"{error}.") from error
    if out:
        label_sheets.write(one, out)
        n_open = int(one["critical"].isna().sum())
        rest = f", {n_open} of them open" if n_open else ""
        click.echo(f"wrote {counted('sentences', len(one))} to {out}{rest}")
    return DONE


@main.command()
@click.argument("source", type=click.Path(path_type=Path))
@click.option(
    "--labels", "labels", type=click.Path(path_type=Path), required=True, multiple=True,
    help="Label file in CSV, or folder of labels in JSON lines; may be given several times.",
)  # fmt: skip
@click.option(
    "--by", type=click.Choice(["blog", "book", "post"]), default="book", show_default=True,
    help="What is left out in turn, to see how the model does on what it has not seen.",
)  # fmt: skip
@click.option(
    "--out", type=click.Path(path_type=Path), required=True, help="JSON file to write the model to."
)
@no_progress
def train(source: Path, labels: tuple[Path, ...], by: str, out: Path, no_progress: bool) -> int:
    """Train a model of critical sentences on labelled sentences of the posts in SOURCE.

    What several labellers dispute without a majority is left out. The scores that are shown were measured on
    books (blogs, posts) that the model had not seen. To use the model, name it in dhtools.toml beside the
    posts: under [critique], model = "FILE".
    """
    from dhtools.measure import learning
    from dhtools.parse import learned
    from dhtools.show import training_text

    corpus = _load(source, no_progress)
    try:
        made = learning.learn(corpus, learning.labels(labels, corpus), by)
    except ValueError as error:
        raise click.UsageError(f"{error}.") from error
    out.write_text(learned.text_of(made.model), encoding="utf-8")
    for line in training_text.lines(made):
        click.echo(line)
    click.echo(
        f'wrote {out}; to use it, put into dhtools.toml: [critique], and below it model = "{out.name}"'
    )
    return DONE


@main.command()
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    default=Path("dhtools-demo"),
    show_default=True,
    help="Folder to write to.",
)
@no_progress
def demo(out: Path, no_progress: bool) -> int:
    """Make all there is of the sample corpus: tables, figures, notebooks as pages."""
    from dhtools import demo as showcase

    if not SAMPLE.is_dir():
        raise SourceError(f"no sample corpus in {SAMPLE}: run the demo from a clone of the repository")
    corpus = _load(SAMPLE, no_progress)
    _write(corpus, out / "tables")
    try:
        for line in showcase.run(corpus, SAMPLE.parents[1] / "notebooks", out):
            click.echo(line)
    except NotebookError as error:
        return _fail(str(error), WITH_ERRORS)
    return _status(corpus, f"see {out / 'tables' / 'problems.csv'}")


def _check_new(file: Path) -> None:
    if file.exists():
        raise TableError(f"{file} is there and may hold labels: move it, or choose another file")


def _corpus(folder: Path, no_progress: bool) -> Corpus:
    """The corpus of a folder of tables, or else of posts."""
    from dhtools.corpus import read_tables
    from dhtools.export.tabular import has_tables

    return read_tables(folder) if has_tables(folder) else _load(folder, no_progress)


def _load(source: Path, no_progress: bool, critique: str | None = None) -> Corpus:
    from dhtools.corpus import load_corpus

    return load_corpus(source, progress=sys.stderr.isatty() and not no_progress, critique=critique)


def _write(corpus: Corpus, out: Path, *, excel: bool = False, parquet: bool = False) -> None:
    from dhtools.summary import counted

    written = corpus.to_csv(out, excel=excel)
    if parquet:
        corpus.to_parquet(out)
    rows = ", ".join(counted(name, count) for name, count in written.rows.items())
    click.echo(f"wrote {len(written.rows)} tables to {out}: {rows}")
    _tell_cells(written)


def _tell_cells(written: Written) -> None:
    for counts, what in (
        (written.escaped, "cells begin like a formula and got an apostrophe in front"),
        (written.too_long, "cells are longer than Excel has room for"),
    ):
        if counts:
            places = ", ".join(f"{place} {count:,}" for place, count in counts.items())
            click.echo(f"{sum(counts.values()):,} {what}: {places}")


def _describe(corpus: Corpus) -> None:
    from dhtools import summary

    click.echo(summary.text(corpus.tables(), errors=0))


def _status(corpus: Corpus, rest: str) -> int:
    """Lists the errors on standard error; the exit status says whether there are any."""
    from dhtools import summary

    lines = summary.error_lines(corpus.problems)
    for line in lines[:LISTED]:
        click.echo(line, err=True)
    if len(lines) > LISTED:
        click.echo(f"and {len(lines) - LISTED} more, {rest}", err=True)
    return WITH_ERRORS if lines else DONE
