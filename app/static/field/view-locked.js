// Opening a seat, by pass card or, where the lead allows it, by touching a name.

import { clone, fill, list, listed, show, whenChanged, words } from "./page-parts.js";

export function showLocked(tablet, place) {
  place.append(clone("view-seat"));
  const form = place.querySelector("form");
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    open(place, () => tablet.unlock(form.elements.card.value)).then((isOpen) => isOpen || form.elements.card.focus());
  });
  drawNames(tablet, place);
  wake(place); // the scanner is a behaviour of every page
  return whenChanged(tablet, ["pack"], () => drawNames(tablet, place));
}

function drawNames(tablet, place) {
  const names = tablet.pack?.names ?? [];
  show(place, "touch", names.length);
  const buttons = names.map((one) => {
    const button = document.createElement("button");
    Object.assign(button, { type: "button", className: "button large", textContent: one.shown_name, dir: "auto" });
    button.addEventListener("click", () => open(place, () => tablet.unlockByTouch(one.member)));
    return button;
  });
  list(place, "names").replaceChildren(...buttons);
}

/** Whether it is open now; else what is wrong is said. */
async function open(place, unlock) {
  const told = await unlock();
  if (told.ok) return true;
  if (!place.querySelector("[data-fill=wrong]")) return false;
  fill(place, "wrong", wrongWords(told));
  return false;
}

function wrongWords({ why, groups, seconds }) {
  if (why === "mistyped" && groups.length > 3) return words("words-seat", "no-card");
  return words("words-seat", why, { groups: listed(groups.map(String)), minutes: Math.ceil(seconds / 60) });
}
