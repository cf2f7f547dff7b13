// What the others wrote, while there is a network. What is new waits for a touch, so that
// nothing moves under a reader's eyes.

import { clone, counted, fill, list, moment, said, show, whenChanged, words } from "./page-parts.js";

/** Notes shown at once; a day of a whole team would be a long way to scroll. */
const AT_ONCE = 25;

export function showTeam(tablet, place) {
  place.append(clone("view-team"));
  let most = AT_ONCE;
  const select = place.querySelector("select");
  select.append(...tablet.pack.factors.map((one) => new Option(`${one.number} ${said(one.title).text}`, one.slug)));
  const button = place.querySelector("[data-fresh]");
  const draw = () => drawTeam(tablet, place, select.value, most);
  const look = () => {
    const seen = Number(place.dataset.shown ?? 0);
    const fresh = tablet.team({ factor: select.value || undefined }).length - seen;
    show(place, "offline", tablet.teamState !== "live");
    if (!seen) return draw();
    button.hidden = fresh <= 0;
    button.textContent = fresh > 0 ? counted("words-team", "new", fresh) : "";
    fill(place, "fresh", button.textContent);
  };
  select.addEventListener("change", () => ((most = AT_ONCE), draw()));
  place.querySelector("[data-older]").addEventListener("click", () => showOlder());
  button.addEventListener("click", () => (draw(), place.querySelector("h1").focus()));
  function showOlder() {
    const first = most;
    most += AT_ONCE;
    draw();
    list(place, "notes").children[first]?.focus();
  }
  look();
  return whenChanged(tablet, ["team", "notes", "queue", "state"], look);
}

function drawTeam(tablet, place, factor, most) {
  const found = tablet.team({ factor: factor || undefined });
  const notes = found.toSorted((a, b) => (a.captured_at < b.captured_at ? 1 : -1));
  place.dataset.shown = String(notes.length);
  place.querySelector("[data-fresh]").hidden = true;
  fill(place, "fresh", "");
  show(place, "none", !notes.length && tablet.teamState === "live");
  list(place, "notes").replaceChildren(...notes.slice(0, most).map((one) => noteOf(tablet, one)));
  const older = place.querySelector("[data-older]");
  older.hidden = notes.length <= most;
  older.textContent = counted("words-team", "older", notes.length - most);
}

function noteOf(tablet, note) {
  const item = clone("part-theirs");
  fill(item, "text", note.text, note.language);
  const code = document.documentElement.lang;
  const translation = note.language !== code && note.translations?.[code];
  fill(item, "translation", translation || "", code);
  const { factors, visit } = tablet.pack;
  const about = note.factors.map((slug) => factors.find((one) => one.slug === slug)).filter(Boolean);
  const placed = about.map((one) => `${one.number} ${said(one.title).text}`);
  if (!placed.length) placed.push(words("words-team", "to-place"));
  fill(item, "about", [note.author, moment(note.captured_at, visit.zone, tablet.now()), ...placed].filter(Boolean).join(" · "));
  return item;
}
