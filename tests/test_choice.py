"""A menu in a notebook: what it shows at first, when another is chosen, and on a page without a program."""

import builtins
import re

import pytest
from matplotlib import pyplot as plt

from dhtools.show import choice


def line(heights, name):
    """A figure of one of several curves."""
    _, ax = plt.subplots(figsize=(1, 1))
    ax.plot(heights[name])
    ax.set_title(f"<{name}>", loc="left")
    return ax


def word(words, name):
    """A piece of HTML."""
    return f"<b>{words[name]}</b>"


WORDS = {"one": "渡口", "two": "灯塔"}


def test_the_first_option_is_shown_until_another_is_chosen():
    made = choice.choose(word, WORDS, list(WORDS))
    assert made.picture.value == "<b>渡口</b>"
    made.menu.value = "two"
    assert made.picture.value == "<b>灯塔</b>"


def test_the_menu_may_say_something_else_than_what_is_drawn():
    made = choice.choose(word, WORDS, {"ferry": "one", "light": "two"})
    made.menu.label = "light"
    assert made.picture.value == "<b>灯塔</b>"


def test_a_page_without_a_program_shows_what_the_menu_showed_last():
    made = choice.choose(word, WORDS, list(WORDS))
    made.menu.value = "two"
    bundle = made._repr_mimebundle_()
    assert bundle["text/html"] == choice.INSTEAD + "<b>灯塔</b>"
    assert bundle["text/plain"] == "2 to choose from"
    assert "application/vnd.jupyter.widget-view+json" in bundle


def test_a_figure_becomes_an_image_with_its_title_in_words_and_is_not_shown_twice():
    made = choice.choose(line, {"ebb": [2, 1], "flood": [1, 2]}, ["ebb", "flood"])
    ebb = made.picture.value
    assert re.fullmatch(
        r'<img alt="&lt;ebb&gt;" style="max-width:100%" src="data:image/png;base64,[\w+/=]+">', ebb
    )
    made.menu.value = "flood"
    assert made.picture.value != ebb
    assert plt.get_fignums() == []


def test_nothing_to_choose_from_is_refused():
    with pytest.raises(ValueError, match="options is empty"):
        choice.choose(word, WORDS, [])


def test_without_ipywidgets_the_message_says_what_to_install(monkeypatch):
    real = builtins.__import__

    def missing(name, *rest):
        if name == "ipywidgets":
            raise ImportError(name)
        return real(name, *rest)

    monkeypatch.setattr(builtins, "__import__", missing)
    with pytest.raises(ImportError, match="a menu needs ipywidgets, of the extra `notebooks`"):
        choice.choose(word, WORDS, list(WORDS))
