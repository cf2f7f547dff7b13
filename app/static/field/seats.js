// A seat is opened by its pass card, without network: the card finds its member in the
// visit pack and unwraps the key under which that member's notes can be read here.

import { base64urlOf, hexOf, utf8 } from "./bytes.js";
import { asTyped, mistypedGroups, secondsToWait, WRONG_WITHIN } from "./cards.js";
import { compactDecrypt } from "./libraries.js";
import { newSeatKey } from "./sealing.js";
import { keep, read } from "./store.js";

const KEY = { name: "AES-GCM", length: 256 };

/** `{ok: true, seat}` or `{ok: false, why, groups, seconds}`; counts what is wrong. */
export async function openByCard(db, pack, typed, at) {
  const card = asTyped(typed);
  const groups = mistypedGroups(card);
  if (groups.length) return refusal("mistyped", { groups });
  if (!pack) return refusal("no-pack");
  const seconds = secondsToWait(await wrongCards(db), at);
  if (seconds) return refusal("wait", { seconds });
  const found = await memberOf(pack, card);
  if (!found) {
    await countWrong(db, at);
    return refusal("unknown");
  }
  return { ok: true, seat: await seatOf(db, pack, card, found) };
}

export const refusal = (why, more) => ({ ok: false, why, groups: [], seconds: 0, ...more });

/** Without a card nothing can be wrapped: its key lives as long as the seat is open. */
export async function openByTouch(pack, member) {
  const found = pack?.names?.find((one) => one.member === member);
  if (!found) return refusal(pack ? "unknown" : "no-pack");
  const secrets = { key: await newSeatKey(false), card: null, proof: null };
  return { ok: true, seat: { ...found, hasCard: false, ...secrets } };
}

async function seatOf(db, pack, card, found) {
  // Two windows that open one seat for the first time must agree on its key.
  const key = await navigator.locks.request(`repere-key-${found.member}`, () =>
    keyOf(db, pack.visit.id, card, found.member),
  );
  const proof = await signed(await hashOf(card), `sends ${pack.tablet.id}`);
  const { member, shown_name, languages } = found;
  return { member, shown_name, languages, hasCard: true, key, proof, card };
}

async function keyOf(db, visit, card, member) {
  const wrapping = await derived(utf8(card), utf8(visit), "repere drafts", "AES-KW");
  const kept = await read(db, ["seats"], (t) => t.objectStore("seats").get(member));
  const known = kept && (await unwrapped(kept.wrapped, wrapping));
  if (known) return known;
  // First time here, or a new card: what an earlier one closed stays closed, and waits
  // in the queue sealed to the visit.
  const made = await newSeatKey(true);
  const wrapped = await crypto.subtle.wrapKey("raw", made, wrapping, "AES-KW");
  await keep(db, ["seats"], async () => [{ put: "seats", value: { member, wrapped } }]);
  return unwrapped(wrapped, wrapping);
}

async function unwrapped(wrapped, wrapping) {
  return crypto.subtle
    .unwrapKey("raw", wrapped, wrapping, "AES-KW", KEY, false, ["encrypt", "decrypt"])
    .catch(() => null);
}

async function memberOf(pack, card) {
  const hash = await hashOf(card);
  const lookup = await signed(hash, "lookup");
  const entry = pack.seats.find((one) => one.lookup === lookup);
  if (!entry) return null;
  const bits = await derivedBits(hash, new Uint8Array(), "repere seat");
  const opened = await compactDecrypt(entry.sealed, new Uint8Array(bits));
  return JSON.parse(new TextDecoder().decode(opened.plaintext));
}

/** As the database keeps it: the hexadecimal text itself is what signs and derives. */
async function hashOf(card) {
  return utf8(hexOf(await crypto.subtle.digest("SHA-256", utf8(card))));
}

async function signed(secret, words) {
  const how = { name: "HMAC", hash: "SHA-256" };
  const key = await crypto.subtle.importKey("raw", secret, how, false, ["sign"]);
  return base64urlOf(await crypto.subtle.sign("HMAC", key, utf8(words)));
}

const hkdf = (salt, info) => ({ name: "HKDF", hash: "SHA-256", salt, info: utf8(info) });

async function derivedBits(secret, salt, info) {
  const from = await crypto.subtle.importKey("raw", secret, "HKDF", false, ["deriveBits"]);
  return crypto.subtle.deriveBits(hkdf(salt, info), from, 256);
}

async function derived(secret, salt, info, name) {
  const from = await crypto.subtle.importKey("raw", secret, "HKDF", false, ["deriveKey"]);
  const kind = { name, length: 256 };
  return crypto.subtle.deriveKey(hkdf(salt, info), from, kind, false, ["wrapKey", "unwrapKey"]);
}

async function wrongCards(db) {
  return (await read(db, ["meta"], (t) => t.objectStore("meta").get("wrong-cards"))) ?? [];
}

async function countWrong(db, at) {
  await keep(db, ["meta"], async (t) => {
    const before = (await t.objectStore("meta").get("wrong-cards")) ?? [];
    const recent = before.filter((one) => at - one < WRONG_WITHIN);
    return [{ put: "meta", key: "wrong-cards", value: [...recent, at] }];
  });
}
