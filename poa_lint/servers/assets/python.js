// Python itself (Pyodide) with poa-lint in it, made of parts that came with the page; nothing is fetched.
// Each letter of a part is a byte; `=` stands before one that is written as another letter, its bit 64 the other way.
function unpacked(part) {
  const bytes = new Uint8Array(part.length);
  let length = 0;
  for (let at = 0; at < part.length; at++) {
    const byte = part.charCodeAt(at);
    bytes[length++] = byte === 61 ? part.charCodeAt(++at) ^ 64 : byte;
  }
  const stream = new Blob([bytes.subarray(0, length)]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Response(stream).arrayBuffer();
}

/** Write the files of an archive into a folder. They are stored as they are, one after the other (bundles/contents.py):
    Python's own way takes several times as long, most of it for what it imports. */
function unfold(FS, archive, folder) {
  const bytes = new Uint8Array(archive), view = new DataView(archive), made = new Set();
  const FILE = 0x04034b50, text = new TextDecoder();
  for (let at = 0; view.getUint32(at, true) === FILE; ) {
    const [size, name, extra] = [view.getUint32(at + 22, true), view.getUint16(at + 26, true), view.getUint16(at + 28, true)];
    const path = `${folder}/${text.decode(bytes.subarray(at + 30, at + 30 + name))}`;
    const parent = path.slice(0, path.lastIndexOf("/"));
    if (!made.has(parent)) FS.mkdirTree(parent);
    made.add(parent);
    at += 30 + name + extra + size;
    FS.writeFile(path, bytes.subarray(at - size, at));
  }
}

const module = async (text) => import(URL.createObjectURL(new Blob([text], { type: "text/javascript" })));

/** Start Python; gives a function that asks it: the name of a question and what belongs to it (servers/alone.py), to
    JSON. Without a question it only does what the first one would wait for. */
export async function start(packed, step) {
  const { pdf, ...now } = packed; // `office.zip` is there where the page was made with an office's folder
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
  unfold(pyodide.FS, parts["site.zip"], "/site");
  step(0.8);
  if (parts["office.zip"]) unfold(pyodide.FS, parts["office.zip"], "/baked");
  const page = pyodide.runPython(`
import os, sys
sys.path[:0] = ["/site", "/baked/packs"]
from poa_lint.servers import answer
from poa_lint.servers.alone import Alone
Alone("/baked/office" if os.path.isdir("/baked/office") else "")`);
  step(0.95);
  let waiting = pdf;
  const isPdf = (bytes) => bytes instanceof Uint8Array && new TextDecoder("latin1").decode(bytes.subarray(0, 1024)).includes("%PDF-");
  return async (question, ...what) => {
    if (question === null) return pyodide.runPython("answer.warm_up()");
    if (waiting && what.some(isPdf)) {
      unfold(pyodide.FS, await unpacked(waiting), "/site");
      pyodide.runPython("import importlib\nimportlib.invalidate_caches()");
      waiting = null;
    }
    return page[question](...what);
  };
}
