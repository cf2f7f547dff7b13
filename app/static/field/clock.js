// The tablet's clock as the server has it: a wrong one must not date what people said.

import { keep, read } from "./store.js";

const MOST_OFF = 120; // seconds

export class Clock {
  #db;
  /** Milliseconds to add to this tablet's clock; null where the server never told. */
  offset = null;

  constructor(db) {
    this.#db = db;
  }

  async load() {
    this.offset = (await read(this.#db, ["meta"], (t) => t.objectStore("meta").get("clock"))) ?? null;
  }

  now() {
    return new Date(Date.now() + (this.offset ?? 0));
  }

  /** How far this tablet's clock is ahead, in seconds; null where nobody knows. */
  get skew() {
    return this.offset === null ? null : -Math.round(this.offset / 1000);
  }

  /** Whether it is about the server's; null where nobody knows. */
  get isRight() {
    return this.skew === null ? null : Math.abs(this.skew) <= MOST_OFF;
  }

  /** `told`: the server's time as ISO text; `asked`, `answered`: this clock, in ms. */
  async learn(told, asked, answered) {
    const server = Date.parse(told);
    if (Number.isNaN(server)) return;
    const offset = Math.round(server - (asked + answered) / 2);
    if (this.offset !== null && Math.abs(offset - this.offset) < 2_000) return;
    this.offset = offset;
    await keep(this.#db, ["meta"], async () => [{ put: "meta", key: "clock", value: offset }]);
  }
}
