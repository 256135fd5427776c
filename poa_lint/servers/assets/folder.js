// The files of what was dropped or chosen, each with its path in its folder: { path, file }. Folders are walked; what
// says nothing about reports is passed over.
const ending = (path) => /\.[^./]*$/.exec(path.toLowerCase())?.[0] ?? "";
const named = (path) => path.slice(path.lastIndexOf("/") + 1);
const isReport = (path) => told.kinds.includes(ending(path));
const isSettings = (path) => told.settings.includes(named(path));
const isTaken = (path) => told.taken.names.includes(named(path))
  || (!named(path).startsWith(".") && told.taken.suffixes.includes(ending(path)));
const STEPS = 50000, DEEP = 20; // entries that are looked at before a folder is given up, and folders in folders

/** The files of a drop. Its entries have to be asked for at once: a browser forgets them after the event. */
function gathered(transfer) {
  const items = [...transfer.items ?? []].filter((one) => one.kind === "file");
  const entries = items.map((one) => one.webkitGetAsEntry?.());
  if (!entries.length || !entries.every(Boolean)) return Promise.resolve(loose(transfer.files));
  return walked(entries);
}

const loose = (files) => [...files].map((file) => ({ path: file.name, file }));
const ofFolder = (files) => [...files].map((file) => ({ path: file.webkitRelativePath || file.name, file })).filter(({ path }) => isTaken(path));

async function walked(entries) {
  const found = [];
  let steps = 0;
  async function walk(entry, path, depth) {
    if (++steps > STEPS || found.length > told.taken.most || depth > DEEP) return;
    if (entry.isFile) {
      if (!depth || isTaken(path)) found.push({ path, file: await new Promise((good, bad) => entry.file(good, bad)) });
      return;
    }
    if (depth && entry.name.startsWith(".")) return;
    const reader = entry.createReader();
    for (let some = [null]; some.length;) { // a reader gives a hundred at a time, and none at the end
      some = await new Promise((good, bad) => reader.readEntries(good, bad));
      for (const each of some) await walk(each, `${path}/${each.name}`, depth + 1).catch(() => {});
    }
  }
  for (const entry of entries) await walk(entry, entry.name, 0).catch(() => {});
  return found;
}
