// The page: files in, one card for each, the report shown, things to save. What checks the files is `start`, from the
// script that stands before this one; it gives a function from a file and a language to a promise of an answer.
const told = JSON.parse(document.getElementById("told").textContent);
const one = (where) => document.querySelector(where);
const drop = one("#drop"), results = one("#results"), shown = one("#shown"), frame = one("#shown iframe");
const progress = one("#state progress"), saying = one("#saying");
const cards = [];
const behavior = matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth";
let language = "es", check = null, busy = false, state = ["starting", {}];

const say = (key, values = {}) => told.words[language][key].replace(/\{(\w+)\}/g, (all, name) => values[name] ?? all);

function made(tag, kind, text, parent) {
  const element = parent.appendChild(document.createElement(tag));
  if (kind) element.className = kind;
  element.textContent = text;
  return element;
}

function speak() {
  document.documentElement.lang = language;
  for (const each of document.querySelectorAll("[data-word]")) each.textContent = say(each.dataset.word);
  results.setAttribute("aria-label", say("results"));
  frame.title = say("report");
  one("#language").lang = language === "es" ? "en" : "es";
  one(".version").textContent = say("version", told);
  tell(...state);
  cards.forEach(draw);
}

function tell(key, values = {}, part = null) {
  state = [key, values, part];
  saying.textContent = say(key, values);
  progress.hidden = part === 1;
  if (part === null) progress.removeAttribute("value"); else progress.value = part;
}

function fail(error) {
  tell("failed", {}, 1);
  const old = one("#old");
  old.hidden = false;
  old.firstElementChild.dataset.word = "failed-why"; // spoken anew with the language
  old.firstElementChild.textContent = say("failed-why");
  old.lastElementChild.textContent = String(error && error.message || error);
}

function draw(card) {
  const { item, answer, file, step } = card;
  item.replaceChildren();
  item.dataset.step = card.step;
  item.style.setProperty("--tone", answer ? `var(--${answer.unread ? "trouble" : answer.verdict.split(" ")[0]})` : "");
  const line = made("div", "told", "", item);
  made("span", "name", file.name, line);
  if (!answer) {
    made("span", "counts", say(step, { problem: card.problem }), line);
    return;
  }
  made("span", "verdict", say(answer.unread ? "unread" : `verdict.${answer.verdict}`), line);
  if (!answer.unread) made("span", "counts", answer.counts, line);
  made("p", "meaning", answer.unread || say(`meaning.${answer.verdict}`), item);
  if (answer.unread) return;
  for (const said of answer.compared) made("p", "compared", said, item);
  if (answer.previous) beside(answer.previous, item);
  const acts = made("div", "acts", "", item);
  const act = (key, does, kind = "", values = {}) => {
    const button = made("button", kind, say(key, values), acts);
    button.type = "button";
    button.addEventListener("click", does);
  };
  const base = file.name.replace(/\.[^.]*$/, "");
  act(answer.counts ? "see" : "see-sound", () => show(card, true), "first");
  act("save-report", () => save(`${base}.${say("file-report")}.html`, [answer.html], "text/html"));
  if (answer.fixed !== null) {
    act("save-fixed", () => save(`${base}.${say("file-fixed")}.txt`, [bytes(answer.fixed)], "text/plain"), "", { fixes: answer.fixes });
  }
  if (answer.marked !== null) {
    act("save-marked", () => save(`${base}.${say("file-marked")}.${answer.marked_as}`, [bytes(answer.marked)], "application/octet-stream"));
  }
  act("save-json", () => save(`${base}.json`, [answer.json], "application/json"), "quiet");
}

// What became of the findings of the same report as it was dropped before.
function beside({ said, met, new: fresh }, item) {
  made("p", "again", said, item);
  for (const [key, lines] of [["met", met], ["new", fresh]]) {
    if (!lines.length) continue;
    const box = made("details", key, "", item);
    made("summary", "", say(key, { n: lines.length }), box);
    for (const line of lines) made("p", "", line, box);
  }
}

// The card of the same report (all its units, the same quarter) that was dropped before this one was.
function superseded(card, answer) {
  return cards.find((each) => each.lot !== card.lot && each.answer?.delivery.length
    && each.answer.delivery.every((name) => answer.delivery.includes(name)));
}

/** Check a card's file once more beside its earlier self, and beside what that one was compared with. */
function again(card, old) {
  card.replaces = old;
  card.earlier = old.file;
  if (!card.others.length) card.others = old.others;
  card.step = "waiting";
}

function replace(card) {
  const old = card.replaces;
  card.replaces = null;
  old.item.replaceWith(card.item);
  cards.splice(cards.indexOf(card), 1);
  cards.splice(cards.indexOf(old), 1, card);
  if (shown.card === old) shown.card = card;
}

const bytes = (packed) => Uint8Array.from(atob(packed), (each) => each.charCodeAt(0));

function save(name, parts, kind) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob(parts, { type: kind }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60000);
}

function show(card, move) {
  for (const each of cards) each.item.classList.toggle("open", each === card);
  if (shown.card !== card || shown.answer !== card.answer) frame.srcdoc = card.answer.html;
  shown.card = card;
  shown.answer = card.answer;
  one("#shown h2").textContent = card.file.name;
  shown.hidden = false;
  if (!move) return;
  shown.scrollIntoView({ behavior });
  shown.focus({ preventScroll: true });
}

async function work() {
  if (busy || !check) return;
  busy = true;
  for (let card; (card = cards.find((each) => each.step === "waiting"));) {
    card.step = "checking";
    draw(card);
    const done = cards.filter((each) => each.answer).length;
    if (state[0] !== "failed") tell("working", { done: done + 1, total: cards.length }, null);
    const asked = language;
    try {
      if (card.file.size > told.limit) throw new Error(say("too-big"));
      const files = card.earlier ? [...card.others, card.earlier] : card.others;
      const answer = await check(card.file, asked, files, Boolean(card.earlier));
      if (asked !== language) { card.step = "waiting"; continue; }
      const old = !card.earlier && superseded(card, answer);
      if (old && weight([card.file, old.file, ...old.others, ...card.others]) <= told.limit) { again(card, old); continue; }
      if (card.replaces) replace(card);
      card.answer = answer;
    } catch (error) {
      card.problem = String(error && error.message || error);
      card.step = "stopped";
    }
    if (card.step === "checking") card.step = "done";
    draw(card);
    if (card.answer && !card.answer.unread && (!shown.card || shown.card === card)) show(card, false);
  }
  busy = false;
  tell(cards.length ? "done" : "ready", {}, 1);
}

const weight = (files) => files.reduce((sum, file) => sum + file.size, 0);

// Files that are dropped together are compared with each other, if they are few enough to be a report, the last one and
// the plan; which is which the program tells.
function add(dropped) {
  const files = [...dropped];
  const together = files.length <= told.together && weight(files) <= told.limit;
  const lot = {};
  for (const file of files) {
    const others = together ? files.filter((each) => each !== file) : [];
    const card = { file, others, lot, earlier: null, replaces: null, step: "waiting", answer: null, problem: "", item: document.createElement("li") };
    results.append(card.item);
    cards.push(card);
    draw(card);
  }
  document.body.classList.toggle("some", cards.length > 0);
  if (cards.length) cards[cards.length - 1].item.scrollIntoView({ block: "nearest", behavior });
  work();
}

one("#files").addEventListener("change", (event) => { add(event.target.files); event.target.value = ""; });
for (const kind of ["dragenter", "dragover", "dragleave", "drop"]) {
  addEventListener(kind, (event) => {
    event.preventDefault();
    drop.classList.toggle("over", kind === "dragenter" || kind === "dragover");
    if (kind === "drop") add(event.dataTransfer.files);
  });
}
one("#back").addEventListener("click", () => {
  const card = shown.card.item;
  card.scrollIntoView({ block: "center", behavior });
  card.querySelector("button").focus({ preventScroll: true });
});
one("#language").addEventListener("click", () => {
  language = language === "es" ? "en" : "es";
  for (const card of cards) if (card.answer || card.step === "stopped") Object.assign(card, { answer: null, step: "waiting" });
  speak();
  work();
});

// What tests ask: the answers as they came.
globalThis.poaLint = { answers: () => cards.map((card) => card.answer) };
language = told.language;
speak();
if (one("#old").hidden) {
  start((part) => {
    performance.mark(`poa-lint ${part}`);
    if (state[0] === "starting") tell("starting", {}, part);
  }).then((ready) => {
    check = ready;
    document.documentElement.dataset.ready = "true";
    tell("ready", {}, 1);
    work();
  }, fail);
}
