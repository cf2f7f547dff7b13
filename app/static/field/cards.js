// Pass cards as app/people/rules.py and app/people/tablet_rules.py have them. Pure.

export const ALPHABET = "ACDEFHJKMNPQRTVWXY34679";
export const GROUPS = 6;
export const GROUP = 6;
/** As the server counts: so many wrong cards within so long. */
export const MOST_WRONG = 10;
export const WRONG_WITHIN = 15 * 60_000;

/** Small letters, spaces and hyphens are how people type; a scanned card may be a link. */
export function asTyped(card) {
  const behind = card.slice(card.lastIndexOf("#") + 1);
  return Array.from(behind.toUpperCase()).filter((one) => /[\p{L}\p{N}]/u.test(one)).join("");
}

export function checkLetter(text, place) {
  const weighted = Array.from(text).reduce(
    (sum, letter, n) => sum + (n + 1) * ALPHABET.indexOf(letter),
    0,
  );
  return ALPHABET[(weighted + 7 * (place + 1)) % ALPHABET.length];
}

/** Which groups cannot be right, counted from 1; all where it is no card's length. */
export function mistypedGroups(card) {
  const every = Array.from({ length: GROUPS }, (_, n) => n + 1);
  if (card.length !== GROUPS * GROUP) return every;
  return every.filter((n) => !stands(card.slice((n - 1) * GROUP, n * GROUP), n - 1));
}

function stands(group, place) {
  if (Array.from(group).some((letter) => !ALPHABET.includes(letter))) return false;
  return checkLetter(group.slice(0, -1), place) === group.at(-1);
}

/** Seconds until another card may be tried; 0 where now. `tried`: moments in ms. */
export function secondsToWait(tried, at) {
  // What was counted under a clock that has since been put back must not wait for ever.
  const recent = tried.filter((one) => one <= at && at - one < WRONG_WITHIN).sort((a, b) => a - b);
  if (recent.length < MOST_WRONG) return 0;
  return Math.ceil((recent.at(-MOST_WRONG) + WRONG_WITHIN - at) / 1000);
}
