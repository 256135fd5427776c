// Python itself (Pyodide) with poa-lint in it, made of parts that came with the page; nothing is fetched.
async function unpacked(part) {
  const bytes = Uint8Array.fromBase64 ? Uint8Array.fromBase64(part) : Uint8Array.from(atob(part), (each) => each.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Response(stream).arrayBuffer();
}

const module = async (text) => import(URL.createObjectURL(new Blob([text], { type: "text/javascript" })));

/** Start Python; gives a function from a file's name, bytes and language to the answer's JSON. Without a file it only
    does what the first one would wait for. */
export async function start(packed, step) {
  const { pdf, ...now } = packed;
  const names = Object.keys(now);
  const parts = Object.fromEntries(await Promise.all(names.map(async (name) => [name, await unpacked(now[name])])));
  step(0.2);
  const { loadPyodide } = await module(parts["pyodide.mjs"]);
  const { default: createPyodideModule } = await module(parts["pyodide.asm.mjs"]);
  // Pyodide asks for its files by address: these are answered from the page, and there is no other answer.
  const kinds = { "pyodide.asm.wasm": "application/wasm", "python_stdlib.zip": "application/zip" };
  const fetched = globalThis.fetch;
  globalThis.fetch = async (asked) => {
    const name = String(asked.url ?? asked).replace("page:/", "");
    if (!(name in kinds)) throw new TypeError(name);
    return new Response(parts[name], { headers: { "Content-Type": kinds[name] } });
  };
  let pyodide;
  try {
    pyodide = await loadPyodide({
      indexURL: "page:/",
      lockFileContents: new TextDecoder().decode(parts["lock.json"]),
      packageBaseUrl: "page:/",
      createPyodideModule,
      env: { HOME: "/home/poa", PYTHONINSPECT: "" },
      stdin: () => null,
      stdout: () => {},
      stderr: () => {},
    });
  } finally {
    globalThis.fetch = fetched;
  }
  step(0.7);
  pyodide.unpackArchive(parts["site.zip"], "zip", { extractDir: "/site" });
  step(0.8);
  const answered = pyodide.runPython("import sys\nsys.path.insert(0, '/site')\nfrom poa_lint.servers import answer\nanswer.alone()");
  step(0.95);
  let waiting = pdf;
  const isPdf = (bytes) => bytes instanceof Uint8Array && new TextDecoder("latin1").decode(bytes.subarray(0, 1024)).includes("%PDF-");
  // The names and bytes of the files that were dropped with it follow; `again`: the last is the same report, dropped before.
  return async (name, bytes, language, again, ...others) => {
    if (name === null) return pyodide.runPython("answer.warm_up()");
    if (waiting && [bytes, ...others].some(isPdf)) {
      pyodide.unpackArchive(await unpacked(waiting), "zip", { extractDir: "/site" });
      pyodide.runPython("import importlib\nimportlib.invalidate_caches()");
      waiting = null;
    }
    return answered(name, bytes, language, again, ...others);
  };
}
