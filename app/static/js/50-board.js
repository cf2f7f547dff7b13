// Moving sessions on the agenda by keyboard and by hand. Every card gets a handle; what
// a move ends with is posted by the form on the page, as the fields of a session do it.
// Cards carry data-stands ("first minute, last minute, revision, track"), days data-day.
const QUARTER = 15;

behaviour("board", (board) => {
  const words = JSON.parse(board.dataset.words);
  board.querySelector("#move-help").hidden = false;
  for (const card of board.querySelectorAll("[data-stands]")) {
    const title = card.querySelector("h3, th");
    const number = Number(title.querySelector(".num").textContent);
    const grip = handle("grip", "⠿");
    const move = moveOf(board, card, words);
    grip.setAttribute("aria-label", `${fill(words.grip, { number })}: ${move.said()}`);
    grip.setAttribute("aria-describedby", "move-help");
    title.append(grip);
    keyboard(grip, move);
    dragged(grip, move);
    if (card.matches("article")) stretched(card, move, words);
    if (sessionStorage.getItem("moved") === card.id) found(grip, card);
  }
});

// After a move one goes on from the same handle, wherever its card is now.
function found(grip, card) {
  sessionStorage.removeItem("moved");
  requestAnimationFrame(() => {
    card.scrollIntoView({ block: "nearest" });
    grip.focus({ preventScroll: true });
  });
}

function handle(name, sign) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = name;
  button.textContent = sign;
  return button;
}

function fill(text, values) {
  return text.replace(/%\((\w+)\)s/g, (_all, name) => values[name]);
}

// A move of one card that is not sent yet: where it stands, and where it would.
function moveOf(board, card, words) {
  const [first, last, revision, ...rest] = card.dataset.stands.split(" ");
  const days = [...board.querySelectorAll("[data-day]")];
  const tracks = ["", ...JSON.parse(board.dataset.tracks)];
  const stands = {
    starts: Number(first),
    ends: Number(last),
    track: rest.join(" "),
    day: card.closest("[data-day]")?.dataset.day ?? "",
  };
  const move = { board, card, at: { ...stands }, changed: false };
  const label = document.createElement("p");
  label.className = "move-label";

  move.said = () => {
    const day = days.find((one) => one.dataset.day === move.at.day);
    return fill(words.to, {
      day: day?.querySelector("h2").textContent ?? "",
      start: asClock(move.at.starts),
      end: asClock(move.at.ends),
      track: move.at.track ? fill(words.track, { name: move.at.track }) : words.whole,
    });
  };
  move.to = (values) => {
    const next = { ...move.at, ...values };
    if (next.starts < 0 || next.ends >= 24 * 60 || next.ends <= next.starts) return;
    move.at = next;
    move.changed = Object.keys(stands).some((name) => stands[name] !== next[name]);
    label.textContent = `${move.said()}. ${words.confirm}`;
    card.querySelector("h3, th").append(label);
    card.classList.add("moving");
  };
  move.tell = () => {
    board.querySelector("[data-live]").textContent = `${move.said()}. ${words.confirm}`;
  };
  move.next = (kind, step) => {
    const all = kind === "day" ? days.map((one) => one.dataset.day) : tracks;
    const to = all[all.indexOf(move.at[kind]) + step];
    if (to !== undefined) move.to({ [kind]: to });
  };
  move.drop = (silently) => {
    if (!silently) board.querySelector("[data-live]").textContent = words.stays;
    move.at = { ...stands };
    move.changed = false;
    label.remove();
    card.classList.remove("moving");
  };
  move.send = () => {
    const form = board.querySelector("[data-move]");
    form.action = `${board.dataset.at}/${card.id.slice(2)}/times`;
    form.elements.day_id.value = move.at.day;
    form.elements.starts_local.value = asClock(move.at.starts);
    form.elements.ends_local.value = asClock(move.at.ends);
    form.elements.track.value = move.at.track || "*";
    form.elements.revision.value = revision;
    sessionStorage.setItem("moved", card.id);
    form.requestSubmit();
  };
  return move;
}
