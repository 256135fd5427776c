// Compile the modules that the page holds, under the Python that will run them.
// node compile.mjs SITE.zip READY.zip   - both are archives of this build
import { readFileSync, writeFileSync } from "node:fs";
import { loadPyodide } from "pyodide";

const [, , site, target] = process.argv;
Date.now = () => Date.UTC(1980, 0, 1); // the same files in, the same bytes out
const python = await loadPyodide({ env: { HOME: "/home/poa", PYTHONHASHSEED: "0" } });
python.FS.writeFile("/site.zip", readFileSync(site));
python.runPython(readFileSync(new URL("compile.py", import.meta.url), "utf8"));
writeFileSync(target, python.FS.readFile("/ready.zip"));
