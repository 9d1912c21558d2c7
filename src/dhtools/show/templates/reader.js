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

function light(theme) {
  root.dataset.theme = theme;
  ui("theme").setAttribute("aria-pressed", String(theme === "dark"));
}

let fading;
function toast(text) {
  clearTimeout(fading);
  ui("toast").textContent = text;
  fading = setTimeout(() => { ui("toast").textContent = ""; }, 4000);
}

// Rows, and the text in which is searched: one string a row, its characters folded one for one

const posts = [...document.querySelectorAll(".post")];
const rows = [];
for (const post of posts) {
  let heading = null;
  for (const element of post.querySelectorAll(".row")) {
    const { book, source, stance, answered } = element.dataset;
    const row = { element, post, book, source: split(source), stance: split(stance), answered, genre: post.dataset.genre, is_heading: element.classList.contains("heading"), text: null, n_hits: 0, is_shown: true };
    rows.push(row);
    element.row = row;
  }
}
const places = new Map([...document.querySelectorAll("[data-toc]")].map((item) => [item.dataset.toc, item]));
function split(values) { return values ? values.split(" ") : []; }

const table = JSON.parse(ui("fold").textContent);
const to = [...table.to];
const folds = new Map([...table.from].map((old, at) => [old, to[at]]));
function fold(text) {
  const lower = text.toLowerCase();
  return (lower.length === text.length ? lower : text).replace(/[^\x21-\x7e]/gu, (one) => folds.get(one) ?? (/\s/.test(one) ? " " : one));
}

function* searched(element) {
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT, (node) => node.parentElement.closest(".u") ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT);
  while (walker.nextNode()) yield walker.currentNode;
}
function texts(row) { return row.element.matches("div") ? row.element.querySelectorAll(".text") : [row.element]; }
function text_of(row) {
  row.text ??= [...texts(row)].map((one) => fold([...searched(one)].map((node) => node.data).join(""))).join("\n");
  return row.text;
}

// Search and filters

let query = "";
let n_rows = 0;
let n_hits = 0;

function chosen() {
  const choice = {};
  for (const name of ["book", "source", "stance", "answered", "genre"]) choice[name] = ui(name).value;
  return choice;
}
const is_any = (choice) => Object.values(choice).some(Boolean);

function fits(row, choice) {
  return (!choice.book || row.book === choice.book)
    && (!choice.source || row.source.includes(choice.source))
    && (!choice.stance || row.stance.includes(choice.stance))
    && (!choice.answered || row.answered === choice.answered)
    && (!choice.genre || row.genre === choice.genre);
}

function count(text) {
  let found = 0;
  for (let at = text.indexOf(query); at >= 0; at = text.indexOf(query, at + query.length)) found += 1;
  return found;
}

function apply() {
  query = fold(ui("query").value).trim();
  const choice = chosen();
  const is_all = !query && !is_any(choice);
  n_rows = n_hits = 0;
  let heading = null;
  for (const row of rows) {
    row.n_hits = query ? count(text_of(row)) : 0;
    let is_shown = is_all || (fits(row, choice) && (!query || row.n_hits > 0));
    if (row.is_heading && !query && !is_all) is_shown = false;
    show(row, is_shown);
    n_rows += is_shown;
    n_hits += is_shown ? row.n_hits : 0;
    row.post.n_shown = (row.post.n_shown ?? 0) + is_shown;
  }
  for (const post of posts) {
    post.hidden = !post.n_shown;
    const place = places.get(post.id);
    if (place) place.hidden = post.hidden;
    post.n_shown = 0;
  }
  for (const chapter of document.querySelectorAll(".chapter")) chapter.hidden = !chapter.querySelector(".post:not([hidden])");
  for (const item of document.querySelectorAll(".toc > li")) item.hidden = !item.querySelector("li:not([hidden])");
  ui("none").hidden = n_rows > 0;
  mark();
  tell();
}

function show(row, is_shown) {
  if (row.is_shown !== is_shown) row.element.hidden = !is_shown;
  row.is_shown = is_shown;
}

function tell() {
  const n_choices = Object.values(chosen()).filter(Boolean).length;
  ui("active").textContent = n_choices ? ` (${n_choices})` : "";
  if (!query && !n_choices) { ui("hits").textContent = ""; return; }
  const [hits, shown] = [n_hits.toLocaleString("en"), n_rows.toLocaleString("en")];
  ui("hits").textContent = query
    ? say(`${hits} ${n_hits === 1 ? "hit" : "hits"} in ${shown} ${n_rows === 1 ? "row" : "rows"}`, `${hits}处，在${shown}行中`)
    : say(`${shown} ${n_rows === 1 ? "row" : "rows"}`, `${shown}行`);
}

function clear() {
  ui("query").value = "";
  for (const name of ["book", "source", "stance", "answered", "genre"]) ui(name).value = "";
  apply();
}

// Hits are marked in rows near the window only: a Chinese character can have ten thousand

const watched = new Set();
const nearby = new IntersectionObserver((entries) => {
  for (const entry of entries) {
    if (entry.isIntersecting) highlight(entry.target.row); else unmark(entry.target.row);
  }
}, { rootMargin: "50% 0px" });
const hits = "highlights" in CSS ? new Highlight() : null;

function mark() {
  if (!hits) return;
  CSS.highlights.set("hit", hits);
  nearby.disconnect();
  hits.clear();
  if (query) for (const row of rows) if (row.is_shown && row.n_hits) nearby.observe(row.element);
}
function unmark(row) {
  for (const range of row.ranges ?? []) hits.delete(range);
  row.ranges = [];
}
function highlight(row) {
  unmark(row);
  for (const text of texts(row)) {
    const nodes = [...searched(text)];
    const whole = fold(nodes.map((node) => node.data).join(""));
    for (let at = whole.indexOf(query); at >= 0; at = whole.indexOf(query, at + query.length)) {
      const range = document.createRange();
      range.setStart(...locate(nodes, at));
      range.setEnd(...locate(nodes, at + query.length, true));
      row.ranges.push(range);
      hits.add(range);
    }
  }
}
function locate(nodes, at, is_end = false) {
  for (const node of nodes) {
    if (at < node.length || (is_end && at === node.length)) return [node, at];
    at -= node.length;
  }
  throw new RangeError("a hit ends after its row");
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
  const shown = rows.filter((row) => row.is_shown);
  const from = current?.closest(".row")?.row;
  let at = shown.indexOf(from);
  if (at < 0) at = first_in_sight(shown) - (by > 0 ? 1 : 0);
  const next = shown[Math.min(Math.max(at + by, 0), shown.length - 1)];
  if (!next) return;
  stand(next.element);
  settle(next.element, "nearest");
}

function first_in_sight(shown) {
  const below = shown.findIndex((row) => row.element.getBoundingClientRect().bottom > 100);
  return below < 0 ? 0 : below;
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
    show(row, true);
    toast(say("This row is shown although the search or a filter leaves it out.", "此行不符合搜索或筛选条件，因链接而显示。"));
  }
  for (const holder of [element.closest(".post"), element.closest(".chapter")]) if (holder) holder.hidden = false;
  stand(element);
  settle(element, element.matches(".post") ? "start" : "center");
}

async function copy(link) {
  const address = new URL(link.getAttribute("href"), location.href).href;
  try {
    await navigator.clipboard.writeText(address);
    toast(say("Link copied", "链接已复制"));
  } catch {
    toast(say("The link is in the address bar", "链接在地址栏中"));
  }
}

// What the hand does

let waiting;
ui("query").addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(apply, 150); });
ui("find").addEventListener("submit", (event) => event.preventDefault());
for (const name of ["book", "source", "stance", "answered", "genre"]) ui(name).addEventListener("change", apply);
ui("clear").addEventListener("click", clear);
ui("language").addEventListener("click", () => { speak(is_zh() ? "en" : "zh"); memory.set("language", root.dataset.ui); });
ui("theme").addEventListener("click", () => { light(root.dataset.theme === "dark" ? "light" : "dark"); memory.set("theme", root.dataset.theme); });
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
  c: () => { const link = current?.closest(".row")?.querySelector("a.place"); if (link) copy(link); },
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
const dark = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
light(memory.get("theme") ?? dark);
speak(memory.get("language") ?? (navigator.language.startsWith("zh") ? "zh" : "en"));
reveal();
(window.requestIdleCallback ?? setTimeout)(() => rows.forEach(text_of));
})();
