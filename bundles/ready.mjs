// What the page's Python needs not do again each time: its modules compiled, its rules and tables made ready.
// node ready.mjs SITE.zip REPORT READY.zip   - all three are archives or files of this build
import { readFileSync, writeFileSync } from "node:fs";
import { loadPyodide } from "pyodide";

const [, , site, report, target] = process.argv;
Date.now = () => Date.UTC(1980, 0, 1); // the same files in, the same bytes out
const python = await loadPyodide({ env: { HOME: "/home/poa", PYTHONHASHSEED: "0", POA_LINT_CACHE_DIR: "/site/kept" } });
python.FS.writeFile("/site.zip", readFileSync(site));
python.FS.writeFile("/report.txt", readFileSync(report));
python.runPython(readFileSync(new URL("ready.py", import.meta.url), "utf8"));
writeFileSync(target, python.FS.readFile("/ready.zip"));
