// Whether this tablet is fit for a day without a network, point by point.

import { clone, counted, fill, list, show, whenChanged, words } from "./page-parts.js";

const SIGNS = { true: "✓", false: "!", null: "?" };
const WHEN = { true: "good", false: "bad", null: "unknown" };

export function showReady(tablet, place) {
  place.append(clone("view-ready"));
  const draw = () => drawReady(tablet, place);
  place.querySelector("[data-again]").addEventListener("click", draw);
  place.querySelector("[data-update]").addEventListener("click", async () => {
    if (await tablet.applyUpdate()) return;
    fill(place, "summary", words("words-ready", "not-now"));
  });
  draw();
  return whenChanged(tablet, ["pack", "update"], draw);
}

async function drawReady(tablet, place) {
  const points = await tablet.checks();
  const holder = list(place, "checks");
  if (!holder) return;
  holder.replaceChildren(...points.map(pointOf));
  const bad = points.filter((one) => one.ok === false).length;
  fill(place, "summary", bad ? counted("words-ready", "some", bad) : words("words-ready", "all"));
  show(place, "update", tablet.state.updateReady);
  const release = tablet.pack?.release;
  fill(place, "release", release ? words("words-ready", "release", { release }) : "");
}

function pointOf({ name, ok }) {
  const item = clone(`check-${name}`);
  fill(item, "mark", SIGNS[ok]);
  fill(item, "state", words("words-ready", { true: "ok", false: "bad", null: "unknown" }[ok]));
  const help = item.querySelector(`[data-when="${WHEN[ok]}"]`);
  if (help) help.hidden = false;
  return item;
}
