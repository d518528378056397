() => {
  // Every place where something is wider than its box or the window, or where text is cut off, as words; none where all fits.
  // What scrolls sideways on purpose (`overflow-x: auto` of our own parts) is left to scroll; what is only read aloud is not seen.
  const found = [];
  const width = document.documentElement.clientWidth;
  const name = (each) => `${each.tagName.toLowerCase()}${each.id ? "#" + each.id : ""}${[...each.classList].map((one) => "." + one).join("")}`;
  const words = (each) => (each.textContent || "").trim().replace(/\s+/g, " ").slice(0, 40);
  const tell = (each, what) => found.push(`${name(each)} (${words(each)}): ${what}`);
  const scrolls = (style) => style.overflowX === "auto" || style.overflowX === "scroll";
  const above = (each, test) => { for (let one = each.parentElement; one && one !== document.body; one = one.parentElement) if (test(one)) return one; return null; };
  const unseen = (each) => each.closest(".only-read, .skip, .map.is-drawn .links") || !each.checkVisibility({ visibilityProperty: true });
  if (document.scrollingElement.scrollWidth > width) found.push(`the page is ${document.scrollingElement.scrollWidth} wide in a window of ${width}`);
  for (const each of document.body.querySelectorAll("*")) {
    if (unseen(each)) continue;
    const box = each.getBoundingClientRect(), style = getComputedStyle(each);
    if (!box.width || !box.height) continue;
    const scroller = above(each, (one) => scrolls(getComputedStyle(one)));
    if (!scroller && (box.right > width + 1 || box.left < -1) && !each.closest("svg")) tell(each, `reaches from ${box.left} to ${box.right} of ${width}`);
    const boxed = style.display !== "inline" && !each.closest("svg") && !/^(SELECT|INPUT|TEXTAREA)$/.test(each.tagName);
    if (boxed && !scrolls(style) && each.scrollWidth > each.clientWidth + 1 && each.clientWidth) tell(each, `holds ${each.scrollWidth} in ${each.clientWidth}`);
    if (boxed && /hidden|clip/.test(style.overflowY) && each.scrollHeight > each.clientHeight + 1) tell(each, `holds ${each.scrollHeight} in ${each.clientHeight} of height`);
    if (each.tagName === "text") {
      const drawing = each.closest("svg").getBoundingClientRect();
      if (box.left < drawing.left - 1 || box.right > drawing.right + 1 || box.top < drawing.top - 2 || box.bottom > drawing.bottom + 2) tell(each, "is cut off by its drawing");
    }
    if (each.tagName === "SELECT" || each.tagName === "INPUT") {
      const parent = each.parentElement.getBoundingClientRect();
      if (box.right > parent.right + 1) tell(each, "reaches out of its field");
    }
  }
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const text = texts.currentNode, parent = text.parentElement;
    if (!text.data.trim() || unseen(parent) || parent.closest("svg, select, option, textarea")) continue;
    const range = document.createRange();
    range.selectNodeContents(text);
    const holder = parent.closest("td, th, li, p, dd, dt, h1, h2, h3, summary, button, label, .badge, .card, .panel, main, header, footer") || document.body;
    const scroller = scrolls(getComputedStyle(parent)) ? parent : above(parent, (one) => scrolls(getComputedStyle(one)));
    if (scroller && holder.contains(scroller)) continue;
    const box = holder.getBoundingClientRect();
    for (const line of range.getClientRects()) {
      if (line.right > box.right + 1.5 || line.left < box.left - 1.5) { tell(parent, `its text reaches from ${line.left} to ${line.right}, its box from ${box.left} to ${box.right}`); break; }
    }
  }
  return found;
}
