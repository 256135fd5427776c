// The files of what was dropped or chosen, each with its path in its folder: { path, file }. Folders are walked; what
// says nothing about reports is passed over.
const ending = (path) => /\.[^./]*$/.exec(path.toLowerCase())?.[0] ?? "";
const named = (path) => path.slice(path.lastIndexOf("/") + 1);
const isReport = (path) => told.kinds.includes(ending(path));
const isSettings = (path) => told.settings.includes(named(path));
const isTaken = (path) => told.taken.names.includes(named(path))
  || (!named(path).startsWith(".") && told.taken.suffixes.includes(ending(path)));
const STEPS = 50000, DEEP = 20; // entries that are looked at before a folder is given up, and folders in folders

/** The files of a drop, and `unread`: a folder that the browser does not let be read. It has to be asked for folders at
    once, for it forgets them after the event. */
async function gathered(transfer) {
  const items = [...transfer.items ?? []].filter((one) => one.kind === "file");
  const entries = items.map((one) => one.webkitGetAsEntry?.());
  const folders = items.filter((one, at) => entries[at]?.isDirectory).map((one) => one.getAsFileSystemHandle?.() ?? one.webkitGetAsEntry());
  const found = loose([...transfer.files].filter((file, at) => !entries[at]?.isDirectory));
  try {
    for (const folder of folders) await walk(await folder, "", 0, found, { left: STEPS });
  } catch (error) {
    found.unread = true;
  }
  return found;
}

const loose = (files) => [...files].map((file) => ({ path: file.name, file }));
const ofFolder = (files) => [...files].map((file) => ({ path: file.webkitRelativePath || file.name, file })).filter(({ path }) => isTaken(path));

/** Add the files of a folder. Chromium lets a page that was opened from a disk read handles alone, Firefox entries. */
async function walk(folder, way, depth, found, steps) {
  const path = way + folder.name;
  for await (const each of folder.values ? folder.values() : read(folder.createReader())) {
    if (--steps.left < 0 || found.length > told.taken.most || depth > DEEP) return;
    if (each.isDirectory || each.kind === "directory") {
      if (!each.name.startsWith(".")) await walk(each, `${path}/`, depth + 1, found, steps);
    } else if (isTaken(each.name)) {
      const file = await (each.getFile ? each.getFile() : new Promise((good, bad) => each.file(good, bad)));
      found.push({ path: `${path}/${each.name}`, file });
    }
  }
}

/** The entries of a folder: a reader gives a hundred at a time, and none at the end. */
async function* read(reader) {
  for (let some = [null]; some.length;) {
    some = await new Promise((good, bad) => reader.readEntries(good, bad));
    yield* some;
  }
}
