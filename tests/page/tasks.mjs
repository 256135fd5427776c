// Does what a coordinator does with the page, by keys alone but for the files, in a real browser, and tells what it took.
// node tasks.mjs ASKED.json TOLD.json   - tasks.py says what may be asked
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
const DONE = () => [...document.querySelectorAll("#results li")].every((one) => one.dataset.step === "done" || one.dataset.step === "stopped");
const out = [];
const page = await browser.newPage();
if (asked.size) await page.setViewport(asked.size);
const requests = [], said = [];
page.on("request", (one) => requests.push(one.url().slice(0, 60)));
page.on("pageerror", (one) => said.push(String(one.message ?? one)));
await page.goto(asked.page);
await page.waitForSelector("html[data-ready]", { timeout: 280000 });

let keys = 0;
async function press(key) {
  await page.keyboard.press(key);
  keys++;
}
const report = async () => (await page.$("#shown iframe")).contentFrame();
for (const task of asked.tasks) {
  const from = Date.now();
  keys = 0;
  let given = 0, findings = 0;
  const ticked = [];
  for (const step of task.steps) {
    if (step.give) {
      given++;
      await (await page.$("#files")).uploadFile(...step.give);
      await page.waitForFunction(DONE, { timeout: 280000, polling: 20 });
    }
    if (step.open) {
      await page.evaluate((name) => [...document.querySelectorAll("#results li")].find((one) => one.querySelector(".name").textContent === name).querySelector(".first").focus(), step.open);
      await press("Enter");
      await page.waitForFunction((name) => document.querySelector("#shown h2").textContent === name, {}, step.open);
      await (await report()).waitForFunction((name) => document.body?.innerText.includes(name) && document.querySelector("#steps:not([hidden])"), {}, step.open);
    }
    if (step.walk) {
      const frame = await report();
      findings = Number((await frame.$eval("#steps .at", (one) => one.textContent)).match(/\d+\D*$/)[0].match(/\d+/)[0]);
      for (let at = 0; at < findings; at++) {
        if (at) await press("F8");
      }
      ticked.push(await frame.$eval("#steps .at", (one) => one.textContent));
    }
    if (step.see) ticked.push(...await page.$$eval(step.see, (all) => all.map((one) => one.textContent)));
    if (step.inside) ticked.push(await (await report()).evaluate(step.inside));
  }
  out.push({ task: task.name, keys, given, findings, ms: Date.now() - from, seen: ticked });
}
await browser.close();
writeFileSync(process.argv[3], JSON.stringify({ tasks: out, requests, said }));
