// Filters and sorting. Everything can be read without them.
(() => {
  "use strict";
  const form = document.getElementById("filters");
  if (!form) return;
  const field = (name) => form.elements.namedItem(name);
  const shown = document.querySelector(".shown");
  const sheet = document.styleSheets[0];
  const own = sheet.cssRules.length;
  const fold = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

  // Each unit: its row, what else on the page is about it, its text, and the kind of its cell by period.
  const units = [...document.querySelectorAll("table.units")].flatMap((table) => {
    const periods = [...table.tHead.rows[0].cells].map((head) => head.dataset.p);
    return [...table.tBodies[0].rows].map((row) => ({
      rows: [row, ...["p", "r"].map((part) => document.getElementById(row.id + part)).filter(Boolean)],
      text: fold(row.cells[0].textContent),
      risky: row.classList.contains("risky"),
      kinds: new Map([...row.cells].map((cell, at) => [periods[at], cell.className]).filter(([key]) => key !== undefined)),
    }));
  });

  function fits(unit, wanted) {
    const kinds = wanted.period === "all" ? [...unit.kinds.values()] : [unit.kinds.get(wanted.period.slice(1)) ?? ""];
    return wanted.words.every((word) => unit.text.includes(word))
      && (!wanted.risk || unit.risky)
      && (!wanted.missing || kinds.includes("missing"))
      && (!wanted.verdict || kinds.includes(wanted.verdict))
      && (wanted.period === "all" || kinds[0] !== "");
  }

  // One rule of style hides the columns of other periods, however many rows there are.
  function columns(period) {
    while (sheet.cssRules.length > own) sheet.deleteRule(own);
    if (period === "all") return;
    const hidden = [];
    for (const section of document.querySelectorAll("table.units")) {
      const id = section.closest("section").id;
      [...section.tHead.rows[0].cells].forEach((head, at) => {
        if (head.dataset.p !== undefined && head.dataset.p !== period.slice(1)) {
          hidden.push(`#${id} .units tr > :nth-child(${at + 1})`);
        }
      });
    }
    if (hidden.length) sheet.insertRule(`${hidden.join(",")} { display: none }`, own);
  }

  function apply() {
    const wanted = {
      words: fold(field("text").value).split(/\s+/).filter(Boolean),
      verdict: field("verdict").value,
      period: field("period").value,
      missing: field("missing").checked,
      risk: field("risk").checked,
    };
    let count = 0;
    for (const unit of units) {
      const fit = fits(unit, wanted);
      count += fit;
      for (const row of unit.rows) row.hidden = !fit;
    }
    columns(wanted.period);
    shown.classList.toggle("filtered", count < units.length || wanted.period !== "all");
    const number = (value) => value.toLocaleString("en");
    shown.textContent = form.dataset.shown.replace("{n}", number(count)).replace("{total}", number(units.length));
  }

  function clear() {
    form.reset();
    apply();
  }

  // Rows without a value stand last, whichever way; equal ones stay in the order of the units.
  const known = new WeakMap();
  function value(cell, way) {
    if (!known.has(cell)) {
      const text = cell.dataset.k ?? cell.textContent.replace(/,/g, "");
      const number = Number.parseFloat(text);
      known.set(cell, way === "text" ? fold(cell.textContent) : Number.isNaN(number) ? null : number);
    }
    return known.get(cell);
  }

  function sort(head) {
    const body = head.closest("table").tBodies[0];
    const way = head.dataset.sort;
    const first = way === "down" ? "descending" : "ascending";
    const other = first === "ascending" ? "descending" : "ascending";
    const now = head.getAttribute("aria-sort") === first ? other : first;
    for (const each of head.parentElement.cells) each.removeAttribute("aria-sort");
    head.setAttribute("aria-sort", now);
    const sign = now === "ascending" ? 1 : -1;
    const rows = [...body.rows].map((row) => [row, value(row.cells[head.cellIndex], way)]);
    rows.sort(([, a], [, b]) => {
      if (a === null || b === null) return (a === null) - (b === null);
      return a === b ? 0 : sign * (a < b ? -1 : 1);
    });
    body.append(...rows.map(([row]) => row));
  }

  for (const head of document.querySelectorAll("th[data-sort]")) {
    const button = document.createElement("button");
    button.type = "button";
    button.title = form.dataset.sort.replace("{column}", head.textContent.trim());
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => sort(head));
  }
  document.addEventListener("click", (event) => {
    const step = event.target.closest("[data-wanted]");
    if (!step) return;
    form.reset();
    field("verdict").value = step.dataset.wanted;
    apply();
  });
  form.hidden = shown.hidden = false;
  form.addEventListener("input", apply);
  form.addEventListener("submit", (event) => event.preventDefault());
  field("clear").addEventListener("click", clear);
  field("print").addEventListener("click", () => window.print());
  clear();
})();
