// Counts down the time of a review that is in session, and of the item that is talked about. The page works without it.
const timer = document.querySelector("[data-left]");
const items = [...document.querySelectorAll("[data-item]")];
const shown = document.querySelector("[data-item-now]");
const key = `review/${timer?.dataset.review}`;
const spent = JSON.parse(sessionStorage.getItem(key) || "{}");
const began = performance.now();
let current = null, last = began;

const two = (number) => String(number).padStart(2, "0");
function words(seconds) {
  const size = Math.abs(Math.round(seconds));
  const text = seconds < 0 ? timer.dataset.timeOver : timer.dataset.timeLeft;
  return text.replace("{time}", `${Math.floor(size / 60)}:${two(size % 60)}`);
}

// The item that the keyboard, the pointer or the address is at is the one that is talked about.
function choose(target) {
  const item = target?.closest?.("[data-item]");
  if (!item || item === current) return;
  current?.classList.remove("is-now");
  current = item;
  item.classList.add("is-now");
  show();
}

function show() {
  const left = Number(timer.dataset.left) - (performance.now() - began) / 1000;
  timer.textContent = words(left);
  timer.classList.toggle("bad", left < 0);
  if (!current) return;
  const rest = Number(current.dataset.minutes) * 60 - (spent[current.id] || 0);
  const clock = current.querySelector("[data-item-left]");
  clock.textContent = words(rest);
  clock.classList.toggle("bad", rest < 0);
  shown.textContent = current.querySelector("strong").textContent;
}

function tick() {
  const now = performance.now();
  if (current) spent[current.id] = (spent[current.id] || 0) + (now - last) / 1000;
  last = now;
  sessionStorage.setItem(key, JSON.stringify(spent));
  show();
}

if (timer) {
  document.addEventListener("focusin", (event) => choose(event.target));
  document.addEventListener("click", (event) => choose(event.target));
  addEventListener("hashchange", () => choose(document.getElementById(location.hash.slice(1))));
  choose(document.getElementById(location.hash.slice(1)) || items[0]);
  show();
  setInterval(tick, 1000);
}
