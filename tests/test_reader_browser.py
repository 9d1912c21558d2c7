"""What a browser does with the reading page."""

import pytest

from browser import chromium
from dhtools.show import reader
from test_reader import ANSWER, HOSTILE, LEADIN, QUOTE, made, read

WIDE, PHONE = {"width": 1280, "height": 800}, {"width": 390, "height": 844}
TEXT = "document.documentElement.innerText"


@pytest.fixture(scope="module")
def browser():
    with chromium() as one:
        yield one


@pytest.fixture(scope="module")
def notes(tmp_path_factory):
    """A page of two chapters of notes: a quote with its answer, one without, and a page of prose."""
    corpus = made(
        ("commentary", LEADIN),
        ("quote", QUOTE),
        ("commentary", ANSWER),
        ("heading", "第二章 灯"),
        ("quote", "燈是為陌生人點的。"),
        ("commentary", "Lamps are lit for strangers, and The Strangers pay."),
        *[("commentary", f"第{at}段：渡口的账。" * 40) for at in range(30)],
        links=[("leadin", 1, 0), ("answer", 1, 2)],
    )
    corpus.quotes.loc[1, "source"] = "other_work"
    corpus.commentary.loc[2, "stance"] = "positive"
    return reader.write(corpus, tmp_path_factory.mktemp("page") / "reader.html", font=False).as_uri()


@pytest.fixture
def page(browser, notes):
    """The page, opened; whatever its script stumbles over fails the test."""
    context = browser.new_context(viewport=WIDE, locale="en-GB")
    opened = context.new_page()
    opened.wrong = []
    opened.on("pageerror", lambda error: opened.wrong.append(str(error)))
    opened.on("console", lambda message: opened.wrong.append(message.text))
    opened.goto(notes)
    yield opened
    assert opened.wrong == []
    context.close()


def part(page, name):
    """A part of the page's own by its id."""
    return page.locator(f"[id='/{name}']")


def shown(page):
    """First characters of the rows that are shown."""
    rows = page.locator(".row:not([hidden])").evaluate_all(
        "rows => rows.map(row => (row.querySelector('.text') ?? row).textContent.slice(0, 4))"
    )
    return rows if len(rows) < 20 else f"{len(rows)} rows"


def search(page, words):
    part(page, "query").fill(words)
    part(page, "query").press("Enter")
    return part(page, "hits").inner_text()


def choose(page, name, value):
    part(page, name).evaluate("(e, v) => { e.value = v; e.dispatchEvent(new Event('change')); }", value)
    return shown(page)


def focused(page):
    return page.evaluate("document.activeElement.id")


# Safe


def test_nothing_in_a_post_runs_and_all_of_it_is_text(browser, tmp_path):
    corpus = read(tmp_path, HOSTILE, "<img src=x onerror=alert(0)>.md")
    opened, asked = browser.new_page(), []
    ran = []
    opened.on("dialog", lambda dialog: (ran.append(dialog.message), dialog.dismiss()))
    opened.on("request", lambda request: asked.append(request.url))
    opened.on("console", lambda message: ran.append(message.text))
    opened.goto(reader.write(corpus, tmp_path / "reader.html").as_uri())
    opened.wait_for_timeout(300)
    assert ran == []
    assert opened.locator("img, svg, iframe, [onclick], [onerror], a[href^=javascript]").count() == 0
    text = opened.evaluate(TEXT)
    assert '<script>alert(1)</script>"><img src=x onerror=alert(2)>' in text
    assert "</script><script>alert(7)</script>" in text
    assert [url for url in asked if not url.startswith(("file:", "data:"))] == []
    opened.close()


def test_a_script_put_into_the_page_is_refused(page):
    page.evaluate(
        "const one = document.createElement('script'); one.textContent = 'window.ran = 1'; document.body.append(one)"
    )
    assert page.evaluate("window.ran") is None
    assert "Content Security Policy" in page.wrong.pop()


def test_without_scripts_the_page_can_be_read(browser, notes):
    context = browser.new_context(java_script_enabled=False)
    opened = context.new_page()
    opened.goto(notes)
    assert opened.locator(".quote").first.is_visible()
    assert opened.get_by_text("这话自相矛盾").first.is_visible()
    assert not part(opened, "find").is_visible()
    context.close()


# Search


@pytest.mark.parametrize(
    ("words", "said", "rows"),
    [
        ("矛盾", "1 hit in 1 row", ["作者是这"]),
        ("灯", "2 hits in 2 rows", ["第二章 ", "燈是為陌"]),
        ("燈", "2 hits in 2 rows", ["第二章 ", "燈是為陌"]),
        ("为陌生", "1 hit in 1 row", ["燈是為陌"]),
        ("the strangers", "1 hit in 1 row", ["Lamp"]),
        ("STRANGERS", "2 hits in 1 row", ["Lamp"]),
        ("（46页）", "1 hit in 1 row", ["作者是这"]),
        ("(46页)", "1 hit in 1 row", ["作者是这"]),
        ("渡口", "1,200 hits in 30 rows", "30 rows"),
        ("没有的词", "0 hits in 0 rows", []),
        ("answer", "0 hits in 0 rows", []),
    ],
)
def test_search_finds_the_very_characters(page, words, said, rows):
    assert search(page, words) == said
    assert shown(page) == rows
    assert part(page, "none").is_visible() == (rows == [])


def test_search_waits_until_the_typing_stops(page):
    part(page, "query").press_sequentially("矛盾")
    page.wait_for_function("() => document.getElementById('/hits').textContent === '1 hit in 1 row'")


def test_hits_are_marked_where_they_are_drawn(page):
    search(page, "矛盾")
    page.wait_for_function("() => CSS.highlights.get('hit').size === 1")
    assert page.evaluate("[...CSS.highlights.get('hit')].map(String)") == ["矛盾"]
    search(page, "渡口")
    page.wait_for_function(
        "() => CSS.highlights.get('hit').size >= 40 && CSS.highlights.get('hit').size < 1200"
    )
    search(page, "")
    assert page.evaluate("CSS.highlights.get('hit').size") == 0


def test_a_hit_may_run_over_the_end_of_a_sentence(page):
    assert search(page, "自相矛盾。他看过") == "1 hit in 1 row"
    page.wait_for_function("() => CSS.highlights.get('hit').size === 1")
    marked = page.evaluate("String([...CSS.highlights.get('hit')][0])")
    assert (marked[:5], marked[-3:]) == ("自相矛盾。", "他看过")


def test_what_is_found_is_told_to_screen_readers(page):
    assert part(page, "hits").get_attribute("aria-live") == "polite"


# Filters


def test_filters_leave_the_rows_that_fit_all_of_them(page):
    assert choose(page, "source", "book") == ["作者是这"]
    assert choose(page, "answered", "no") == []
    assert choose(page, "source", "") == ["燈是為陌"]
    assert choose(page, "answered", "") == "34 rows"
    assert choose(page, "stance", "positive") == ["Lamp"]
    assert part(page, "active").inner_text() == " (1)"
    assert choose(page, "book", "0") == []
    assert search(page, "") == "0 rows"


def test_escape_clears_search_and_filters(page):
    choose(page, "stance", "positive")
    search(page, "没有的词")
    page.keyboard.press("Escape")
    assert shown(page) == "34 rows"
    assert (part(page, "query").input_value(), part(page, "hits").inner_text()) == ("", "")


# Links


@pytest.mark.parametrize("key", ["p/q-1", "p/c-2", "p/s-2", "p/h-3", "p"])
def test_a_link_opens_at_its_row(page, notes, key):
    page.goto("about:blank")
    page.goto(f"{notes}#{key}")
    page.wait_for_function("key => document.activeElement.id === key", arg=key)
    assert page.locator(f"[id='{key}']").is_visible()


def test_a_link_far_down_brings_its_row_into_the_window(page, notes):
    page.goto("about:blank")
    page.goto(f"{notes}#p/c-30")
    page.wait_for_function("() => document.activeElement.id === 'p/c-30'")
    page.wait_for_timeout(200)
    top = page.locator("[id='p/c-30']").bounding_box()["y"]
    assert 0 < top < WIDE["height"]


def test_ids_with_other_characters_are_found(browser, tmp_path):
    corpus = read(tmp_path, f">{QUOTE}\n\n{ANSWER}\n", "《渡口》100%#的 笔记~ü.md")
    uri = reader.write(corpus, tmp_path / "reader.html", font=False).as_uri()
    opened = browser.new_page()
    opened.goto(uri)
    for link in opened.locator("a.place").all():
        link.focus()
        link.press("Enter")
        key = opened.evaluate("decodeURIComponent(location.hash.slice(1))")
        assert key in (
            corpus.posts["post_id"][0],
            corpus.quotes["quote_id"][0],
            *corpus.commentary["commentary_id"],
        )
        opened.wait_for_function("key => document.activeElement.id === key", arg=key)
    opened.close()


def test_a_link_to_a_row_that_a_filter_leaves_out_shows_it(page):
    assert search(page, "strangers") == "2 hits in 1 row"
    page.evaluate("location.hash = '#p/q-1'")
    page.wait_for_function("() => document.activeElement.id === 'p/q-1'")
    assert shown(page) == ["作者是这", "Lamp"]
    assert (
        part(page, "toast").inner_text() == "This row is shown although the search or a filter leaves it out."
    )


def test_a_link_that_leads_nowhere_says_so(page):
    page.evaluate("location.hash = '#p/q-9'")
    page.wait_for_function(
        "() => document.getElementById('/toast').textContent === 'There is no row p/q-9 here.'"
    )


def test_c_copies_a_link_to_the_quote_of_the_row(page, notes):
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.keyboard.press("j")
    page.keyboard.press("c")
    page.wait_for_function("() => document.getElementById('/toast').textContent === 'Link copied'")
    assert page.evaluate("navigator.clipboard.readText()") == f"{notes}#p/q-1"


def test_where_nothing_can_be_copied_the_address_bar_has_the_link(page, notes):
    page.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(new Error('no')); }")
    page.keyboard.press("j")
    page.keyboard.press("c")
    page.wait_for_function(
        "() => document.getElementById('/toast').textContent === 'The link is in the address bar'"
    )
    assert page.url == f"{notes}#p/q-1"


def test_the_place_of_a_row_copies_its_link(page, notes):
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.locator("a.place[href='#p/q-1']").click()
    page.wait_for_function("() => document.getElementById('/toast').textContent === 'Link copied'")
    assert page.evaluate("navigator.clipboard.readText()") == f"{notes}#p/q-1"


# Keys


def test_j_and_k_step_through_the_rows_that_are_shown(page):
    def row():
        return page.evaluate("document.activeElement.querySelector('.text')?.textContent.slice(0, 4)")

    steps = []
    for key in "jjjkk":
        page.keyboard.press(key)
        steps.append(row())
    assert steps == ["作者是这", "燈是為陌", "Lamp", "燈是為陌", "作者是这"]


def test_keys_search_open_the_cues_and_the_help(page):
    page.keyboard.press("/")
    assert focused(page) == "/query"
    page.keyboard.type("jk?矛盾")
    assert part(page, "query").input_value() == "jk?矛盾"
    page.keyboard.press("Escape")
    part(page, "query").blur()
    page.keyboard.press("j")
    page.keyboard.press("w")
    assert page.locator(".row").first.locator("details[open]").count() == 2
    page.keyboard.press("?")
    assert part(page, "help").is_visible()
    page.keyboard.press("Escape")
    assert not part(page, "help").is_visible()


def test_single_keys_can_be_turned_off(page):
    page.keyboard.press("?")
    part(page, "single").uncheck()
    page.keyboard.press("Escape")
    page.keyboard.press("/")
    assert focused(page) != "/query"


def test_the_first_stop_of_the_tabulator_skips_to_the_posts(page):
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_function("() => document.activeElement.id === '/rows'")


def test_cues_open_without_a_mouse(page):
    summary = page.locator(".answer summary").first
    summary.focus()
    page.keyboard.press("Enter")
    assert (
        page.locator(".answer details")
        .first.inner_text()
        .startswith("why (1)\nnegative line 3, probability 0.91")
    )


# Languages


def test_the_interface_speaks_english_or_chinese_and_remembers_which(page):
    assert page.locator("h1").inner_text() == "Quotes and answers"
    part(page, "language").click()
    assert page.locator("h1").inner_text() == "引文与回应"
    assert page.evaluate("document.documentElement.lang") == "zh"
    assert part(page, "stance").locator("option").all_text_contents() == ["全部", "否定", "肯定"]
    assert search(page, "矛盾") == "1处，在1行中"
    page.reload()
    assert page.locator("h1").inner_text() == "引文与回应"


def test_the_interface_opens_in_the_browsers_language(browser, notes):
    context = browser.new_context(locale="zh-CN")
    opened = context.new_page()
    opened.goto(notes)
    assert opened.locator("h1").inner_text() == "引文与回应"
    context.close()


def test_a_browser_that_may_not_remember_works_all_the_same(browser, notes):
    context = browser.new_context(locale="en-GB")
    context.add_init_script(
        "Object.defineProperty(window, 'localStorage', { get() { throw new Error('no'); } })"
    )
    opened = context.new_page()
    opened.goto(notes)
    part(opened, "language").click()
    assert search(opened, "矛盾") == "1处，在1行中"
    context.close()


# To the eye and to the ear


def test_dark_and_light_follow_the_system_until_the_button_is_pressed(browser, notes):
    context = browser.new_context(color_scheme="dark")
    opened = context.new_page()
    opened.goto(notes)
    ground = "getComputedStyle(document.documentElement).backgroundColor"
    assert opened.evaluate(ground) == "rgb(23, 22, 20)"
    opened.emulate_media(color_scheme="light")
    assert opened.evaluate(ground) == "rgb(252, 251, 248)"
    assert part(opened, "theme").get_attribute("aria-pressed") == "false"
    opened.emulate_media(color_scheme="dark")
    part(opened, "theme").click()
    assert opened.evaluate(ground) == "rgb(252, 251, 248)"
    opened.reload()
    assert opened.evaluate(ground) == "rgb(252, 251, 248)"
    context.close()


def beside(opened):
    quote = opened.locator(".quote").first.bounding_box()
    answer = opened.locator(".answer").first.bounding_box()
    return answer["x"] >= quote["x"] + quote["width"] and abs(answer["y"] - quote["y"]) < 10


def test_an_answer_is_beside_its_quote_and_below_it_on_a_phone(page):
    assert beside(page)
    page.set_viewport_size(PHONE)
    assert not beside(page)
    page.locator("summary", has_text="Filters").click()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    box = page.locator(".choices").bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= PHONE["width"]


def test_in_print_everything_is_there_in_two_columns_on_white(page):
    choose(page, "stance", "positive")
    part(page, "theme").click()
    page.set_viewport_size({"width": 680, "height": 960})
    page.emulate_media(media="print")
    assert beside(page)
    assert not page.get_by_role("search").is_visible()
    assert "第29段" in page.evaluate(TEXT)
    assert page.evaluate("getComputedStyle(document.documentElement).backgroundColor") == "rgb(252, 251, 248)"


def test_a_screen_reader_finds_landmarks_names_and_stances(page):
    tree = page.locator("body").aria_snapshot()
    for line in (
        "- banner:",
        '- search "Search and filter":',
        '- button "中文"',
        '- searchbox "Search"',
        "- main:",
        '- navigation "Contents":',
        '- heading "Quotes and answers" [level=1]',
        '- heading "《渡口》笔记" [level=3]',
        '- heading "第二章 灯" [level=5]',
        "- blockquote:",
        "- contentinfo:",
    ):
        assert line in tree, f"{line} is not in\n{tree[:3000]}"
    assert "(critical, negative)" in tree
    assert "批评" not in tree


def test_every_control_has_a_name(page):
    page.keyboard.press("?")
    unnamed = page.locator("button, input, select, summary, a").evaluate_all(
        "all => all.filter(e => e.checkVisibility() && !e.closest('[aria-hidden]') && "
        "!(e.textContent.trim() || e.ariaLabel || e.labels?.[0]?.textContent.trim())).map(e => e.outerHTML)"
    )
    assert unnamed == []
