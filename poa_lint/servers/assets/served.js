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
    if (!answer.ok) throw new Error(say(answer.status === 413 ? "too-big" : "refused", { status: answer.status }));
    return answer.json();
  };
}
