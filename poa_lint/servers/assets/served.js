// Files are checked by the program that serves this page, on this same computer.
async function start() {
  const ask = async (where, query, files) => {
    for (const each of files) {
      query.append("name", each.name);
      if (files.length > 1) query.append("size", each.size);
    }
    let answer;
    try {
      answer = await fetch(`${where}?${query}`, {
        method: "POST", body: files.length > 1 ? new Blob(files) : files[0], headers: { "X-Poa-Lint": told.token, "Content-Type": "application/octet-stream" },
      });
    } catch (error) {
      throw new Error(say("gone"));
    }
    const known = { 400: "truncated", 413: "too-big", 503: "busy", 504: "too-long" };
    if (!answer.ok) throw new Error(say(known[answer.status] ?? "refused", { status: answer.status }));
    return answer.json();
  };
  return {
    check: (file, language, others, again) => ask("check", new URLSearchParams(again ? { language, again } : { language }), [file, ...others]),
    summary: (form, language, files, lots) => ask("summary", new URLSearchParams([["form", form], ["language", language], ...lots.map((lot) => ["lot", lot])]), files),
  };
}
