// Files are checked by Python inside this page (Pyodide), in a worker so that the page stays alive and a file that never
// comes to an end can be given up; where workers are refused, in the page itself.
async function start(step) {
  const parts = {};
  for (const each of document.querySelectorAll("script[data-part]")) {
    parts[each.dataset.part] = each.textContent;
    each.remove();
  }
  const { python, ...packed } = parts;
  const direct = async () => {
    const module = URL.createObjectURL(new Blob([python], { type: "text/javascript" }));
    return (await import(module)).start(packed, step);
  };
  let answers = await worker(python, packed, step).catch(direct), held = [];
  const read = async (files) => (await Promise.all(files.map(async (each) => [places.get(each) ?? each.name, new Uint8Array(await each.arrayBuffer())]))).flat();
  const ask = async (...what) => {
    try {
      return JSON.parse(await (await answers)(...what));
    } catch (error) {
      // Whatever ended a worker, the next file finds a new one, under the same rules.
      if (error instanceof Ended) answers = again();
      throw error;
    }
  };
  const again = async () => {
    const fresh = await worker(python, packed, () => {});
    if (held.length) await fresh("use", language, ...await read(held));
    return fresh;
  };
  return {
    check: async (file, language, others, again) => {
      const [name, bytes, ...more] = await read([file, ...others]);
      return ask("answer", name, bytes, language, again, ...more);
    },
    summary: async (form, language, files, lots) => ask("summary", form, language, JSON.stringify(lots), ...await read(files)),
    use: async (files, language) => {
      const answer = await ask("use", language, ...await read(files));
      if (!answer?.problem) held = files;
      return answer;
    },
    office: (language) => ask("office", language),
  };
}

class Ended extends Error {}

/** Start Python in a worker; gives the function that asks it for an answer, which throws Ended where it is no more. */
function worker(python, packed, step) {
  // A classic worker: browsers refuse module workers made in a page that was opened from a folder. Pyodide refuses
  // classic ones, and knows them by importScripts; all it misses there is import(), which these browsers have.
  const glue = `
    self.importScripts = undefined;
    let check, asked = false;
    self.onmessage = async ({ data: [number, what] }) => {
      try {
        asked ||= number > 0;
        if (number) return self.postMessage([number, await check(...what)]);
        const module = URL.createObjectURL(new Blob([what.python], { type: "text/javascript" }));
        const { start } = await import(module);
        check = await start(what.packed, (part) => self.postMessage([0, part]));
        self.postMessage([0, "ready"]);
        setTimeout(() => asked || check(null), 200); // the first file waits less
      } catch (error) {
        self.postMessage([number, null, String(error && error.message || error)]);
      }
    };`;
  return new Promise((done, failed) => {
    const own = new Worker(URL.createObjectURL(new Blob([glue], { type: "text/javascript" })));
    let number = 0, waiting = { bad: failed };
    const end = (problem) => {
      clearTimeout(waiting.patience);
      own.terminate();
      waiting.bad(new Ended(problem));
    };
    const check = (...what) => new Promise((good, bad) => {
      waiting = { good, bad, patience: setTimeout(() => end(say("too-long")), told.patience * 1000) };
      own.postMessage([++number, what]);
    });
    own.onerror = (event) => end(event.message || "worker");
    own.onmessage = ({ data: [answered, what, problem] }) => {
      if (problem !== undefined) end(problem);
      else if (answered) {
        clearTimeout(waiting.patience);
        waiting.good(what);
      } else if (what === "ready") done(check);
      else step(what);
    };
    own.postMessage([0, { python, packed }]);
  });
}
