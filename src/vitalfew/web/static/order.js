// Moves what is put in order without asking the server: by its buttons, by Alt and an arrow key, by dragging. It works without.
const form = document.querySelector("form[data-order]");
const list = form?.querySelector("ol");
const said = form?.querySelector("[data-moved]");
const items = () => [...list.children];

function tell(item) {
  form.elements.ids.value = items().map((each) => each.dataset.id).join(" ");
  const place = items().indexOf(item) + 1;
  said.textContent = `${item.querySelector(".name").textContent}: ${form.dataset.said.replace("{place}", place).replace("{all}", items().length)}`;
}

function move(item, by, focus) {
  const other = by < 0 ? item.previousElementSibling : item.nextElementSibling;
  if (!other) return;
  if (by < 0) other.before(item); else other.after(item);
  focus.focus();
  tell(item);
}

if (list) {
  list.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    event.preventDefault();
    move(button.closest("li"), button.value.startsWith("check:up") ? -1 : 1, button);
  });
  list.addEventListener("keydown", (event) => {
    const by = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (!event.altKey || !by || !event.target.closest("li")) return;
    event.preventDefault();
    move(event.target.closest("li"), by, event.target);
  });
  let held = null;
  for (const item of items()) {
    item.draggable = true;
    item.addEventListener("dragstart", (event) => { held = item; item.classList.add("is-held"); event.dataTransfer.effectAllowed = "move"; });
    item.addEventListener("dragend", () => { item.classList.remove("is-held"); held = null; tell(item); });
    item.addEventListener("dragover", (event) => {
      if (!held || held === item) return;
      event.preventDefault();
      const at = item.getBoundingClientRect();
      if (event.clientY < at.top + at.height / 2) item.before(held); else item.after(held);
    });
    item.addEventListener("drop", (event) => event.preventDefault());
  }
}
