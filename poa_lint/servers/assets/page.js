// The page: files in, one card for each, the report shown, things to save. What checks the files is `start`, from the
// script that stands before this one; it gives a function from a file and a language to a promise of an answer.
const told = JSON.parse(document.getElementById("told").textContent);
const one = (where) => document.querySelector(where);
const drop = one("#drop"), results = one("#results"), shown = one("#shown"), frame = one("#shown iframe");
const progress = one("#state progress"), saying = one("#saying");
const cards = [];
const behavior = matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth";
let language = "es", engine = null, busy = false, state = ["starting", {}];
// Whose rules hold: `told` has the words by language, `given` is what was dropped, `next` what is to be used from now on.
const office = { told: told.office, given: null, next: null, problem: "" };
const places = new WeakMap(); // the path of each file that came in a folder

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
  drawOffice();
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
  for (const said of answer.troubles) made("p", "fault", said, item);
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
  frame.focus({ preventScroll: true });
  shown.wanted = true;
}

// A report that is loaded takes the focus from its frame in Firefox; who opened it is to go on with the keyboard there.
frame.addEventListener("load", () => {
  if (shown.wanted && [document.body, frame].includes(document.activeElement)) frame.focus({ preventScroll: true });
  shown.wanted = false;
});

// The key that goes from one finding to the next works wherever the focus is: the report has it in its own frame.
addEventListener("keydown", (event) => {
  if (event.key !== "F8" || event.ctrlKey || event.altKey || event.metaKey || shown.hidden) return;
  event.preventDefault();
  frame.focus();
  frame.contentWindow.postMessage(event.shiftKey ? -1 : 1, "*");
});

function drawOffice() {
  const held = office.told[language];
  one("#office .rules").textContent = office.problem || held?.said || say(engine?.use ? "office-ask" : "office-none");
  one("#office").classList.toggle("fault", Boolean(office.problem));
  one("#office .stays").textContent = office.problem && held ? held.said : "";
  one("#put-away").hidden = !office.given;
  one("#office label").hidden = !engine?.use;
  one("#office").hidden = !engine?.use && !held && !office.problem;
  one("#all").hidden = cards.filter(counts).length < 2;
}

/** Use the folder that was dropped, or put it away; what lies on the page is checked anew. */
async function settle() {
  const given = office.next;
  office.next = null;
  if (!engine.use) {
    office.problem = say("office-served");
    add(given.filter(({ path }) => isReport(path)), true);
    drawOffice();
    return;
  }
  tell("office-reading", {}, null);
  try {
    if (given.length > told.taken.most || weight(given.map(({ file }) => file)) > told.limit) throw new Error(say("office-large", told.taken));
    for (const { path, file } of given) places.set(file, path);
    const answer = await engine.use(given.map(({ file }) => file), language);
    office.problem = answer?.problem ?? "";
    const byPath = new Map(given.map(({ path, file }) => [path, file]));
    add((answer?.reports ?? []).map((path) => ({ path, file: byPath.get(path) })).filter(({ file }) => file), true);
    if (office.problem) return;
    office.given = given.length ? given : null;
    office.told = given.length ? { [language]: answer } : told.office;
    afresh();
  } catch (error) {
    office.problem = String(error && error.message || error);
  } finally {
    drawOffice();
  }
}

/** Check everything once more: in another language, or by other rules. */
function afresh() {
  for (const card of cards) if (card.answer || card.step === "stopped") Object.assign(card, { answer: null, step: "waiting" });
}

async function work() {
  if (busy || !engine) return;
  busy = true;
  for (let card; office.next || (card = cards.find((each) => each.step === "waiting"));) {
    if (office.next) { await settle(); continue; }
    if (office.given && !office.told[language]) { office.told[language] = await engine.office(language); drawOffice(); }
    card.step = "checking";
    draw(card);
    const done = cards.filter((each) => each.answer).length;
    if (state[0] !== "failed") tell("working", { done: done + 1, total: cards.length }, null);
    const asked = language;
    try {
      if (card.file.size > told.limit) throw new Error(say("too-big"));
      const files = card.earlier ? [...card.others, card.earlier] : card.others;
      const answer = await engine.check(card.file, asked, files, Boolean(card.earlier));
      if (asked !== language || office.next) { card.step = "waiting"; continue; }
      if (card.inside && answer.foreign) { leaveOut(card); continue; }
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
  drawOffice();
  tell(cards.length ? "done" : "ready", {}, 1);
}

/** A file of a folder in which nothing of a form was seen is no report, and nobody said that it was one. */
function leaveOut(card) {
  card.item.remove();
  cards.splice(cards.indexOf(card), 1);
}

const counts = (card) => card.answer && !card.answer.unread;

/** Save the summary of all that was checked. */
async function saveAll(form) {
  const checked = cards.filter(counts);
  const files = [...new Set(checked.flatMap((card) => [card.file, ...card.others]))];
  if (busy || !checked.length) return;
  busy = true;
  try {
    tell("summing", {}, null);
    if (weight(files) > told.limit) throw new Error(say("too-big"));
    const lots = checked.map((card) => [card.file, ...card.others].map((file) => files.indexOf(file)));
    const { data } = await engine.summary(form, language, files, lots);
    save(`${say("file-summary")}.${form}`, [bytes(data)], form === "html" ? "text/html" : "application/octet-stream");
    tell("done", {}, 1);
  } catch (error) {
    tell("no-summary", { problem: String(error && error.message || error) }, 1);
  }
  busy = false;
  if (office.next || cards.some((card) => card.step === "waiting")) work();
}

const weight = (files) => files.reduce((sum, file) => sum + file.size, 0);

// Files that are dropped together are compared with each other, if they are few enough to be a report, the last one and
// the plan; which is which the program tells.
function add(found, inside = false) {
  const files = found.map(({ file }) => file);
  for (const { path, file } of found) if (path !== file.name) places.set(file, path);
  const together = !inside && files.length <= told.together && weight(files) <= told.limit;
  const lot = {};
  for (const file of files) {
    const others = together ? files.filter((each) => each !== file) : [];
    const card = { file, others, lot, inside, earlier: null, replaces: null, step: "waiting", answer: null, problem: "", item: document.createElement("li") };
    results.append(card.item);
    cards.push(card);
    draw(card);
  }
  document.body.classList.toggle("some", cards.length > 0);
  if (files.length) cards[cards.length - 1].item.scrollIntoView({ block: "nearest", behavior });
}

/** Take what was dropped: with a file of settings, the folder becomes the office's; the rest is reports. */
function take(found) {
  const settings = found.some(({ path }) => isSettings(path)), inside = ({ path }) => path.includes("/");
  const own = settings ? found.filter((one) => inside(one) || !isReport(one.path)) : [];
  if (own.length) office.next = own;
  if (found.unread) office.problem = say("folder-unread");
  const rest = found.filter((one) => !own.includes(one));
  add(rest.filter((one) => !inside(one)));
  add(rest.filter((one) => inside(one) && isReport(one.path)), true);
  drawOffice();
  work();
}

for (const [where, files] of [["#files", loose], ["#folder", ofFolder]]) {
  one(where).addEventListener("change", (event) => { take(files(event.target.files)); event.target.value = ""; });
}
for (const kind of ["dragenter", "dragover", "dragleave", "drop"]) {
  addEventListener(kind, (event) => {
    event.preventDefault();
    drop.classList.toggle("over", kind === "dragenter" || kind === "dragover");
    if (kind === "drop") gathered(event.dataTransfer).then(take);
  });
}
one("#put-away").addEventListener("click", () => {
  Object.assign(office, { next: [], problem: "" });
  work();
  one("#folder").focus();
});
for (const form of ["html", "xlsx"]) one(`#all-${form}`).addEventListener("click", () => saveAll(form));
one("#back").addEventListener("click", () => {
  const card = shown.card.item;
  card.scrollIntoView({ block: "center", behavior });
  card.querySelector("button").focus({ preventScroll: true });
});
one("#language").addEventListener("click", () => {
  language = language === "es" ? "en" : "es";
  afresh();
  office.problem = "";
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
    engine = ready;
    document.documentElement.dataset.ready = "true";
    tell("ready", {}, 1);
    drawOffice();
    work();
  }, fail);
}
