// What is shown, the way from one finding to the next, and the copying of a text. Everything can be read without it.
(() => {
  "use strict";
  const form = document.getElementById("filters");
  const views = document.getElementById("views");
  const steps = document.getElementById("steps");
  const main = document.getElementById("main");
  const sheet = document.styleSheets[0];
  const own = sheet.cssRules.length;
  const FOUND = /<details class="f (\w+)" data-s="\w+" data-r="([^"]*)"( open)?>/g;

  // Tables and lists of a very long page: each is a text, and elements only while somebody is near it.
  const parts = new Map();
  for (const box of document.querySelectorAll(".held")) {
    box.style.minHeight = `${2.3 * box.dataset.lines}rem`;
    parts.set(box, { box, text: box.firstElementChild.textContent, findings: [], filled: false });
  }

  // The findings in their order; `element` is null for one that is a text at the moment.
  const findings = [];
  for (const each of document.querySelectorAll("details.f, .held")) {
    const unit = each.closest(".unit")?.id, part = parts.get(each);
    if (!part) findings.push({ kind: each.dataset.s, rule: each.dataset.r, unit, element: each, open: each.open });
    for (const [, kind, rule, open] of part?.text.matchAll(FOUND) ?? []) {
      part.findings.push({ kind, rule, unit, part, element: null, open: open !== undefined });
    }
    if (part) findings.push(...part.findings);
  }
  let asked = () => true; // whether a finding is among those that the filters ask for
  let way = [], current = null;

  function fill(part) {
    if (part.filled) return;
    part.filled = true;
    part.box.innerHTML = part.text;
    part.box.style.minHeight = "";
    for (const [at, element] of part.box.querySelectorAll("details.f").entries()) {
      const finding = part.findings[at];
      finding.element = element;
      element.open = finding.open;
      element.classList.toggle("ticked", Boolean(finding.ticked));
    }
    enable(part.box);
  }

  function empty(part) {
    if (!part.filled || current?.part === part || part.box.contains(document.activeElement)) return;
    part.filled = false;
    if (part.box.offsetHeight) part.box.style.minHeight = `${part.box.offsetHeight}px`;
    for (const finding of part.findings) {
      finding.open = finding.element.open;
      finding.element = null;
    }
    part.box.replaceChildren();
  }

  function startParts() {
    const near = new IntersectionObserver((seen) => {
      for (const { target, isIntersecting } of seen) {
        const part = parts.get(target);
        if (isIntersecting) fill(part); else if (part.near) empty(part);
        part.near = isIntersecting;
      }
    }, { root: document, rootMargin: "1500px" });
    for (const box of parts.keys()) near.observe(box);
    const whole = () => {
      near.disconnect();
      parts.forEach(fill);
    };
    const note = document.getElementById("long");
    note.hidden = false;
    note.querySelector("button").addEventListener("click", () => {
      note.hidden = true;
      whole();
    });
    // On paper there are the lists alone.
    addEventListener("beforeprint", () => parts.forEach((part) => part.box.closest(".sheet, .chart") ?? fill(part)));
  }

  // The element with an id, made of its text if it was one.
  function find(id) {
    for (const part of document.getElementById(id) ? [] : parts.values()) {
      if (part.text.includes(` id="${id}"`)) fill(part);
    }
    return document.getElementById(id);
  }

  function setOpen(finding, open) {
    finding.open = open;
    if (finding.element) finding.element.open = open;
  }

  // One rule of style hides what is not asked for, however many findings there are.
  function apply() {
    const kinds = [...form.elements.namedItem("filters-kinds").elements];
    const off = kinds.filter((box) => !box.checked).map((box) => box.value);
    const unit = form.elements.namedItem("unit").value;
    const rule = form.elements.namedItem("rule").value;
    const wanted = off.map((kind) => `[data-s="${kind}"]`);
    if (rule) wanted.push(`[data-r]:not([data-r~="${rule}"])`);
    if (unit) wanted.push(`.unit:not(#${unit})`);
    while (sheet.cssRules.length > own) sheet.deleteRule(own);
    if (wanted.length) sheet.insertRule(`@media screen { ${wanted.join(",")} { display: none !important } }`, own);
    asked = (finding) => !off.includes(finding.kind) && (!rule || finding.rule === rule) && (!unit || finding.unit === unit);
    const shown = findings.filter(asked).length;
    form.querySelector("output").textContent = form.dataset.shown.replace("{n}", shown).replace("{total}", findings.length);
  }

  function reveal(id) {
    const details = find(id)?.closest("details");
    if (details) details.open = true;
  }

  function enable(within) {
    for (const button of within.querySelectorAll(".copy")) button.hidden = false;
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

  // "all" is the page as it is without this script.
  function show(view) {
    if (view === "all") delete main.dataset.view; else main.dataset.view = view;
    views.elements.namedItem("view").value = view;
    walk();
  }

  // The findings that are shown, in their order, are the way; those that are waived need no step. To ask the browser
  // which are visible would have it lay out all that it has not shown yet.
  function walk() {
    const bad = main.dataset.view === "bad";
    way = findings.filter((each) => asked(each) && (bad ? each.kind === "error" : each.kind !== "waived"));
    if (!way.includes(current)) current = way.find((each) => each.element?.open ?? each.open) ?? null;
    steps.hidden = way.length === 0;
    tell();
  }

  function tell() {
    const total = way.length;
    const done = way.filter((each) => each.ticked).length;
    const filled = (text, n) => text.replace("{n}", n).replace("{total}", total);
    steps.querySelector(".at").textContent = filled(views.dataset.shown, current ? way.indexOf(current) + 1 : "–");
    steps.querySelector(".ticked").textContent = filled(views.dataset.done, done);
    const box = steps.querySelector("input");
    box.checked = Boolean(current?.ticked);
    box.disabled = !current;
  }

  function step(by) {
    const before = current;
    const at = way.indexOf(current);
    current = way[at < 0 ? 0 : (at + by + way.length) % way.length];
    if (!current) return;
    if (before && before !== current) setOpen(before, false);
    if (current.part) fill(current.part);
    setOpen(current, true);
    const { element } = current;
    const row = element.closest("tr")?.previousElementSibling;
    const both = element.getBoundingClientRect().bottom - (row?.getBoundingClientRect().top ?? 0);
    if (row && both < innerHeight / 2) row.scrollIntoView({ block: "start", behavior: "instant" });
    else element.scrollIntoView({ block: "center", behavior: "instant" });
    element.querySelector("summary").focus({ preventScroll: true });
    tell();
  }

  function tick() {
    current.ticked = steps.querySelector("input").checked;
    current.element?.classList.toggle("ticked", current.ticked);
    tell();
  }

  // A jump to what is not shown shows everything.
  function arrive(hash) {
    const id = decodeURIComponent(hash.slice(1));
    const there = document.getElementById(id), target = there ?? find(id);
    if (!target) return;
    const hidden = main.dataset.view && !(target.closest("details.f") ?? target).checkVisibility();
    if (hidden) show("all");
    if (hidden || !there) target.scrollIntoView();
  }

  function startViews() {
    const bad = findings.some((each) => each.kind === "error");
    const radios = views.querySelectorAll("[name=view]");
    radios[0].disabled = !bad;
    radios[1].disabled = !findings.length;
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
      const opened = event.target.open && way.find((each) => each.element === event.target);
      if (!opened) return;
      current = opened;
      tell();
    }, true);
    addEventListener("hashchange", () => arrive(location.hash));
    show(bad ? "bad" : findings.length ? "told" : "all");
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
  enable(document);
  if (parts.size) startParts();
  if (form) {
    form.addEventListener("change", () => { apply(); walk(); });
    form.elements.namedItem("open").addEventListener("click", () => findings.forEach((each) => setOpen(each, true)));
    form.elements.namedItem("close").addEventListener("click", () => findings.forEach((each) => setOpen(each, false)));
    form.reset();
    apply();
    startViews();
  }
})();
