// Notes with two texts, between which the member whose seat is open chooses. What the
// server says is asked when the seat opens there; the texts are held in memory alone.

import { bytesOf, startedWith } from "./evidence.js";
import { rebased } from "./order.js";
import { answerOf, ask } from "./sending.js";
import { keep } from "./store.js";

export class TwoTexts {
  #at;
  /** By note: `{id, revision, theirs, yours}`, oldest first. */
  all = new Map();

  constructor(visit) {
    this.#at = `/api/v1/visits/${visit}/rivals`;
  }

  of(note) {
    return this.all.get(note) ?? [];
  }

  /** What came with a receipt: the texts as the server has them. */
  add(note, { id, revision, theirs, yours, state }) {
    if (state !== "kept" || !theirs) return;
    const others = this.of(note).filter((one) => one.id !== id);
    this.all.set(note, [...others, { id, revision, theirs, yours }]);
  }

  async look() {
    const headers = { Accept: "application/json", "Repere-Poll": "1" };
    const answer = await answerOf(await ask(this.#at, { headers }));
    if (answer?.status !== 200 || !answer.epoch) return false;
    this.clear();
    for (const one of answer.json.items) this.add(one.evidence_id, { ...one, state: "kept" });
    return true;
  }

  clear() {
    this.all.clear();
  }

  /** `keeps`: "this" stays, "that" takes its place. The revision that stands then; null
   *  without network or where somebody chose or wrote meanwhile. */
  async choose({ id, revision }, keeps) {
    const headers = { Accept: "application/json", "Content-Type": "application/json" };
    const body = bytesOf({ keep: keeps, revision });
    const answer = await answerOf(await ask(`${this.#at}/${id}`, { method: "POST", headers, body }));
    return answer?.status === 200 && answer.epoch ? answer.json.revision : null;
  }
}

/** The last write of the note counts as what stands now, so that what its author writes
 *  next rests on the text that was chosen. */
export async function standsNow(db, note, revision, at) {
  await keep(db, ["queue"], async (transaction) => {
    const all = await transaction.objectStore("queue").index("id").getAll(note);
    const last = all.findLast((one) => one.kind === "note" && one.state !== "waiting");
    if (!last) return [];
    const receipt = { received_at: at.toISOString(), ...last.receipt, id: note, revision };
    const item = { ...last, state: "received", problem: null, at_server: true, receipt };
    const writes = all.map((one) => (one.seq === last.seq ? item : one));
    return [item, ...rebased(writes)].map((value) => ({ put: "queue", value }));
  });
}

/** The fields of a text at the server that a tablet's form has. Pure. */
export function formOf(text) {
  const { captured_at, clock_skew_seconds, ...known } = startedWith({}, { seat: {}, at: new Date(0) });
  return Object.fromEntries(Object.keys(known).filter((name) => name in text).map((name) => [name, text[name]]));
}
