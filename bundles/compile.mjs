// Compile the modules that the page holds, under the Python that will run them.
// node compile.mjs FROM.zip TO.zip ...   - pairs of archives
import { readFileSync, writeFileSync } from "node:fs";
import { loadPyodide } from "pyodide";

Date.now = () => Date.UTC(1980, 0, 1); // the same files in, the same bytes out
const python = await loadPyodide({ env: { HOME: "/home/poa", PYTHONHASHSEED: "0" } });
const script = readFileSync(new URL("compile.py", import.meta.url), "utf8");
for (let at = 2; at < process.argv.length; at += 2) {
  python.FS.writeFile("/given.zip", readFileSync(process.argv[at]));
  python.runPython(script);
  writeFileSync(process.argv[at + 1], python.FS.readFile("/ready.zip"));
}
