// What a page does beyond reading: the theme that was chosen, and `/` to search. Every page works without it.
const root = document.documentElement;
const kept = localStorage.getItem("theme");
if (kept) root.dataset.theme = kept;

document.querySelector("[data-theme-switch]")?.addEventListener("click", () => {
  const isDark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  root.dataset.theme = isDark ? "light" : "dark";
  localStorage.setItem("theme", root.dataset.theme);
});

document.addEventListener("keydown", (event) => {
  const isTyping = event.target.closest("input, textarea, select, [contenteditable]");
  if (event.key === "/" && !isTyping) {
    const search = document.querySelector("[type=search]");
    if (search) { event.preventDefault(); search.focus(); }
  }
});

// Narrow windows show the end of what is wide: the latest periods of a chart, and where in the navigation one is. A timeline begins with names.
for (const each of document.querySelectorAll(".drawing:not(.from-start)")) each.scrollLeft = each.scrollWidth;
const here = document.querySelector(".nav [aria-current]");
if (here) here.closest(".nav").scrollLeft = here.offsetLeft - 40;
