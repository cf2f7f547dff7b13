// The page of a tablet: which view is shown, what the line on top says, and the lock.

import { clone, counted, fill, find, moment, show, words } from "./page-parts.js";
import { openTablet } from "./tablet.js";
import { showLocked } from "./view-locked.js";
import { showMine } from "./view-mine.js";
import { showNow } from "./view-now.js";
import { showQueue } from "./view-queue.js";
import { showReady } from "./view-ready.js";
import { showTeam } from "./view-team.js";
import { showTonight } from "./view-tonight.js";
import { showWrite } from "./view-write.js";

const SEATED = { now: showNow, write: showWrite, tonight: showTonight, mine: showMine, team: showTeam };
const ALWAYS = { queue: showQueue, ready: showReady };

const bar = document.getElementById("tablet");
const place = document.getElementById("place");
const danger = document.getElementById("danger");
let tablet;
let stop = () => {};
let shown = null;

/** What the address names, where the seat lets it be seen: `[name, show, argument]`. */
function wanted() {
  const [name, argument] = location.hash.slice(1).split("/");
  if (ALWAYS[name]) return [name, ALWAYS[name], argument];
  if (!tablet.seat) return ["seat", showLocked, ""];
  return SEATED[name] ? [name, SEATED[name], argument] : ["now", showNow, ""];
}

async function showView({ isMove = true } = {}) {
  if (!tablet) return; // it has left
  const [name, view, argument] = wanted();
  const key = `${name}/${argument ?? ""}/${tablet.seat?.member ?? ""}`;
  if (key === shown) return;
  shown = key;
  stop();
  place.replaceChildren();
  for (const link of bar.querySelectorAll("nav a")) {
    const isHere = link.hash === `#${name}`;
    isHere ? link.setAttribute("aria-current", "page") : link.removeAttribute("aria-current");
  }
  stop = view(tablet, place, argument) ?? (() => {});
  if (isMove) place.querySelector("textarea:not([disabled]), h1")?.focus();
}

/** A view that has found its note says which, so that a reload comes back to it. */
addEventListener("repere-place", ({ detail }) => {
  history.replaceState(null, "", detail);
  const [name, argument] = detail.slice(1).split("/");
  shown = `${name}/${argument ?? ""}/${tablet.seat?.member ?? ""}`;
});

/** Nothing is left to work with. Without a network there is no page to go to. */
addEventListener("repere-left", () => {
  const { online } = tablet.state;
  stop();
  tablet = null;
  bar.hidden = true;
  place.replaceChildren(clone("view-left"));
  place.querySelector("h1").focus();
  if (online) location.replace("/tablets/new");
});

function showState() {
  const { state, seat, pack } = tablet;
  const zone = pack?.visit.zone;
  const parts = [];
  if (state.unsent) parts.push(counted("words", "count-waiting", state.unsent));
  else parts.push(words("words", tablet.queue().length ? "all-received" : "none-yet"));
  if (state.offlineSince) {
    parts.push(words("words", "no-network-since", { at: moment(state.offlineSince, zone, tablet.now()) }));
  }
  if (state.attention) parts.push(counted("words", "count-attention", state.attention));
  if (state.ended) parts.push(words("words", "is-ended"));
  if (state.joined === false) parts.push(words("words", "credential"));
  if (state.clockIsWrong) parts.push(words("words", "clock"));
  if (state.updateReady) parts.push(words("words", "update"));
  fill(bar, "state", parts.join(" · "));
  const trouble = state.storingProblem && words("words", `store-${state.storingProblem}`);
  fill(bar, "trouble", trouble ?? (state.storingProblem ? words("words", "store-broken") : ""));
  fill(bar, "waiting", state.unsent ? String(state.unsent) : "");
  show(bar, "whose", seat);
  fill(bar, "name", seat?.shown_name ?? "");
  bar.querySelector("[data-lock]").hidden = !seat;
  for (const one of bar.querySelectorAll("[data-seated]")) one.hidden = !seat;
  for (const one of bar.querySelectorAll("[data-locked]")) one.hidden = Boolean(seat);
}

function showDanger() {
  const contact = tablet.pack?.visit.local_contact;
  show(danger, "contact", contact);
  show(danger, "no-contact", !contact);
  find(danger, "local_contact").textContent = contact ?? "";
}

async function choose(code) {
  await tablet.setLanguage(code);
  location.reload();
}

async function begin() {
  try {
    tablet = await openTablet({ visit: bar.dataset.visit });
  } catch (error) {
    fill(bar, "trouble", words("words", `store-${error.reason}`) ?? words("words", "store-broken"));
    return;
  }
  tablet.addEventListener("change", ({ detail }) => {
    if (detail.about === "seat") {
      showView();
      if (detail.why === "refused") fill(bar, "trouble", words("words", "refused-card"));
    }
    if (detail.about === "pack") showDanger();
    if (detail.why !== "refused") showState();
  });
  addEventListener("hashchange", () => showView());
  bar.querySelector("[data-lock]").addEventListener("click", () => tablet.lock());
  for (const button of document.querySelectorAll("[data-language]")) {
    button.addEventListener("click", () => choose(button.dataset.language));
  }
  showDanger();
  showState();
  await showView({ isMove: false });
  document.documentElement.dataset.tablet = "open";
}

begin();
