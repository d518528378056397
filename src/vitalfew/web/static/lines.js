// Draws a line of the map by choosing two objectives, by pointer or by Enter; Escape lets go of the first. It works without.
const form = document.querySelector("form[data-lines]");
const told = form?.querySelector("[data-told]");
const picks = [...document.querySelectorAll("[data-pick]")];
const edges = (document.querySelector(".map")?.dataset.edges || "").split(" ");
let cause = "";

function choose(id) {
  cause = id;
  for (const each of picks) each.setAttribute("aria-pressed", String(each.dataset.pick === id));
  form.elements.cause.value = id;
  const name = picks.find((each) => each.dataset.pick === id)?.textContent;
  told.textContent = id ? told.dataset.cause.replace("{name}", name) : "";
}

function pick(id) {
  if (!cause) return choose(id);
  if (cause === id) return choose("");
  form.elements.effect.value = id;
  const way = edges.includes(`${cause}>${id}`) ? "take" : "draw";
  sessionStorage.setItem("line", cause);
  form.requestSubmit(form.querySelector(`button[value="${way}"]`));
}

for (const each of picks) each.addEventListener("click", () => pick(each.dataset.pick));
addEventListener("keydown", (event) => { if (event.key === "Escape" && cause) choose(""); });

// After a line was drawn the page comes anew: the focus goes back to the cause it began at.
const last = sessionStorage.getItem("line");
sessionStorage.removeItem("line");
picks.find((each) => each.dataset.pick === last)?.focus();
