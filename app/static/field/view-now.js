// What is on now, what is next, everything by day; what changed in the agenda meanwhile.

import { clone, dayNamed, fill, find, list, moment, show, titled, whenChanged, words } from "./page-parts.js";

const EVERY = 20_000;

export function showNow(tablet, place) {
  place.append(clone("view-now"));
  const draw = () => drawNow(tablet, place);
  place.querySelector("[data-understood]").addEventListener("click", () => tablet.packSeen());
  const forget = whenChanged(tablet, ["pack", "state"], draw);
  const timer = setInterval(draw, EVERY);
  draw();
  drawDays(tablet, list(place, "days"));
  return () => (forget(), clearInterval(timer));
}

/** Sessions under way, and the next one of the day. Pure. */
export function onNow(sessions, at) {
  const on = sessions.filter((one) => one.starts && new Date(one.starts) <= at && at < new Date(one.ends));
  const next = sessions.find((one) => one.starts && new Date(one.starts) > at);
  const isSoon = next && new Date(next.starts) - at < 18 * 3_600_000;
  return { on, next: isSoon ? next : null };
}

function drawNow(tablet, place) {
  const { sessions, visit } = tablet.pack;
  const { on, next } = onNow(sessions, tablet.now());
  const articles = [...on, ...(next ? [next] : [])].map((one) => {
    const article = clone("part-on");
    const number = String(one.number).padStart(2, "0");
    const isOn = on.includes(one);
    const said = { number, until: one.ends_local, at: moment(one.starts, visit.zone, tablet.now()) };
    fill(article, "when", words("words-now", isOn ? "until" : "next", said));
    const title = titled(one);
    fill(article, "title", title.text, title.language);
    fill(article, "place", one.place);
    show(article, "act", isOn).querySelector("a").href = `#write/on-${one.id}`;
    return article;
  });
  const holder = list(place, "on");
  const key = articles.map((one) => one.textContent).join();
  if (holder.dataset.key !== key) holder.replaceChildren(...articles);
  holder.dataset.key = key;
  show(place, "nothing", !articles.length);
  show(place, "anyway", !on.length);
  drawDifference(tablet.state.packDifference, place);
}

function drawDifference(difference, place) {
  show(place, "difference", difference);
  if (!difference) return;
  const lines = [
    ...difference.moved.map(moved),
    ...difference.added.map((one) => words("words-now", "added", told(one))),
    ...difference.gone.map((one) => words("words-now", "gone", told(one))),
  ];
  list(place, "changes").replaceChildren(...lines.map(line));
}

function moved({ before, after, changed }) {
  const has = (...names) => names.some((name) => changed.includes(name));
  const about = told(after);
  if (has("starts", "ends", "day")) return words("words-now", "moved", { ...about, before: hours(before) });
  if (!has("place")) return words("words-now", "renamed", about);
  const [now, was] = [after, before].map((one) => one.place || words("words-now", "no-place"));
  return words("words-now", "other-place", { ...about, now, before: was });
}

const told = (one) => ({ number: one.number, title: titled(one).text, now: hours(one) });

function hours(one) {
  if (!one.starts) return words("words-now", "no-time");
  return `${one.starts_local}–${one.ends_local}`;
}

function line(text) {
  const item = document.createElement("li");
  item.textContent = text;
  return item;
}

function drawDays(tablet, holder) {
  const { pack } = tablet;
  const undated = pack.sessions.filter((one) => !one.starts);
  const days = pack.days.map((day) => [dayNamed(day.on), pack.sessions.filter((one) => one.day === day.id && one.starts), isToday(day, tablet.now())]);
  if (undated.length) days.push([words("words-now", "undated"), undated, false]);
  holder.replaceChildren(...days.map(([name, sessions, isOpen]) => dayOf(name, sessions, isOpen)));
}

function isToday(day, at) {
  return new Intl.DateTimeFormat("en-CA", { timeZone: day.zone }).format(at) === day.on;
}

function dayOf(name, sessions, isOpen) {
  const day = clone("part-day");
  day.open = isOpen;
  fill(day, "day", isOpen ? words("words-now", "today", { day: name }) : name);
  list(day, "sessions").append(...sessions.map(sessionOf));
  return day;
}

function sessionOf(one) {
  const item = clone("part-session");
  const title = titled(one);
  find(item, "write").href = `#write/on-${one.id}`;
  fill(item, "hours", one.starts ? `${one.starts_local}–${one.ends_local}` : "");
  fill(item, "title", `${one.number}. ${title.text}`, title.language);
  fill(item, "place", one.place);
  return item;
}
