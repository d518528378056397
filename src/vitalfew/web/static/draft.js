// Outlines what would be drafted once nobody has typed for a while; what is on its way when somebody types on is left aside.
// What was written is kept with the page in the history, for whoever goes back to it. It works without.
const form = document.querySelector("form.drafting");
const outline = document.getElementById("outline");
const busy = form?.querySelector("[data-drafting]");
let waiting, asked = 0;

const texts = () => [...new FormData(form)].filter(([name, value]) => typeof value === "string" && name !== "do");

async function draft() {
  const mine = ++asked;
  const sent = new URLSearchParams(texts());
  sent.set("do", "check:all");
  busy.hidden = false;
  try {
    const answer = await fetch(form.action, { method: "POST", body: sent, headers: { "x-part": "form" } });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (answer.ok && mine === asked) outline.innerHTML = page.getElementById("outline")?.innerHTML ?? "";
  } catch { /* the server is away: sending the form says so */ } finally {
    if (mine === asked) busy.hidden = true;
  }
}

form?.addEventListener("input", () => { clearTimeout(waiting); asked += 1; busy.hidden = true; waiting = setTimeout(draft, 1800); });
form?.addEventListener("submit", () => history.replaceState({ answers: texts() }, ""));
for (const [name, text] of (form && history.state?.answers) || []) {
  const field = form.elements.namedItem(name);
  if (field?.matches?.("input:not([type]), textarea, select")) field.value = text;
}
if (history.state?.answers) form?.dispatchEvent(new Event("input"));
