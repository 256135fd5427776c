// Files are checked by the program that serves this page, on this same computer.
async function start() {
  return async (file, language, others, again) => {
    const query = new URLSearchParams(again ? { language, again } : { language });
    for (const each of [file, ...others]) {
      query.append("name", each.name);
      if (others.length) query.append("size", each.size);
    }
    let answer;
    try {
      answer = await fetch(`check?${query}`, {
        method: "POST", body: others.length ? new Blob([file, ...others]) : file, headers: { "X-Poa-Lint": told.token, "Content-Type": "application/octet-stream" },
      });
    } catch (error) {
      throw new Error(say("gone"));
    }
    const known = { 400: "truncated", 413: "too-big", 503: "busy", 504: "too-long" };
    if (!answer.ok) throw new Error(say(known[answer.status] ?? "refused", { status: answer.status }));
    return answer.json();
  };
}
