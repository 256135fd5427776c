// Opens the page in a real browser, drops files, and tells what became of them, as JSON.
// node drive.mjs ASKED.json TOLD.json   - browsers.py says what may be asked
import { readFileSync, writeFileSync } from "node:fs";
import puppeteer from "puppeteer-core";

const asked = JSON.parse(readFileSync(process.argv[2], "utf8"));
const chrome = asked.browser === "chrome";
const browser = await puppeteer.launch({
  browser: asked.browser,
  executablePath: asked.program,
  protocolTimeout: 300000,
  args: chrome
    ? ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"]
    : [],
});
// What a hand does that lets files go over the page.
function dropped(files) {
  const carried = new DataTransfer();
  for (const [name, text] of files) {
    carried.items.add(new File([Uint8Array.from(atob(text), (each) => each.charCodeAt(0))], name));
  }
  document.querySelector("h1").dispatchEvent(new DragEvent("drop", { dataTransfer: carried, bubbles: true, cancelable: true }));
}

const out = { requests: [], said: [], answers: [], evaluated: [], times: {} };
try {
  const page = await browser.newPage();
  page.on("request", (one) => out.requests.push(one.url().slice(0, 60)));
  page.on("console", (one) => out.said.push(one.text()));
  page.on("pageerror", (one) => out.said.push(String(one.message ?? one)));
  if (asked.size) await page.setViewport(asked.size);
  if (asked.dark && chrome) await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: "dark" }]);
  const shoot = async (name) => asked.shots?.[name] && page.screenshot({ path: asked.shots[name] });
  if (asked.before) await page.evaluateOnNewDocument(asked.before);
  const began = Date.now();
  await page.goto(asked.page);
  await shoot("starting");
  await page.waitForFunction(() => document.documentElement.dataset.ready || !document.querySelector("#old").hidden, { timeout: 280000 });
  out.times.ready = Date.now() - began;
  out.old = await page.$eval("#old", (one) => (one.hidden ? "" : one.textContent));
  await shoot("ready");
  for (const lot of asked.lots ?? []) {
    const from = Date.now();
    if (asked.drop) await page.evaluate(dropped, lot.map((one) => [one.split("/").pop(), readFileSync(one, "base64")]));
    else await (await page.$("#files")).uploadFile(...lot);
    await page.waitForFunction(() => [...document.querySelectorAll("#results li")].every((one) => one.dataset.step === "done" || one.dataset.step === "stopped"), { timeout: 280000, polling: 20 });
    out.times[lot.map((one) => one.split("/").pop()).join("+")] = Date.now() - from;
  }
  await shoot("done");
  out.answers = await page.evaluate(() => globalThis.poaLint?.answers() ?? []);
  out.cards = await page.$$eval("#results li", (all) => all.map((one) => one.innerText));
  if (asked.see) {
    await page.evaluate(() => document.querySelector("#results .first").click());
    await page.waitForFunction(() => scrollY > 0).catch(() => {});
    await new Promise((done) => setTimeout(done, 1000)); // until it has come to rest
    await shoot("seen");
  }
  for (const one of asked.evaluate ?? []) out.evaluated.push(await page.evaluate(one));
} finally {
  await browser.close();
}
writeFileSync(process.argv[3], JSON.stringify(out));
