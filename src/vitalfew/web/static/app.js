// What a page does beyond reading: the theme that was chosen, keys, what is under way and what is done. Every page works without it.
const root = document.documentElement;
const kept = localStorage.getItem("theme");
if (kept) root.dataset.theme = kept;

document.querySelector("[data-theme-switch]")?.addEventListener("click", () => {
  const isDark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  root.dataset.theme = isDark ? "light" : "dark";
  localStorage.setItem("theme", root.dataset.theme);
});

// Keys without Ctrl or Alt: `/` searches, `?` shows the keys, where they can be switched off (WCAG 2.1.4).
const keys = document.querySelector("dialog.keys"), isOn = keys?.querySelector("[data-keys]");
if (isOn) {
  isOn.checked = localStorage.getItem("keys") !== "off";
  isOn.addEventListener("change", () => localStorage.setItem("keys", isOn.checked ? "on" : "off"));
}
document.addEventListener("keydown", (event) => {
  const isTyping = event.target.closest("input, textarea, select, [contenteditable], dialog");
  if (isTyping || !isOn?.checked || event.ctrlKey || event.altKey || event.metaKey) return;
  if (event.key === "?") { event.preventDefault(); keys.showModal(); }
  if (event.key === "/") {
    const search = document.querySelector("[type=search]");
    if (search) { event.preventDefault(); search.focus(); }
  }
});
const shows = document.querySelector("[data-show-keys]");
if (shows) {
  shows.hidden = false;
  shows.addEventListener("click", () => keys.showModal());
}

// What was sent and takes a while: its button says so, and it is not sent twice.
function rest(form) {
  form.removeAttribute("aria-busy");
  for (const each of form.querySelectorAll(".is-busy")) each.classList.remove("is-busy");
}
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method === "dialog") return;
  if (form.ariaBusy === "true") { event.preventDefault(); return; }
  form.ariaBusy = "true";
  event.submitter?.classList.add("is-busy");
  setTimeout(rest, 15000, form);
});
addEventListener("pageshow", () => document.querySelectorAll("[aria-busy]").forEach(rest));

// What a form has done is said once on the page it leads to; the words come after the page, so that readers hear them.
const saved = document.querySelector("[data-saved]");
if (saved && document.cookie.split("; ").includes("saved=1")) {
  document.cookie = "saved=; Max-Age=0; Path=/; SameSite=Strict";
  setTimeout(() => { saved.textContent = saved.dataset.saved; }, 60);
  setTimeout(() => { saved.textContent = ""; }, 6000);
}

// Narrow windows show the end of what is wide: the latest periods of a chart, and where in the navigation one is. A timeline begins with names.
for (const each of document.querySelectorAll(".drawing:not(.from-start)")) each.scrollLeft = each.scrollWidth;
const here = document.querySelector(".nav [aria-current]");
if (here) here.closest(".nav").scrollLeft = here.offsetLeft - 40;
// A link of the row that is half in sight when the focus comes is moved into sight.
document.querySelector(".nav")?.addEventListener("focusin", (event) => event.target.scrollIntoView({ block: "nearest", inline: "nearest" }));
