// Somebody who spoke: a role, never a name. The tablet makes the withdrawal code and
// keeps none; what it keeps to choose from later is closed under the seat's key.

import { hexOf, utf8 } from "./bytes.js";
import { bytesOf } from "./evidence.js";
import { speakerItem } from "./handing.js";
import { v7 } from "./libraries.js";
import { closeValue, openValue, sha256Hex } from "./sealing.js";
import { keep, read } from "./store.js";

/** As app/evidence/codes.py: sixteen letters and digits, 78 bits. */
export const CODE_ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ";
const LENGTH = 16;

export class Speakers {
  #db;
  #known = new Map();

  constructor(db) {
    this.#db = db;
  }

  async open(seat) {
    const rows = await read(this.#db, ["speakers"], (t) => t.objectStore("speakers").getAll());
    this.#known.clear();
    for (const row of rows.filter((one) => one.member === seat.member)) {
      const form = await openValue(seat.key, row.own, row.id);
      if (form) this.#known.set(row.id, { id: row.id, ...form });
    }
  }

  close() {
    this.#known.clear();
  }

  of(sessionId) {
    return [...this.#known.values()].filter((one) => !sessionId || one.session_id === sessionId);
  }

  async add(form, { seat, seal, at }) {
    const [id, code] = [v7(), newCode()];
    const sent = { ...form, id, withdrawal_code_hash: await codeHash(code) };
    const body = await seal(bytesOf(sent));
    const item = speakerItem({ id, made_at: at.toISOString() }, body, await sha256Hex(body), seat);
    const row = { id, member: seat.member, own: await closeValue(seat.key, form, id) };
    await keep(this.#db, ["speakers", "queue"], async () => [
      { put: "speakers", value: row },
      { put: "queue", value: item },
    ]);
    this.#known.set(id, { id, ...form });
    return { id, code: inFours(code) };
  }
}

export function newCode() {
  let code = "";
  while (code.length < LENGTH) {
    // What does not divide evenly is thrown away, else some letters come more often.
    for (const one of crypto.getRandomValues(new Uint8Array(LENGTH))) {
      if (one < 240 && code.length < LENGTH) code += CODE_ALPHABET[one % CODE_ALPHABET.length];
    }
  }
  return code;
}

const inFours = (code) => code.match(/.{4}/g).join("-");

async function codeHash(code) {
  return hexOf(await crypto.subtle.digest("SHA-256", utf8(code)));
}
