// Outlines what would be drafted once nobody has typed for a while; what is on its way when somebody types on is left aside. It works without.
const form = document.querySelector("form.drafting");
const outline = document.getElementById("outline");
const busy = form?.querySelector("[data-drafting]");
let waiting, asked = 0;

async function draft() {
  const mine = ++asked;
  const sent = new URLSearchParams([...new FormData(form)].filter(([, value]) => typeof value === "string"));
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
