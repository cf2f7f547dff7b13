// What every view is made with: cloned templates, filled in; words and moments. Elements
// are found by data-fill and data-list; a list is written anew, or only where it differs.

/** A copy of `<template id=…>`; its only element, or all of it. */
export function clone(id) {
  const copy = document.getElementById(id).content.cloneNode(true);
  return copy.childElementCount === 1 ? copy.firstElementChild : copy;
}

export const find = (root, name) => root.querySelector(`[data-fill="${name}"]`);
export const list = (root, name) => root.querySelector(`[data-list="${name}"]`);

/** Text into `[data-fill=name]`, which is hidden where there is none. */
export function fill(root, name, text, language) {
  const element = find(root, name);
  element.hidden = !text;
  if (element.textContent !== (text ?? "")) element.textContent = text ?? "";
  if (language) speak(element, language);
  return element;
}

/** Shown or not, as it stands. */
export function show(root, name, isShown) {
  const element = find(root, name);
  element.hidden = !isShown;
  return element;
}

/** Text by people: in its own language, and in the direction of its own letters, since
 *  the language of a note is often only guessed while it is written. */
export function speak(element, language) {
  [element.lang, element.dir] = [language, "auto"];
}

/** The words of `<template id=from>` under `key`, `{braces}` filled in; null without. */
export function words(from, key, values = {}) {
  const found = document.getElementById(from).content.querySelector(`[data-word="${key}"]`);
  if (!found) return null;
  return found.textContent.replace(/\{(\w+)\}/g, (all, name) => values[name] ?? all);
}

/** One or several: `key-1` is for one. */
export function counted(from, key, n) {
  return (n === 1 && words(from, `${key}-1`)) || words(from, key, { n });
}

const language = () => document.documentElement.lang;
/** As the service writes moments: days before months, 24 hours. */
const writtenIn = () => (language() === "en" ? "en-GB" : language());

/** The hour there; with its day where that is another one. */
export function moment(at, zone, today) {
  const clock = { hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone: zone };
  const day = (one) => new Intl.DateTimeFormat("en-CA", { timeZone: zone }).format(one);
  const isToday = day(new Date(at)) === day(today ?? new Date());
  const form = isToday ? clock : { ...clock, weekday: "short", day: "numeric", month: "short" };
  return new Intl.DateTimeFormat(writtenIn(), form).format(new Date(at));
}

export function dayNamed(on) {
  const form = { weekday: "long", day: "numeric", month: "long", timeZone: "UTC" };
  return new Intl.DateTimeFormat(writtenIn(), form).format(new Date(`${on}T12:00:00Z`));
}

/** A map of texts in the reader's language, else in another: `{text, language}`. */
export function said(texts) {
  const code = [language(), "en", ...Object.keys(texts)].find((one) => texts[one]);
  return { text: texts[code] ?? "", language: code ?? language() };
}

/** A session's title, translated where somebody did. */
export function titled(session) {
  const { text, language: own, translations = {} } = session.title;
  const known = translations[language()];
  return known ? { text: known, language: language() } : { text, language: own };
}

export const listed = (parts) => new Intl.ListFormat(language()).format(parts);

/** What a state is shown by beside its word. */
export const MARKS = { received: "✓", attention: "!", waiting: "↑", sending: "↑", gone: "×" };

/** Listens to the tablet until `stop`; `events` is what `detail.about` may be. */
export function whenChanged(tablet, events, heard) {
  const listening = new AbortController();
  const hear = ({ detail }) => events.includes(detail.about) && heard(detail);
  tablet.addEventListener("change", hear, { signal: listening.signal });
  return () => listening.abort();
}
