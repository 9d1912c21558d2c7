// Works on what stands in the page: switches languages and light, searches, filters, steps, links.
(() => {
"use strict";
const root = document.documentElement;
const byId = (id) => document.getElementById(id);
const ui = (name) => byId("/" + name);
const memory = {
  get(name) { try { return localStorage.getItem("dhtools.reader." + name); } catch { return null; } },
  set(name, value) { try { localStorage.setItem("dhtools.reader." + name, value); } catch { /* not allowed: not remembered */ } },
};

// Language and light

const is_zh = () => root.dataset.ui === "zh";
const say = (en, zh) => (is_zh() ? zh : en);

function speak(language) {
  root.dataset.ui = language;
  root.lang = language;
  for (const option of document.querySelectorAll("option[data-en]")) option.textContent = option.dataset[language];
  for (const one of document.querySelectorAll("[data-label]")) one.setAttribute("aria-label", one.dataset.label.split("|")[+is_zh()]);
  for (const one of document.querySelectorAll("[data-placeholder]")) one.placeholder = one.dataset.placeholder.split("|")[+is_zh()];
  tell();
}

// Until the button is pressed once, light is what the system says, also where that changes
const system = matchMedia("(prefers-color-scheme: dark)");
const is_dark = () => (root.dataset.theme ?? (system.matches ? "dark" : "light")) === "dark";
function light(theme) {
  if (theme) root.dataset.theme = theme;
  ui("theme").setAttribute("aria-pressed", String(is_dark()));
}

let fading;
function toast(text) {
  clearTimeout(fading);
  ui("toast").textContent = text;
  fading = setTimeout(() => { ui("toast").textContent = ""; }, 4000);
}

// Rows, and the text in which is searched: one string a row, its characters folded one for one

const rows = [...document.querySelectorAll(".row")].map((element) => {
  const { book, source, stance, answered, height } = element.dataset;
  const post = element.closest(".post");
  return element.row = {
    element,
    book: book ?? post.dataset.book,
    source: split(source),
    stance: split(stance),
    answered,
    genre: post.dataset.genre,
    height: Number(height),
    text: null,
    n_hits: 0,
    is_shown: true,
  };
});
function split(values) { return values ? values.split(" ") : []; }

const table = JSON.parse(ui("fold").textContent);
const to = [...table.to];
const folds = new Map([...table.from].map((old, at) => [old, to[at]]));
function fold(text) {
  const lower = text.toLowerCase();
  return (lower.length === text.length ? lower : text).replace(/[^\x21-\x7e]/g, (one) => folds.get(one) ?? (/\s/.test(one) ? " " : one));
}

function searched(element) {
  const is_said = (node) => (node.parentElement.closest("i") ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT);
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT, is_said);
  const nodes = [];
  while (walker.nextNode()) nodes.push(walker.currentNode);
  return nodes;
}
const folded = (nodes) => fold(nodes.map((node) => node.data).join(""));
const texts = (row) => (row.element.matches("div") ? [...row.element.querySelectorAll(".text")] : [row.element]);
function text_of(row) {
  row.text ??= texts(row).map((text) => folded(searched(text))).join("\n");
  return row.text;
}
function* places(text) {
  for (let at = text.indexOf(query); at >= 0; at = text.indexOf(query, at + query.length)) yield at;
}

// Search and filters

const CHOICES = ["book", "source", "stance", "answered", "genre"];
let query = "";
let is_all = true;
let n_rows = 0;
let n_hits = 0;

function fits(row, choice) {
  return (!choice.book || row.book === choice.book)
    && (!choice.source || row.source.includes(choice.source))
    && (!choice.stance || row.stance.includes(choice.stance))
    && (!choice.answered || row.answered === choice.answered)
    && (!choice.genre || row.genre === choice.genre);
}

function apply() {
  query = fold(ui("query").value).trim();
  const choice = Object.fromEntries(CHOICES.map((name) => [name, ui(name).value]));
  is_all = !query && !CHOICES.some((name) => choice[name]);
  n_rows = n_hits = 0;
  for (const row of rows) {
    row.n_hits = query && fits(row, choice) ? [...places(text_of(row))].length : 0;
    row.is_shown = query ? row.n_hits > 0 : fits(row, choice);
    n_rows += row.is_shown;
    n_hits += row.n_hits;
  }
  arrange();
  mark();
  tell();
}

function hide(element, is_hidden) { if (element.hidden !== is_hidden) element.hidden = is_hidden; }

// Shows what is to be shown, and says how high about it will be where it is not drawn
function arrange() {
  const height = measure(ui("rows"));
  ui("none").hidden = height > 0;
  for (const item of document.querySelectorAll("[data-toc]")) hide(item, byId(item.dataset.toc).hidden);
  for (const item of document.querySelectorAll(".toc > li")) hide(item, !item.querySelector("li:not([hidden])"));
}
function measure(element) {
  if (element.row) {
    hide(element, !element.row.is_shown);
    return element.row.is_shown ? element.row.height : 0;
  }
  let height = 0;
  for (const child of element.children) if (child.row || child.matches(".held, .post, .chapter")) height += measure(child);
  if (element.id !== "/rows") hide(element, !height);
  if (element.matches(".held")) {
    // "auto": as high as when it was last drawn, which holds only as long as all of it is shown.
    element.style.containIntrinsicBlockSize = is_all ? `auto ${height}rem` : `${height}rem`;
    return height;
  }
  return height && height + 8;
}

function tell() {
  const n_choices = CHOICES.filter((name) => ui(name).value).length;
  ui("active").textContent = n_choices ? ` (${n_choices})` : "";
  const [hits, shown] = [n_hits.toLocaleString("en"), n_rows.toLocaleString("en")];
  if (is_all) ui("hits").textContent = "";
  else if (query) ui("hits").textContent = say(`${hits} ${n_hits === 1 ? "hit" : "hits"} in ${shown} ${n_rows === 1 ? "row" : "rows"}`, `${hits}处，在${shown}行中`);
  else ui("hits").textContent = say(`${shown} ${n_rows === 1 ? "row" : "rows"}`, `${shown}行`);
}

function clear() {
  for (const name of ["query", ...CHOICES]) ui(name).value = "";
  apply();
}

// Hits are marked in what is drawn only: a Chinese character can have ten thousand

const hits = "highlights" in CSS ? new Highlight() : null;
if (hits) CSS.highlights.set("hit", hits);
const drawn = new Set("ContentVisibilityAutoStateChangeEvent" in window ? [] : document.querySelectorAll(".leaf"));
document.addEventListener("contentvisibilityautostatechange", (event) => {
  if (!event.target.matches(".leaf")) return;
  if (event.skipped) drawn.delete(event.target);
  else { drawn.add(event.target); mark_in(event.target); }
});

function mark() {
  if (!hits) return;
  hits.clear();
  for (const leaf of drawn) mark_in(leaf);
}
function mark_in(leaf) {
  if (!hits || !query) return;
  for (const element of leaf.querySelectorAll(".row:not([hidden])")) {
    for (const text of texts(element.row)) {
      const nodes = searched(text);
      for (const at of places(folded(nodes))) hits.add(range(nodes, at));
    }
  }
}
function range(nodes, at) {
  const found = document.createRange();
  let before = 0;
  for (const node of nodes) {
    const [start, end] = [at - before, at + query.length - before];
    if (start >= 0 && start < node.length) found.setStart(node, start);
    if (end > 0 && end <= node.length) { found.setEnd(node, end); break; }
    before += node.length;
  }
  return found;
}

// Rows one by one, and links to them

let current = null;
function stand(element) {
  current?.classList.remove("current");
  current = element;
  if (!element.hasAttribute("tabindex")) element.tabIndex = -1;
  element.classList.add("current");
  element.focus({ preventScroll: true });
}

function step(by) {
  const shown = rows.filter((row) => row.is_shown && row.element.matches(".pair, .note"));
  const from = current?.closest(".row")?.row;
  let at = shown.indexOf(from);
  if (at < 0) at = first_in_sight(shown) - (by > 0 ? 1 : 0);
  const next = shown[Math.min(Math.max(at + by, 0), shown.length - 1)];
  if (!next) return;
  stand(next.element);
  settle(next.element, "nearest");
}

function first_in_sight(shown) {
  for (let y = 80; y < innerHeight; y += 20) {
    const at = shown.indexOf(document.elementFromPoint(innerWidth / 2, y)?.closest(".row")?.row);
    if (at >= 0) return at;
  }
  return 0;
}

// Rows that were never drawn have a height that is only guessed: look again when they are
function settle(element, block, times = 3) {
  element.scrollIntoView({ block });
  if (times) requestAnimationFrame(() => settle(element, block, times - 1));
}

function reveal() {
  let id = location.hash.slice(1);
  try { id = decodeURIComponent(id); } catch { /* a lone %: the id as it is */ }
  if (!id || id === "/rows") return;
  const element = byId(id);
  if (!element || id.startsWith("/")) { toast(say(`There is no row ${id} here.`, `此页没有 ${id} 这一行。`)); return; }
  const row = element.closest(".row")?.row;
  if (row && !row.is_shown) {
    row.is_shown = true;
    arrange();
    toast(say("This row is shown although the search or a filter leaves it out.", "此行不符合搜索或筛选条件，因链接而显示。"));
  }
  stand(element);
  settle(element, element.matches(".post") ? "start" : "center");
}

// The link of a row with a quote is that of the quote
function place_of(element) {
  const part = element?.closest(".quote, .note") ?? element?.closest(".row");
  return part?.querySelector(".quote .place") ?? part?.querySelector(".place");
}

async function copy(link) {
  const address = new URL(link.getAttribute("href"), location.href).href;
  try {
    await navigator.clipboard.writeText(address);
    toast(say("Link copied", "链接已复制"));
  } catch {
    history.replaceState(null, "", address);
    toast(say("The link is in the address bar", "链接在地址栏中"));
  }
}

// What the hand does

let waiting;
function soon(event) { clearTimeout(waiting); if (!event.isComposing) waiting = setTimeout(apply, 150); }
ui("query").addEventListener("input", soon);
ui("query").addEventListener("compositionend", () => soon({ isComposing: false })); // Chinese is typed in pieces
ui("find").addEventListener("submit", (event) => { event.preventDefault(); clearTimeout(waiting); apply(); });
for (const name of CHOICES) ui(name).addEventListener("change", apply);
ui("clear").addEventListener("click", clear);
ui("language").addEventListener("click", () => { speak(is_zh() ? "en" : "zh"); memory.set("language", root.dataset.ui); });
ui("theme").addEventListener("click", () => { light(is_dark() ? "light" : "dark"); memory.set("theme", root.dataset.theme); });
ui("keys").addEventListener("click", () => ui("help").showModal());
ui("single").addEventListener("change", () => memory.set("single", ui("single").checked ? "on" : "off"));
addEventListener("hashchange", reveal);
addEventListener("beforeprint", () => { for (const one of document.querySelectorAll(".contents")) one.open = true; });
document.addEventListener("click", (event) => {
  const link = event.target.closest?.("a.place");
  if (link) copy(link);
  const row = event.target.closest?.(".row");
  if (row && !event.target.closest("a, button, summary")) { current?.classList.remove("current"); current = row; }
});
document.addEventListener("focusin", (event) => {
  if (event.target !== current) { current?.classList.remove("current"); if (event.target.closest?.(".row")) current = event.target.closest(".row"); }
});

const KEYS = {
  j: () => step(1),
  k: () => step(-1),
  "/": () => { ui("query").focus(); ui("query").select(); },
  c: () => { const link = place_of(current); if (link) copy(link); },
  w: () => { const why = current?.closest(".row")?.querySelectorAll("details.why") ?? []; for (const one of why) one.open = !one.open; },
  "?": () => ui("help").showModal(),
};
addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || ui("help").open) return;
  if (event.key === "Escape") { clear(); ui("filters").open = false; return; }
  if (!ui("single").checked || event.target.closest?.("input, select, textarea")) return;
  if (!Object.hasOwn(KEYS, event.key)) return;
  event.preventDefault();
  KEYS[event.key]();
});

// At the start

ui("find").hidden = ui("tools").hidden = false;
ui("single").checked = memory.get("single") !== "off";
light(["light", "dark"].find((one) => one === memory.get("theme")));
system.addEventListener("change", () => light());
speak(["en", "zh"].find((one) => one === memory.get("language")) ?? (navigator.language.startsWith("zh") ? "zh" : "en"));
reveal();
// The first search need not wait where the browser had a moment before
const later = window.requestIdleCallback ?? ((work) => setTimeout(() => work({ timeRemaining: () => 8 }), 50));
let n_read = 0;
later(function read(deadline) {
  const end = performance.now() + deadline.timeRemaining();
  while (n_read < rows.length && performance.now() < end) text_of(rows[n_read++]);
  if (n_read < rows.length) later(read);
});
})();
