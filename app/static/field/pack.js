// The visit pack: what a tablet has to know without network. Fetched, checked whole and
// stored in one transaction, or not at all.

import { differenceOf, packProblem } from "./difference.js";
import { sealerOf } from "./sealing.js";
import { answerOf, ask } from "./sending.js";
import { keep, read } from "./store.js";

export class Pack {
  #db;
  #visit;
  #sealer = null;
  current = null;
  difference = null;

  constructor(db, visit) {
    [this.#db, this.#visit] = [db, visit];
  }

  async load() {
    const [current, seen] = await read(this.#db, ["pack"], (t) =>
      Promise.all(["current", "seen"].map((key) => t.objectStore("pack").get(key))),
    );
    await this.#use(current ?? null, seen ?? null);
  }

  async #use(current, seen) {
    if (current?.version !== this.current?.version) this.#sealer = null;
    this.current = current;
    this.difference = differenceOf(seen, current);
  }

  /** `(bytes) → sealed`; there is none before the first pack. */
  async sealer() {
    this.#sealer ??= await sealerOf(this.current.key);
    return this.#sealer;
  }

  /** "new", "same", "none" (nobody of ours answered) or what is wrong with it. */
  async fetch() {
    const known = this.current?.version;
    const headers = { Accept: "application/json", ...(known && { "If-None-Match": `"${known}"` }) };
    const response = await ask(`/api/v1/visits/${this.#visit}/pack`, { headers });
    if (response?.status === 304) return "same";
    const answer = await answerOf(response);
    if (answer?.status !== 200) return "none";
    return this.take(answer.json);
  }

  /** Stores a whole pack; one that is not leaves the one before in place. */
  async take(pack) {
    const problem = packProblem(pack, this.#visit) ?? (await keyProblem(pack));
    if (problem) return problem;
    if (pack.version === this.current?.version) return "same";
    const changes = await keep(this.#db, ["pack"], async (transaction) => {
      const seen = await transaction.objectStore("pack").get("seen");
      return [
        { put: "pack", key: "current", value: pack },
        ...(seen ? [] : [{ put: "pack", key: "seen", value: pack }]),
      ];
    });
    const first = changes.length > 1;
    const seen = first ? pack : await read(this.#db, ["pack"], (t) => t.objectStore("pack").get("seen"));
    await this.#use(pack, seen);
    return "new";
  }

  /** The difference was read by somebody: from now on this agenda is the known one. */
  async seen() {
    await keep(this.#db, ["pack"], async () => [{ put: "pack", key: "seen", value: this.current }]);
    this.difference = null;
  }
}

async function keyProblem(pack) {
  try {
    await (await sealerOf(pack.key))(new Uint8Array(1));
    return null;
  } catch {
    return "key";
  }
}
