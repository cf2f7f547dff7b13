// How a tablet starts, what its parts tell each other, and what is told to the views. The
// interface of the views stands in `tablet.js`.

import { partsOf } from "./parts.js";
import { Seating } from "./seating.js";
import { openStore } from "./store.js";
import { Windows } from "./windows.js";

export class Core extends EventTarget {
  known = { online: navigator.onLine, offlineSince: null, storingProblem: null, joined: null };
  #listening = new AbortController();

  constructor(visit, shellData) {
    super();
    [this.visit, this.shellData] = [visit, shellData];
  }

  async start() {
    this.windows = new Windows(this.visit, (what) => this.#heardElsewhere(what));
    await this.windows.enter();
    this.db = await openStore(this.visit, {
      mayClose: () => !this.seat,
      onLost: (problem) => this.storing(problem),
    });
    this.parts = partsOf(this.db, this.visit, this.windows.name, {
      change: (what) => this.tell(what),
      queue: (what) => this.#heardOfQueue(what),
      sitting: (what) => this.#heardOfSitting(what),
      report: (told, status) => this.#heardOfReport(told, status),
      problem: (error) => this.storing(error),
    });
    const guarded = (work) => this.guarded(work);
    this.seating = new Seating(this.parts, this.windows, { hear: (what) => this.tell(what), guarded });
    await this.#read();
    this.#watchNetwork();
    // Whoever opens the page without network must not wait for what cannot come.
    this.greeted = guarded(this.#greet());
  }

  async #read() {
    const { clock, pack, report, queue } = this.parts;
    for (const part of [clock, pack, report]) await part.load();
    await this.seating.finishLeft();
    await queue.load();
  }

  async #greet() {
    const { updates, pack, report, queue } = this.parts;
    if ((await pack.fetch()) === "new") this.tell("pack");
    await report.start();
    await queue.run();
    await updates.start();
  }

  /** These are hints only: what an answer says decides. */
  #watchNetwork() {
    const { signal } = this.#listening;
    const look = () => {
      if (document.hidden) return;
      this.guarded(this.parts.report.send());
      if (this.seat) this.guarded(this.parts.sitting.tell());
      this.guarded(this.parts.queue.sendNow({ refused: false }));
    };
    addEventListener("online", look, { signal });
    addEventListener("offline", () => this.#contact(false), { signal });
    document.addEventListener("visibilitychange", look, { signal });
  }

  async send() {
    await this.parts.queue.load();
    this.guarded(this.parts.queue.run());
  }

  /** Stops everything that works by itself. */
  end() {
    const { queue, report, team } = this.parts;
    for (const part of [queue, report]) part.end();
    team.close();
    this.#listening.abort();
    this.windows.leave();
  }

  // --- what is heard

  tell(what, more) {
    this.dispatchEvent(new CustomEvent("change", { detail: { about: what, ...more } }));
  }

  /** What cannot be stored is said to whoever asked, and to everybody else. */
  async stored(work, what = "notes") {
    try {
      const made = await work;
      if (this.known.storingProblem) this.storing(null);
      this.tell(what);
      this.windows.tell(what);
      return made;
    } catch (error) {
      this.storing(error);
      throw error;
    }
  }

  async guarded(work) {
    try {
      return await work;
    } catch (error) {
      this.storing(error);
    }
  }

  storing(error) {
    if (error?.name === "FileProblem") return; // said to whoever asked; nothing is lost
    if (error && error.name !== "StoreProblem") console.error(error);
    this.known.storingProblem = error && (error.reason ?? "broken");
    this.tell("storing");
  }

  #contact(isThere) {
    if (isThere === this.known.online && isThere !== Boolean(this.known.offlineSince)) return;
    this.known.online = isThere;
    this.known.offlineSince = isThere ? null : (this.known.offlineSince ?? this.now().toISOString());
    this.tell("state");
  }

  #heardOfQueue(what) {
    if ("contact" in what) this.#contact(what.contact);
    if (what.problem) this.storing(what.problem);
    if (what.settled) this.guarded(this.#heardOfItem(what));
    this.tell("queue");
  }

  async #heardOfItem({ settled, meaning }) {
    const note = settled.of ?? settled.id;
    if (meaning.rival) this.parts.texts.add(note, meaning.rival);
    if (meaning.kind === "gone") await this.parts.notes.reread(note);
    this.windows.tell("queue");
    this.tell("notes");
  }

  #heardOfSitting(what) {
    if (what === "refused") this.guarded(this.#refused());
    else for (const work of [this.parts.team.look(), this.lookAtTexts()]) this.guarded(work);
  }

  async lookAtTexts() {
    if (await this.parts.texts.look()) this.tell("notes");
  }

  /** The card counts no more: its seat closes here too, and its draft is a note. */
  async #refused() {
    await this.lock();
    this.tell("seat", { why: "refused" });
  }

  #heardOfReport(told, status) {
    // No longer known to the server: it keeps what it holds, and has to join again.
    this.known.joined = told ? true : [401, 404].includes(status) ? false : this.known.joined;
    if (!told) return this.tell("state");
    if (told.ended && this.seat) this.guarded(this.lock());
    if (told.pack && told.pack !== this.pack?.version && !told.ended) this.guarded(this.newPack());
    if (this.seat) this.guarded(this.parts.sitting.tell());
    this.parts.team.drop(told.gone ?? []);
    for (const id of told.gone ?? []) this.guarded(this.parts.notes.reread(id));
    this.tell("state");
  }

  /** Asks for it; with another agenda or another release there is another one. */
  async newPack() {
    if ((await this.parts.pack.fetch()) !== "new") return;
    this.tell("pack");
    await this.parts.updates.refresh();
  }

  #heardElsewhere(what) {
    if (!this.parts) return; // still opening
    if (what === "pack") this.guarded(this.parts.pack.load().then(() => this.tell("pack")));
    else this.guarded(this.parts.queue.load());
  }
}
