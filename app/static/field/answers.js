// What an answer of the server means for what was sent, and how long to wait. Pure.

/** Of files sealed to at most this, one PUT is enough; larger ones go in pieces. */
export const SMALL = 512 * 1024;
const FIRST_WAIT = 2_000;
const LONGEST_WAIT = 5 * 60_000;
const CREDENTIAL_WAIT = 60;

/** Doubles with every try, with half of it by chance: a hundred tablets that come back
 *  at once must not come back at once again. `chance` in [0, 1); milliseconds. */
export function waitAfter(tries, chance) {
  const longest = Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** Math.min(tries, 12));
  return Math.round(longest / 2 + (longest / 2) * chance);
}

const later = (scope, problem, seconds) => ({ kind: "later", scope, problem, seconds });
const kept = (problem, more) => ({ kind: "kept", problem, ...more });
const refused = (problem, detail) => ({ kind: "refused", problem, detail });

/** `answer`: `{status, epoch, json, retryAfter}`, null where nothing came back.
 *
 *  received: on the server's disk · kept: there too, but somebody has to decide ·
 *  gone: erased, take it off · refused: needs a person · later: try again, this item or
 *  all of them. Only what carries our epoch and names our bytes is believed: a captive
 *  portal answers 200 to everything. */
export function meaningOf(item, answer) {
  if (!answer) return later("all", "no-network");
  const { status, json } = answer;
  if (status === 413) return refused("too-large");
  if (status >= 500) return later("item", "server");
  if (!answer.epoch || !json) return later("all", "not-ours");
  if (status === 200 || status === 201) return receiptOf(item, json);
  if (status === 202) return namesUs(item, json) ? setAside(json) : later("all", "not-ours");
  return meaningOfRefusal(item, answer);
}

function receiptOf(item, json) {
  if (!namesUs(item, json) || !json.received_at) return later("all", "not-ours");
  const { id, sha256, received_at, revision = null } = json;
  return { kind: "received", receipt: { id, sha256, received_at, revision } };
}

/** A file's receipt may name the bytes as sent or as they were before sealing; a
 *  speaker's has no digest. */
function namesUs(item, json) {
  if (json.id !== item.id) return false;
  if (item.kind === "speaker" && json.sha256 === undefined) return true;
  return [item.sha256, item.plain_sha256].includes(json.sha256);
}

const setAside = (json) => kept(json.reason ?? "quarantined");

function meaningOfRefusal(item, { status, json, retryAfter }) {
  const isKept = json.state === "quarantined" && namesUs(item, json);
  switch (status) {
    case 403:
      return isKept ? kept("quarantined") : refused("not-permitted", json.detail);
    case 409:
      return rival(item, json);
    case 410:
      return { kind: "gone" };
    case 401:
      return later("all", "credential", CREDENTIAL_WAIT);
    case 404: // a file whose note is not there yet; or a tablet of another visit
      return item.kind === "file" ? later("item", "note-missing") : later("all", "credential", CREDENTIAL_WAIT);
    case 429:
      return later("all", "wait", secondsOf(retryAfter));
  }
  return status === 408 || status === 425 ? later("item", "server") : invalid(item, json);
}

/** Both texts are at the server; of a file only the first, so that one needs a person. */
function rival(item, json) {
  if (item.kind !== "note") return refused("other-bytes", json.detail);
  if (!["kept", "settled"].includes(json.state)) return refused("conflict", json.detail);
  const { revision, rival: id, theirs, yours } = json;
  return kept("rival", { rival: { id, revision, theirs, yours, state: json.state } });
}

/** Bytes can be damaged on their way; what is wrong three times is wrong. */
function invalid(item, json) {
  const damaged = json.errors?.some((one) => JSON.stringify(one).includes("Content-Digest"));
  if (damaged && item.tries < 3) return later("item", "damaged");
  return refused("invalid", json.detail);
}

/** `Retry-After` in seconds or as a date; a minute where it cannot be read. */
export function secondsOf(retryAfter, at = Date.now()) {
  if (/^\d{1,6}$/.test(retryAfter ?? "")) return Math.max(1, Number(retryAfter));
  const until = Date.parse(retryAfter ?? "");
  return Number.isNaN(until) ? 60 : Math.max(1, Math.ceil((until - at) / 1000));
}
