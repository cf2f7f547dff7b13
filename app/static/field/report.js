// What this tablet says of itself every half minute while it has network, and what it is
// told in return: the time, what was erased, what backups cover, whether it still belongs.

import { takeOff, letGo } from "./settling.js";
import { answerOf, ask } from "./sending.js";
import { keep, read } from "./store.js";

const EVERY = 30_000;
const MOST_HELD = 1000;

export class Report {
  #tablet;
  #timer;
  #busy = false;
  last = null;
  lastContactAt = null;

  /** `tablet`: `{db, visit, queue, clock, ready(), release(), told(report, status),
   *  failed(error)}` */
  constructor(tablet) {
    this.#tablet = tablet;
  }

  async load() {
    const kept = await read(this.#tablet.db, ["meta"], (t) => t.objectStore("meta").get("report"));
    [this.last, this.lastContactAt] = [kept?.told ?? null, kept?.at ?? null];
  }

  start() {
    const send = () => document.hidden || this.send().catch(this.#tablet.failed);
    this.#timer = setInterval(send, EVERY);
    return this.send();
  }

  end() {
    clearInterval(this.#timer);
  }

  async send() {
    if (this.#busy) return;
    this.#busy = true;
    try {
      await this.#exchange();
    } finally {
      this.#busy = false;
    }
  }

  async #exchange() {
    const { db, visit, queue, clock } = this.#tablet;
    const asked = Date.now();
    const body = JSON.stringify(await this.#words());
    const headers = { "Content-Type": "application/json", Accept: "application/json" };
    const address = `/api/v1/visits/${visit}/tablet`;
    const answer = await answerOf(await ask(address, { method: "POST", headers, body }));
    const told = answer?.epoch && answer.status === 200 ? answer.json : null;
    if (told?.server_time) {
      await clock.learn(told.server_time, asked, Date.now());
      await this.#obey(told);
      this.lastContactAt = clock.now().toISOString();
      [this.last] = [told];
      const value = { told, at: this.lastContactAt };
      await keep(db, ["meta"], async () => [{ put: "meta", key: "report", value }]);
    }
    await queue.contact(answer?.epoch);
    this.#tablet.told(told, answer?.status ?? null);
  }

  async #words() {
    const { queue, release, ready } = this.#tablet;
    const { unsent, attention, filesUnsent, oldestUnsentAt } = queue.counts;
    const held = queue.items.filter((one) => one.kind === "note" && one.is_held);
    return {
      unsent,
      attention,
      files_unsent: filesUnsent,
      oldest_unsent_at: oldestUnsentAt,
      holding: [...new Set(held.map((one) => one.id))].slice(0, MOST_HELD),
      ready: await ready(),
      release: release(),
    };
  }

  async #obey(told) {
    const { db } = this.#tablet;
    if (told.gone?.length) await takeOff(db, told.gone);
    await letGo(db, { coversAt: told.backup_covers_at, closed: told.visit_closed });
  }
}
