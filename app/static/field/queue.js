// Sends what waits: one window at a time, oldest first, text before files. What comes
// back decides alone; "online" is only a hint, and nothing is ever dropped here.

import { meaningOf, waitAfter } from "./answers.js";
import { due, isAtServer, isHeldBack, isUnsent, nextMoment } from "./order.js";
import { PAUSED, sent } from "./sending.js";
import { offerAgain, settled, takeOff, tried } from "./settling.js";
import { keep, read } from "./store.js";

export class Queue {
  #db;
  #visit;
  #hear;
  #timer;
  #pausedUntil = 0;
  /** Whether all wait because nobody of ours was there. */
  #isCutOff = false;
  #failures = 0;
  #running = false;
  #again = false;
  #ended = false;
  items = [];
  /** seq → bytes sent so far, of what is on its way in this window. */
  sending = new Map();

  /** `hear(what)`: "queue" after every change; `{contact}`, `{settled, meaning}`
   *  and `{problem}` for who wants to know. */
  constructor(db, visit, hear) {
    [this.#db, this.#visit, this.#hear] = [db, visit, hear];
  }

  async load() {
    const rows = await read(this.#db, ["queue"], (t) => t.objectStore("queue").getAll());
    this.items = rows;
    this.#hear({ about: "queue" });
  }

  get counts() {
    const unsent = this.items.filter(isUnsent);
    return {
      unsent: unsent.length,
      attention: this.items.filter((one) => one.state === "attention").length,
      filesUnsent: unsent.filter((one) => one.kind === "file").length,
      oldestUnsentAt: unsent[0]?.captured ?? null,
    };
  }

  /** A hint that it may work now: waits are over, and what was refused is tried again. */
  async sendNow({ refused = true } = {}) {
    this.#pausedUntil = 0;
    await keep(this.#db, ["queue"], async (transaction) => {
      const all = await transaction.objectStore("queue").getAll();
      const stopped = (one) => (one.state === "waiting" && one.next_at > 0) || (refused && isHeldBack(one));
      return all.filter(stopped).map((one) => ({
        put: "queue",
        value: { ...one, state: "waiting", problem: null, next_at: 0 },
      }));
    });
    return this.run();
  }

  /** Sends until nothing is due. Called again meanwhile, it looks once more. */
  async run() {
    if (this.#ended) return;
    this.#again = true;
    if (this.#running) return;
    this.#running = true;
    try {
      while (this.#again && !this.#ended) {
        this.#again = false;
        await navigator.locks.request(`repere-send-${this.#visit}`, () => this.#pass());
      }
    } finally {
      this.#running = false;
      this.#wakeLater();
    }
  }

  end() {
    this.#ended = true;
    clearTimeout(this.#timer);
  }

  async #pass() {
    await this.load();
    while (Date.now() >= this.#pausedUntil && !this.#ended) {
      const next = due(this.items, Date.now())[0];
      if (!next) return;
      await this.#sendOne(next);
      await this.load();
    }
  }

  async #sendOne(found) {
    const item = await tried(this.#db, found.seq);
    if (!item) return;
    this.#progress(item, 0);
    const answer = await sent(this.#db, this.#visit, item, {
      progress: (bytes) => this.#progress(item, bytes),
      // Not kept is not lost: the upload then begins anew.
      uploading: (upload) =>
        settled(this.#db, item.seq, (one) => ({ ...one, upload })).catch(() => {}),
      // A note that was just finished need not wait for a recording of an hour.
      yields: () => due(this.items, Date.now())[0]?.kind !== "file",
    });
    this.sending.delete(item.seq);
    if (answer === PAUSED) return;
    const meaning = meaningOf(item, answer);
    await this.#settle(item, meaning, answer?.epoch ?? null);
    await this.contact(answer?.epoch);
  }

  #progress(item, bytes) {
    this.sending.set(item.seq, bytes);
    this.#hear({ about: "queue" });
  }

  /** Somebody of ours answered, or nobody did: no browser says so for sure. A new
   *  database gets everything again. */
  async contact(epoch) {
    this.#hear({ contact: Boolean(epoch) });
    if (!epoch) return;
    const isBack = this.#isCutOff;
    if (isBack) [this.#pausedUntil, this.#isCutOff] = [0, false];
    if ((await offerAgain(this.#db, epoch)) || isBack) this.#start();
  }

  async #settle(item, meaning, epoch) {
    if (meaning.kind === "gone") return this.#gone(item);
    if (meaning.kind === "later") return this.#later(item, meaning, epoch);
    this.#failures = 0;
    const changes = {
      received: { state: "received", receipt: meaning.receipt, at_server: true, problem: null, epoch },
      kept: { state: "attention", at_server: true, problem: meaning.problem, epoch },
      refused: { state: "attention", problem: meaning.problem },
    }[meaning.kind];
    await settled(this.#db, item.seq, (one) => ({ ...one, ...changes }));
    this.#hear({ settled: item, meaning });
  }

  async #gone(item) {
    this.#failures = 0;
    await takeOff(this.#db, [item.of ?? item.id]);
    this.#hear({ settled: item, meaning: { kind: "gone" } });
  }

  /** One that fails waits alone; where nobody of ours answers, all of them wait. */
  async #later(item, meaning, epoch) {
    const isOwn = meaning.scope === "item";
    this.#failures = isOwn ? 0 : this.#failures + 1;
    const tries = isOwn ? item.tries : this.#failures;
    const wait = meaning.seconds ? meaning.seconds * 1000 : waitAfter(tries, Math.random());
    const until = Date.now() + wait;
    if (!isOwn) [this.#pausedUntil, this.#isCutOff] = [until, !epoch];
    const next_at = isOwn ? until : 0;
    await settled(this.#db, item.seq, (one) => ({ ...one, next_at, problem: meaning.problem }));
  }

  #wakeLater() {
    clearTimeout(this.#timer);
    const next = nextMoment(this.items);
    if (next === null || this.#ended) return;
    const wait = Math.max(next, this.#pausedUntil) - Date.now();
    // Never at once again: what is due and was not sent waits for a pause to end.
    this.#timer = setTimeout(() => this.#start(), Math.max(wait, 250));
  }

  /** Where nobody waits for it: what fails is told all the same. */
  #start() {
    this.run().catch((problem) => this.#hear({ problem }));
  }

  /** When this item will be tried next, in ms; null where it waits for something else. */
  nextTryAt(item) {
    if (item.state !== "waiting") return null;
    return Math.max(item.next_at, this.#pausedUntil);
  }

  stateOf(item) {
    return this.sending.has(item.seq) ? "sending" : item.state;
  }

  isHeld(item) {
    return item.is_held && isAtServer(item);
  }
}
