// The two ways of moving a card on the agenda: keys on its handle, and the pointer.
function keyboard(grip, move) {
  const by = (minutes) => ({ starts: move.at.starts + minutes, ends: move.at.ends + minutes });
  const keys = {
    ArrowUp: (shift) => move.to(shift ? { ends: move.at.ends - QUARTER } : by(-QUARTER)),
    ArrowDown: (shift) => move.to(shift ? { ends: move.at.ends + QUARTER } : by(QUARTER)),
    ArrowLeft: () => move.next("track", -1),
    ArrowRight: () => move.next("track", 1),
    PageUp: () => move.next("day", -1),
    PageDown: () => move.next("day", 1),
  };
  grip.addEventListener("keydown", (event) => {
    if (keys[event.key]) {
      event.preventDefault();
      keys[event.key](event.shiftKey);
      move.tell();
    } else if (event.key === "Escape" && move.changed) {
      event.preventDefault();
      move.drop();
    } else if (event.key === "Enter" && move.changed) {
      event.preventDefault();
      move.send();
    }
  });
  grip.addEventListener("blur", () => move.changed && move.drop(true));
}

function dragged(grip, move) {
  held(grip, move, (event, from) => {
    const day = dayUnder(event, move.card) ?? move.card.closest("[data-day]");
    const top = event.clientY - from.inside;
    const length = move.at.ends - move.at.starts;
    const starts = minuteAt(day, top, move.card);
    const track = trackUnder(event, move.card) ?? move.at.track;
    move.to({ day: day.dataset.day, starts, ends: starts + length, track });
    move.card.style.translate = `${event.clientX - from.x}px ${event.clientY - from.y + scrollY - from.scroll}px`;
  });
}

// A handle at the foot of a card makes its session longer or shorter.
function stretched(card, move, words) {
  const foot = handle("stretch", "");
  foot.tabIndex = -1;
  foot.setAttribute("aria-label", words.longer);
  foot.title = words.longer;
  card.append(foot);
  const scale = card.offsetHeight / (move.at.ends - move.at.starts);
  const stood = move.at.ends;
  held(foot, move, (event, from) => {
    const minutes = (event.clientY - from.y) / Math.max(scale, 0.6);
    move.to({ ends: stood + Math.round(minutes / QUARTER) * QUARTER });
  });
}

// From pressing to letting go; Escape or a lost pointer leaves everything as it was.
function held(grip, move, follow) {
  grip.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    event.preventDefault();
    grip.focus({ preventScroll: true });
    grip.setPointerCapture(event.pointerId);
    const box = move.card.getBoundingClientRect();
    const from = { x: event.clientX, y: event.clientY, scroll: scrollY, inside: event.clientY - box.top };
    const on = (moved) => {
      if (moved.clientY < 60) scrollBy(0, -12);
      if (moved.clientY > innerHeight - 60) scrollBy(0, 12);
      follow(moved, from);
    };
    const end = (done) => {
      grip.removeEventListener("pointermove", on);
      move.card.removeAttribute("style"); // or the next page would take it over
      if (done.type === "pointerup" && move.changed) move.send();
      else move.drop(true);
    };
    grip.addEventListener("pointermove", on);
    grip.addEventListener("pointerup", end, { once: true });
    grip.addEventListener("pointercancel", end, { once: true });
  });
}

// What lies beneath the card that is carried.
function under(event, selector, card) {
  const found = document.elementsFromPoint(event.clientX, event.clientY);
  const beneath = found.filter((one) => !card.contains(one));
  return beneath.map((one) => one.closest(selector)).find((one) => one && one !== card);
}

function dayUnder(event, card) {
  return under(event, "[data-day]", card);
}

function trackUnder(event, card) {
  return under(event, "[data-stands]", card)?.dataset.stands.split(" ").slice(3).join(" ");
}

// The minute at a height of a day, on the grid of quarters: between the edges of its
// cards in proportion, beyond them an hour for every 64 pixels.
function minuteAt(day, height, card) {
  const edges = [];
  for (const one of day.querySelectorAll("[data-stands]")) {
    const [starts, ends] = one.dataset.stands.split(" ").map(Number);
    const box = one.getBoundingClientRect();
    const shift = one === card ? parseFloat(one.style.translate.split(" ")[1]) || 0 : 0;
    edges.push([box.top - shift, starts], [box.bottom - shift, ends]);
  }
  edges.sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  const onGrid = (minute) => Math.round(minute / QUARTER) * QUARTER;
  if (!edges.length) return 9 * 60;
  const after = edges.findIndex(([at]) => at >= height);
  if (after === 0) return Math.max(0, onGrid(edges[0][1] - ((edges[0][0] - height) * 60) / 64));
  if (after < 0) return onGrid(edges.at(-1)[1] + ((height - edges.at(-1)[0]) * 60) / 64);
  const [[low, first], [high, last]] = [edges[after - 1], edges[after]];
  return onGrid(first + ((last - first) * (height - low)) / (high - low || 1));
}
