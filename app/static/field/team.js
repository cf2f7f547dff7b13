// What the others wrote, while a seat is open here and the server says so. Held in
// memory alone: a tablet that is found holds nothing of them.

import { base64urlOf, utf8 } from "./bytes.js";
import { answerOf, ask } from "./sending.js";

const EVERY = 5_000;
const AT_ONCE = 200;

export class Team {
  #visit;
  #hear;
  #timer;
  #after = null;
  #notes = new Map();
  /** "locked", "offline" or "live". */
  state = "locked";

  constructor(visit, hear) {
    [this.#visit, this.#hear] = [visit, hear];
  }

  open() {
    this.close();
    this.state = "offline";
    this.#timer = setInterval(() => document.hidden || this.look(), EVERY);
    return this.look();
  }

  close() {
    clearInterval(this.#timer);
    this.#notes.clear();
    [this.#after, this.state, this.#timer] = [null, "locked", null];
  }

  /** Erased for good. */
  drop(ids) {
    for (const id of ids) this.#notes.delete(id);
  }

  get notes() {
    return [...this.#notes.values()];
  }

  async look() {
    const timer = this.#timer;
    const query = new URLSearchParams({ team: true, limit: AT_ONCE, ...(this.#after && { after: this.#after }) });
    // It looks by itself: that keeps no seat awake.
    const headers = { Accept: "application/json", "Repere-Poll": "1" };
    const answer = await answerOf(await ask(`/api/v1/visits/${this.#visit}/evidence?${query}`, { headers }));
    if (timer === null || timer !== this.#timer) return; // locked while it was asked
    const found = answer?.epoch && answer.status === 200 ? answer.json : null;
    const before = this.state;
    this.state = found ? "live" : "offline";
    if (found?.items.length) this.#take(found.items);
    if (found?.items.length || before !== this.state) this.#hear();
    if (found?.next) await this.look();
  }

  #take(items) {
    for (const one of items) this.#notes.set(one.id, one);
    const last = items.at(-1);
    this.#after = base64urlOf(utf8(JSON.stringify([`${last.received_at} ${last.id}`])));
  }
}

/** Those that are about this factor or question; all of them without either. Pure. */
export function about(notes, { factor, question } = {}) {
  return notes.filter(
    (one) =>
      (!factor || one.factors.includes(factor)) && (!question || one.questions.includes(question)),
  );
}
