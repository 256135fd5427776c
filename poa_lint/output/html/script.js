// What is shown, the way from one finding to the next, and the copying of a text. Everything can be read without it.
(() => {
  "use strict";
  const form = document.getElementById("filters");
  const sheet = document.styleSheets[0];
  const own = sheet.cssRules.length;

  let inside = "", none = ""; // what is asked for, as parts of a selector

  // One rule of style hides what is not asked for, however many findings there are.
  function apply() {
    const kinds = [...form.elements.namedItem("filters-kinds").elements];
    const off = kinds.filter((box) => !box.checked).map((box) => box.value);
    const unit = form.elements.namedItem("unit").value;
    const rule = form.elements.namedItem("rule").value;
    const hidden = off.map((kind) => `[data-s="${kind}"]`);
    if (rule) hidden.push(`[data-r]:not([data-r~="${rule}"])`);
    const wanted = [...hidden];
    if (unit) wanted.push(`.unit:not(#${unit})`);
    while (sheet.cssRules.length > own) sheet.deleteRule(own);
    if (wanted.length) sheet.insertRule(`@media screen { ${wanted.join(",")} { display: none !important } }`, own);
    inside = unit ? `#${unit} ` : "";
    none = hidden.map((each) => `:not(${each})`).join("");
    const shown = document.querySelectorAll(`${inside}.item${none}`).length;
    const total = document.querySelectorAll(".item").length;
    form.querySelector("output").textContent = form.dataset.shown.replace("{n}", shown).replace("{total}", total);
  }

  function openAll(open) {
    for (const each of document.querySelectorAll("details.f")) each.open = open;
  }

  function reveal(id) {
    const details = document.getElementById(id)?.closest("details");
    if (details) details.open = true;
  }

  async function copy(button) {
    const text = button.closest(".note").querySelector(".text");
    try {
      await navigator.clipboard.writeText(text.textContent);
    } catch {
      getSelection().selectAllChildren(text);
      if (!document.execCommand("copy")) return; // the text stands selected: Ctrl+C copies it
    }
    const before = button.textContent;
    button.textContent = button.dataset.done;
    setTimeout(() => { button.textContent = before; }, 2000);
  }

  const views = document.getElementById("views");
  const steps = document.getElementById("steps");
  const main = document.getElementById("main");
  const ticked = new Set();
  let way = [], current = null;

  // "all" is the page as it is without this script.
  function show(view) {
    if (view === "all") delete main.dataset.view; else main.dataset.view = view;
    views.elements.namedItem("view").value = view;
    walk();
  }

  // The findings that are shown, in their order, are the way; those that are waived need no step. To ask the browser
  // which are visible would have it lay out all that it has not shown yet.
  function walk() {
    const wanted = main.dataset.view === "bad" ? "details.f.error" : "details.f:not(.waived)";
    way = [...document.querySelectorAll(`${inside}${wanted}${none}`)];
    if (!way.includes(current)) current = way.find((each) => each.open) ?? null;
    steps.hidden = way.length === 0;
    tell();
  }

  function tell() {
    const total = way.length;
    const done = way.filter((each) => ticked.has(each)).length;
    const filled = (text, n) => text.replace("{n}", n).replace("{total}", total);
    steps.querySelector(".at").textContent = filled(views.dataset.shown, current ? way.indexOf(current) + 1 : "–");
    steps.querySelector(".ticked").textContent = filled(views.dataset.done, done);
    const box = steps.querySelector("input");
    box.checked = ticked.has(current);
    box.disabled = !current;
  }

  function step(by) {
    const before = current;
    const at = way.indexOf(current);
    current = way[at < 0 ? 0 : (at + by + way.length) % way.length];
    if (!current) return;
    if (before && before !== current) before.open = false;
    current.open = true;
    const row = current.closest("tr")?.previousElementSibling;
    const both = current.getBoundingClientRect().bottom - (row?.getBoundingClientRect().top ?? 0);
    if (row && both < innerHeight / 2) row.scrollIntoView({ block: "start", behavior: "instant" });
    else current.scrollIntoView({ block: "center", behavior: "instant" });
    current.querySelector("summary").focus({ preventScroll: true });
    tell();
  }

  function tick() {
    const done = steps.querySelector("input").checked;
    if (done) ticked.add(current); else ticked.delete(current);
    current.classList.toggle("ticked", done);
    tell();
  }

  // A jump to what is not shown shows everything.
  function arrive(hash) {
    const target = hash.length > 1 && document.getElementById(decodeURIComponent(hash.slice(1)));
    if (!target || !main.dataset.view || (target.closest("details.f") ?? target).checkVisibility()) return;
    show("all");
    target.scrollIntoView();
  }

  function startViews() {
    const bad = document.querySelector("details.f.error");
    const told = document.querySelector("details.f");
    const radios = views.querySelectorAll("[name=view]");
    radios[0].disabled = !bad;
    radios[1].disabled = !told;
    views.reset();
    views.hidden = false;
    views.addEventListener("change", (event) => show(event.target.value));
    views.elements.namedItem("print").addEventListener("click", () => window.print());
    views.elements.namedItem("filter").addEventListener("click", (event) => {
      form.hidden = !form.hidden;
      event.target.setAttribute("aria-expanded", String(!form.hidden));
      if (!form.hidden) show("all");
    });
    for (const each of steps.querySelectorAll("button")) each.addEventListener("click", () => step(Number(each.value)));
    steps.querySelector("input").addEventListener("change", tick);
    // Not a letter: those belong to screen readers and to people who dictate (WCAG 2.1.4).
    document.addEventListener("keydown", (event) => {
      if (event.key !== "F8" || event.ctrlKey || event.altKey || event.metaKey || steps.hidden) return;
      event.preventDefault();
      step(event.shiftKey ? -1 : 1);
    });
    // The page on which reports are dropped shows this one in a frame, and passes the key on.
    addEventListener("message", ({ source, data }) => {
      if (source === parent && source !== window && Math.abs(data) === 1 && !steps.hidden) step(data);
    });
    document.addEventListener("toggle", (event) => {
      if (!event.target.open || !way.includes(event.target)) return;
      current = event.target;
      tell();
    }, true);
    addEventListener("hashchange", () => arrive(location.hash));
    show(bad ? "bad" : told ? "told" : "all");
    arrive(location.hash);
  }

  document.addEventListener("click", (event) => {
    const opener = event.target.closest("[data-opens]");
    if (opener) reveal(opener.dataset.opens);
    const link = event.target.closest('a[href^="#"]');
    if (link && views) arrive(link.hash);
    const button = event.target.closest(".copy");
    if (button) copy(button);
  });
  for (const button of document.querySelectorAll(".copy")) button.hidden = false;
  if (form) {
    form.addEventListener("change", () => { apply(); walk(); });
    form.elements.namedItem("open").addEventListener("click", () => openAll(true));
    form.elements.namedItem("close").addEventListener("click", () => openAll(false));
    form.reset();
    apply();
    startViews();
  }
})();
