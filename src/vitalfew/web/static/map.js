// Draws the arrows of the strategy map over its boxes, and lights causes and effects of the one that is pointed at.
const SVG = "http://www.w3.org/2000/svg";
const map = document.querySelector(".map");
// Each edge is `cause>effect:grade:strength:way`.
const marks = (map?.dataset.edges || "").split(" ").filter(Boolean).map((each) => each.split(":"));
const edges = marks.map(([ends]) => ends.split(">"));
const says = new Map([...document.querySelectorAll("[data-arrow]")].map((row) => [row.dataset.arrow, [...row.cells].map((cell) => cell.textContent)]));
const box = (id) => map.querySelector(`[data-id="${CSS.escape(id)}"]`);

function make(name, attributes) {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}

// Where each line leaves and enters: spread along the side by where its other end lies, so that lines do not touch.
function ports(places) {
  const ends = new Map();
  edges.forEach(([cause, effect], index) => {
    const from = places.get(cause), to = places.get(effect);
    const level = Math.abs(from.middle - to.middle) < 30;
    const sides = level ? (from.x < to.x ? ["right", "left"] : ["left", "right"]) : from.middle > to.middle ? ["top", "bottom"] : ["bottom", "top"];
    [[cause, sides[0], to], [effect, sides[1], from]].forEach(([id, side, other], end) => {
      const key = `${id}/${side}`;
      ends.set(key, [...(ends.get(key) || []), { index, end, x: other.x, far: Math.abs(other.middle - places.get(id).middle), id, side }]);
    });
  });
  const found = new Map();
  for (const list of ends.values()) {
    // Of two from straight above each other the farther comes round on this side of the nearer.
    const here = places.get(list[0].id).x;
    list.sort((one, two) => (Math.abs(one.x - two.x) > 8 ? one.x - two.x : (one.far - two.far) * (here >= one.x ? 1 : -1)));
    list.forEach((each, place) => {
      const at = places.get(each.id), share = (place + 1) / (list.length + 1);
      const x = each.side === "left" ? at.left : each.side === "right" ? at.right : at.left + share * (at.right - at.left);
      const y = each.side === "top" ? at.top : each.side === "bottom" ? at.bottom : at.top + share * (at.bottom - at.top);
      found.set(`${each.index}/${each.end}`, { x, y, side: each.side });
    });
  }
  return found;
}

const away = { top: [0, -1], bottom: [0, 1], left: [-1, 0], right: [1, 0] };

function curve(from, to, out, into) {
  const reach = Math.max(14, Math.min(46, Math.hypot(to.x - from.x, to.y - from.y) / 2));
  return `C${from.x + out[0] * reach} ${from.y + out[1] * reach} ${to.x + into[0] * reach} ${to.y + into[1] * reach} ${to.x} ${to.y}`;
}

function path(from, to, round) {
  const [out, into] = [away[from.side], away[to.side]];
  const end = { x: to.x + into[0] * 7, y: to.y + into[1] * 7 };
  let d = `M${from.x} ${from.y}`, here = from;
  for (let place = 0; place < round.length; place += 2) {
    d += `${curve(here, round[place], out, into)}L${round[place + 1].x} ${round[place + 1].y}`;
    here = round[place + 1];
  }
  return d + curve(here, end, out, into);
}

// The way round the boxes of lanes that a line skips: through the gap that is nearest to the straight line.
function gaps(from, to, places) {
  const [top, bottom] = from.y < to.y ? [from.y, to.y] : [to.y, from.y];
  const lanes = new Map();
  for (const at of places.values()) if (at.top > top + 1 && at.bottom < bottom - 1) lanes.set(at.lane, [...(lanes.get(at.lane) || []), at]);
  const found = [...lanes.values()].map((boxes) => {
    boxes.sort((one, two) => one.left - two.left);
    const [first, last] = [Math.min(...boxes.map((at) => at.top)), Math.max(...boxes.map((at) => at.bottom))];
    const straight = from.x + ((to.x - from.x) * ((first + last) / 2 - from.y)) / (to.y - from.y);
    const between = boxes.slice(1).map((at, place) => (at.left + boxes[place].right) / 2);
    const ways = [boxes[0].left - 12, ...between, boxes.at(-1).right + 12];
    const x = ways.reduce((best, way) => (Math.abs(way - straight) < Math.abs(best - straight) ? way : best));
    return from.y < to.y ? [{ x, y: first }, { x, y: last }] : [{ x, y: last }, { x, y: first }];
  });
  return found.sort((one, two) => (from.y < to.y ? one[0].y - two[0].y : two[0].y - one[0].y)).flat();
}

// A wide unseen line to point at, with what the arrow carries in words.
function pointed(id, d) {
  const [cause, effect, , words] = says.get(id), hit = make("path", { class: "hit", d }), title = make("title", {});
  title.textContent = `${cause} → ${effect}: ${words}`;
  hit.append(title);
  return hit;
}

// The sign of what pulls the other way, so that colour is not alone.
function minus(at) {
  const sign = make("g", { class: "minus", transform: `translate(${at.x} ${at.y})` });
  sign.append(make("circle", { r: 8 }), make("path", { d: "M-4 0H4" }));
  return sign;
}

function draw() {
  map.querySelector(":scope > svg")?.remove();
  const origin = map.getBoundingClientRect(), zoom = map.currentCSSZoom || 1;
  const places = new Map([...map.querySelectorAll("[data-id]")].map((each) => {
    const at = each.getBoundingClientRect();
    const [left, right, top, bottom] = [at.left - origin.left, at.right - origin.left, at.top - origin.top, at.bottom - origin.top].map((each) => each / zoom);
    return [each.dataset.id, { lane: each.closest(".lane"), left, right, top, bottom, x: (left + right) / 2, middle: (top + bottom) / 2 }];
  }));
  const svg = make("svg", { "aria-hidden": "true" });
  // Heads grow with their lines and end at the same place.
  [7, 7, 9, 12].forEach((size, strength) => {
    const head = make("marker", { id: `head-${strength}`, viewBox: "0 0 8 8", refX: 8 - 42 / size, refY: 4, markerWidth: size, markerHeight: size, orient: "auto", markerUnits: "userSpaceOnUse" });
    head.append(make("path", { d: "M0 0L8 4L0 8z", fill: "context-stroke" }));
    svg.append(head);
  });
  const found = ports(places);
  edges.forEach(([cause, effect], index) => {
    const [from, to] = [found.get(`${index}/0`), found.get(`${index}/1`)];
    const [id, grade, strength, way] = marks[index], d = path(from, to, gaps(from, to, places));
    const line = make("path", { class: `edge ${grade} s${strength} ${way}`, d, "marker-end": `url(#head-${strength})` });
    const parts = [line];
    if (grade === "identity") parts.push(make("path", { class: "core", d }));
    if (says.has(id)) parts.push(pointed(id, d));
    svg.append(...parts);
    if (way === "against") { const at = line.getPointAtLength(line.getTotalLength() / 2); parts.push(minus(at)); svg.append(parts.at(-1)); }
    for (const part of parts) { part.dataset.ends = `${cause} ${effect}`; part.classList.add("strand"); }
  });
  map.append(svg);
  map.classList.add("is-drawn");
}

// All that leads to an objective and all that it leads to.
function near(id, way) {
  const found = new Set([id]), open = [id];
  while (open.length) {
    const now = open.pop();
    for (const [cause, effect] of edges) {
      const [here, next] = way === "on" ? [cause, effect] : [effect, cause];
      if (here === now && !found.has(next)) { found.add(next); open.push(next); }
    }
  }
  return found;
}

function follow(id) {
  map.classList.toggle("is-followed", Boolean(id));
  const causes = id ? near(id, "back") : new Set(), effects = id ? near(id, "on") : new Set();
  for (const each of map.querySelectorAll("[data-id]")) each.classList.toggle("is-near", causes.has(each.dataset.id) || effects.has(each.dataset.id));
  for (const each of map.querySelectorAll(".strand")) {
    const [cause, effect] = each.dataset.ends.split(" ");
    each.classList.toggle("is-near", (causes.has(cause) && causes.has(effect)) || (effects.has(cause) && effects.has(effect)));
  }
}

// On paper the map is one sheet across: drawn as on a wide screen, then made smaller as a whole.
const sheet = { width: 1030, height: 570 };

function fit(isPrinted) {
  map.classList.toggle("is-printed", isPrinted);
  map.style.zoom = "";
  if (isPrinted) map.style.zoom = Math.min(sheet.width / map.offsetWidth, sheet.height / map.offsetHeight);
  draw();
}

if (map && edges.length) {
  draw();
  document.fonts.ready.then(draw);
  new ResizeObserver(draw).observe(map);
  addEventListener("beforeprint", () => fit(true));
  addEventListener("afterprint", () => fit(false));
  for (const each of map.querySelectorAll("[data-id]")) {
    each.addEventListener("pointerenter", () => follow(each.dataset.id));
    each.addEventListener("pointerleave", () => follow(""));
    each.addEventListener("focusin", () => follow(each.dataset.id));
    each.addEventListener("focusout", () => follow(""));
  }
}
