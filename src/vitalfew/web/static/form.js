// Checks a form while it is typed: it is sent as it stands, and what is said of its fields is put beside them. It works without.
const form = document.querySelector("form[data-check]");
const busy = form?.querySelector("[data-busy]");
let waiting, asked = 0;

// Puts what the server's page says into the parts of this one; fields keep their words and the focus, also within a part.
function put(html) {
  const focused = document.activeElement?.id;
  const page = new DOMParser().parseFromString(html, "text/html");
  for (const part of form.querySelectorAll("[data-part]")) {
    const fresh = page.getElementById(part.id)?.innerHTML ?? "";
    if (part.innerHTML !== fresh) part.innerHTML = fresh;
  }
  for (const each of form.querySelectorAll("[id^='f-']")) {
    const fresh = page.getElementById(each.id);
    if (fresh?.getAttribute("aria-invalid")) each.setAttribute("aria-invalid", "true");
    else each.removeAttribute("aria-invalid");
  }
  if (focused && document.activeElement === document.body) document.getElementById(focused)?.focus();
}

async function check() {
  const mine = ++asked;
  const sent = new URLSearchParams(new FormData(form));
  sent.set("do", "check");
  busy.hidden = false;
  try {
    const answer = await fetch(location.href, { method: "POST", body: sent, headers: { "x-part": "form" } });
    if (answer.ok && mine === asked) put(await answer.text());
  } catch { /* the server is away: sending the form says so */ } finally {
    if (mine === asked) busy.hidden = true;
  }
}

form?.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(check, 500); });
