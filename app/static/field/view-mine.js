// One's own notes on this tablet, each with its state in words.

import { clone, counted, fill, find, list, MARKS, moment, show, speak, whenChanged, words } from "./page-parts.js";

export function showMine(tablet, place) {
  place.append(clone("view-mine"));
  const draw = () => drawMine(tablet, place);
  draw();
  drawTexts(tablet, place);
  const forget = whenChanged(tablet, ["notes", "queue"], draw);
  const others = whenChanged(tablet, ["notes", "state"], () => drawTexts(tablet, place));
  return () => (forget(), others());
}

/** Notes of this member with two texts, whichever tablet they were written on. */
function drawTexts(tablet, place) {
  const found = tablet.seat ? tablet.twoTexts() : [];
  const holder = list(place, "texts");
  show(place, "two-texts", found.length);
  const key = JSON.stringify([found.map((one) => [one.id, one.revision]), tablet.state.online]);
  if (holder.dataset.key === key) return;
  holder.dataset.key = key;
  holder.replaceChildren(...found.map((rival) => rivalOf(tablet, place, rival)));
}

function rivalOf(tablet, place, rival) {
  const part = clone("part-rival");
  for (const name of ["theirs", "yours"]) fill(part, name, rival[name].text, rival[name].language);
  for (const button of part.querySelectorAll("[data-keep]")) {
    button.disabled = !tablet.state.online;
    button.addEventListener("click", async () => {
      button.disabled = true;
      const isMade = await tablet.chooseText(rival, button.dataset.keep);
      fill(place, "chosen", words("words-mine", isMade ? "chosen" : "not-chosen"));
      drawTexts(tablet, place);
    });
  }
  return part;
}

async function drawMine(tablet, place) {
  const notes = await tablet.notes();
  const holder = list(place, "notes");
  if (!holder || !tablet.seat) return;
  show(place, "none", !notes.length);
  const before = new Map([...holder.children].map((one) => [one.dataset.id, one]));
  const items = notes.map((note) => drawn(tablet, note, before.get(note.id) ?? itemFor(tablet, note.id)));
  const isSame = items.length === holder.children.length && items.every((one, n) => one === holder.children[n]);
  if (!isSame) holder.replaceChildren(...items);
}

function itemFor(tablet, id) {
  const item = clone("part-mine");
  item.dataset.id = id;
  find(item, "open").href = `#write/${id}`;
  item.querySelector("[data-correct]").addEventListener("click", async () => {
    await tablet.reopenNote(id);
    location.hash = `#write/${id}`;
  });
  return item;
}

function drawn(tablet, note, item) {
  const text = note.form?.text || words("words-mine", "no-text");
  fill(item, "text", text, note.form?.language ?? document.documentElement.lang);
  list(item, "files").replaceChildren(...note.files.map((file) => fileLine(file)));
  fill(item, "mark", MARKS[note.state] ?? "");
  fill(item, "state", stateWords(note, tablet));
  const times = note.revision - 1;
  fill(item, "corrected", times > 0 ? `· ${counted("words-mine", "corrected", times)}` : "");
  drawEarlier(tablet, note, item);
  fill(item, "problem", note.problem ? words("words", note.problem) : "");
  show(item, "open", !note.finished && note.state !== "gone");
  item.querySelector("[data-correct]").hidden = !note.finished || note.state === "gone";
  return item;
}

function drawEarlier(tablet, { earlier, form }, item) {
  show(item, "earlier", earlier.length);
  const lines = earlier.toReversed().map(({ text, at }) => {
    const part = clone("part-earlier");
    fill(part, "when", moment(at, tablet.pack.visit.zone, tablet.now()));
    fill(part, "text", text, form?.language);
    return part;
  });
  list(item, "before").replaceChildren(...lines);
}

export function stateWords({ state, receipt }, tablet) {
  const at = receipt?.received_at;
  if (state !== "received") return words("words", state) ?? state;
  if (!at) return words("words", "received-undated");
  return words("words", "received", { at: moment(at, tablet.pack.visit.zone, tablet.now()) });
}

function fileLine(file) {
  const item = document.createElement("li");
  item.className = "small";
  item.textContent = `${words("words-write", file.family) ?? file.family}: ${words("words", file.state === "received" ? "received-undated" : file.state)}`;
  return item;
}
