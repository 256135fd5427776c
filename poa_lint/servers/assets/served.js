// Files are checked by the program that serves this page, on this same computer.
async function start() {
  return async (file, language) => {
    let answer;
    try {
      answer = await fetch(`check?${new URLSearchParams({ name: file.name, language })}`, {
        method: "POST", body: file, headers: { "X-Poa-Lint": told.token, "Content-Type": "application/octet-stream" },
      });
    } catch (error) {
      throw new Error(say("gone"));
    }
    const known = { 400: "truncated", 413: "too-big", 503: "busy", 504: "too-long" };
    if (!answer.ok) throw new Error(say(known[answer.status] ?? "refused", { status: answer.status }));
    return answer.json();
  };
}
