// Filters, and the copying of a text. Everything can be read without it.
(() => {
  "use strict";
  const form = document.getElementById("filters");
  const sheet = document.styleSheets[0];
  const own = sheet.cssRules.length;

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
    const inside = unit ? `#${unit} ` : "";
    const none = hidden.map((each) => `:not(${each})`).join("");
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

  document.addEventListener("click", (event) => {
    const opener = event.target.closest("[data-opens]");
    if (opener) reveal(opener.dataset.opens);
    const button = event.target.closest(".copy");
    if (button) copy(button);
  });
  for (const button of document.querySelectorAll(".copy")) button.hidden = false;
  if (form) {
    form.hidden = false;
    form.addEventListener("change", apply);
    form.elements.namedItem("open").addEventListener("click", () => openAll(true));
    form.elements.namedItem("close").addEventListener("click", () => openAll(false));
    form.elements.namedItem("print").addEventListener("click", () => window.print());
    form.reset();
    apply();
  }
})();
