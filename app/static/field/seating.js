// Opening and locking a seat: what becomes readable with it and what is forgotten after.

import { IdleLock } from "./idle.js";
import { finishLeft } from "./notes.js";
import { openByCard, openByTouch } from "./seats.js";

/** As the server: a seat lasts a day's work, then it is opened again. */
const SEATED = 12 * 3_600_000;

export class Seating {
  #parts;
  #windows;
  #hear;
  #idle = null;
  #end = null;
  #locking = null;
  seat = null;
  recording = null;

  /** `hear(about)`: "locking" while everything can still be stored, "seat" after;
   *  `guarded(promise)` takes what fails where nobody waits. */
  constructor(parts, windows, { hear, guarded }) {
    [this.#parts, this.#windows] = [parts, windows];
    [this.#hear, this.guarded] = [hear, guarded];
  }

  async byCard(card) {
    const { db, pack } = this.#parts;
    const open = () => openByCard(db, pack.current, card, Date.now());
    const isWorthAsking = ({ why }) => why === "unknown" || why === "no-pack";
    const known = pack.current?.version;
    let opened = await open();
    // A card made since: the pack that knows it may be one request away, or on its way.
    if (isWorthAsking(opened)) {
      await pack.fetch();
      if (pack.current?.version !== known) opened = await open();
    }
    return opened.ok ? this.#seated(opened.seat, { card: opened.seat.card }) : opened;
  }

  async byTouch(member) {
    const opened = await openByTouch(this.#parts.pack.current, member);
    return opened.ok ? this.#seated(opened.seat, { member_id: member }) : opened;
  }

  async #seated(seat, credential) {
    const { notes, speakers, pack, sitting, team } = this.#parts;
    await this.lock();
    await notes.open(seat, await pack.sealer());
    await speakers.open(seat);
    this.seat = seat;
    this.#watch();
    this.guarded(sitting.open(credential));
    this.guarded(team.open());
    this.#hear("seat");
    return { ok: true };
  }

  #watch() {
    const { pack, sitting } = this.#parts;
    const lock = () => this.guarded(this.lock());
    this.#end = setTimeout(lock, SEATED);
    this.#idle = new IdleLock({
      minutes: () => pack.current.tablet.idle_minutes,
      isBusy: () => this.recording !== null,
      used: () => this.guarded(sitting.present()),
      lock,
    });
  }

  /** First the views store what they hold, then every draft becomes a note that waits to
   *  be sent, then what was readable is forgotten. */
  async lock() {
    if (!this.seat) return;
    this.#locking ??= this.#lock().finally(() => (this.#locking = null));
    await this.#locking;
  }

  async #lock() {
    this.#idle.end();
    clearTimeout(this.#end);
    this.#hear("locking");
    await this.recording?.stop().catch(() => {});
    await this.#parts.notes.settled();
    this.#forget();
    await this.finishLeft({ mine: true });
    this.#hear("seat");
    await this.#parts.queue.load();
    this.guarded(this.#parts.queue.run());
  }

  #forget() {
    const { notes, files, speakers, team, sitting } = this.#parts;
    this.seat = null;
    for (const part of [notes, files, speakers, team]) part.close();
    this.guarded(sitting.close());
  }

  /** Drafts of windows that are gone, and at a lock those of this one. */
  async finishLeft({ mine = false } = {}) {
    const alive = await this.#windows.alive();
    if (mine) alive.delete(this.#windows.name);
    await this.guarded(finishLeft(this.#parts.db, alive));
  }
}
