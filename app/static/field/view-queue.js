// What this tablet holds and what becomes of it; no text, since it may be anybody's.

import { clone, counted, fill, list, MARKS, moment, show, whenChanged, words } from "./page-parts.js";

export function showQueue(tablet, place) {
  place.append(clone("view-queue"));
  const draw = () => drawQueue(tablet, place);
  place.querySelector("[data-send]").addEventListener("click", () => tablet.sendNow());
  place.querySelector("[data-hand]").addEventListener("click", () => handOver(tablet, place));
  place.querySelector("[data-leave]").addEventListener("click", () => leave(tablet, place));
  draw();
  return whenChanged(tablet, ["queue", "state", "seat"], draw);
}

function drawQueue(tablet, place) {
  const items = tablet.queue().toReversed();
  const { unsent } = tablet.state;
  show(place, "none", !items.length);
  show(place, "unknown", tablet.state.joined === false);
  fill(place, "summary", unsent ? counted("words", "count-waiting", unsent) : items.length ? words("words", "all-received") : "");
  list(place, "items").replaceChildren(...items.map((item) => itemOf(tablet, item)));
}

function itemOf(tablet, item) {
  const zone = tablet.pack?.visit.zone;
  const at = (when) => moment(when, zone, tablet.now());
  const line = clone("part-item");
  fill(line, "mark", MARKS[item.state] ?? "");
  fill(line, "kind", words("words-queue", item.kind));
  fill(line, "state", item.receivedAt ? words("words", "received", { at: at(item.receivedAt) }) : words("words", item.state));
  const when = [words("words-queue", "written", { at: at(item.capturedAt) })];
  if (item.seatIsMine) when.push(words("words-queue", "own"));
  if (item.tries && item.nextTryAt > Date.now()) when.push(words("words-queue", "tried", { n: item.tries, at: at(item.nextTryAt) }));
  fill(line, "when", when.join(" · "));
  fill(line, "why", item.words === item.state ? "" : words("words", item.words));
  const progress = line.querySelector("progress");
  progress.hidden = item.state !== "sending" || !item.bytes;
  progress.value = item.bytes ? item.sentBytes / item.bytes : 0;
  return line;
}

async function handOver(tablet, place) {
  const blob = await tablet.handOver();
  const link = show(place, "file", true);
  link.href = URL.createObjectURL(blob);
  link.download = `${words("words-queue", "file-name", { number: tablet.pack?.tablet.number ?? 0 })}.jsonl`;
  place.dataset.handed = "yes";
  link.focus();
}

async function leave(tablet, place) {
  const told = await tablet.leave({ handedOver: place.dataset.handed === "yes" });
  if (!told.ok) return fill(place, "refused", counted("words-queue", told.why, told.unsent));
  dispatchEvent(new CustomEvent("repere-left"));
}
