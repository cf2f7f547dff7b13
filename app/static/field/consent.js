// The consents a note still lacks, as app/evidence/consent_rules.py says. Pure.

const ORDER = ["notes", "audio", "photo", "quote"];

/** Under 18 nothing counts without a parent or guardian. */
export const counting = ({ consents = [], minor, guardian_agrees }) =>
  minor && !guardian_agrees ? [] : consents;

/** `speakers` are those the note names; `families` those of its files. */
export function lacking({ quote, families }, speakers) {
  const needed = new Set(speakers.length ? ["notes"] : []);
  if (quote) needed.add("quote");
  if (speakers.length && families.includes("audio")) needed.add("audio");
  if (speakers.length && families.includes("photo")) needed.add("photo");
  const agreed = (scope) => speakers.length > 0 && speakers.every((one) => counting(one).includes(scope));
  return ORDER.filter((scope) => needed.has(scope) && !agreed(scope));
}

/** What a note may still say, as the server asks it in the evening. */
export function stillToSay(form) {
  const left = [];
  if (!(form.factors ?? []).some((one) => one !== "to-place")) left.push("factors");
  const isSaid = form.voice && form.voice !== "none";
  if (!isSaid && ["interview", "group-discussion"].includes(form.kind)) left.push("voice");
  if (isSaid && !form.heard) left.push("heard");
  if (!form.bearing) left.push("bearing");
  return left;
}
