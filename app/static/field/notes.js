// The notes of the open seat: each change is kept twice in one transaction, once under
// the seat's key (to read again) and once sealed to the visit (so that it survives the
// seat, its card and this page).

import { bytesOf, evidenceOf, holdsSomething, startedWith } from "./evidence.js";
import { HANDING, handed } from "./handing.js";
import { v7 } from "./libraries.js";
import { closeValue, openValue, sha256Hex } from "./sealing.js";
import { keep, read, StoreProblem } from "./store.js";

export class Notes {
  #db;
  #holder;
  #seat = null;
  #seal = null;
  #entries = new Map();
  #turns = new Map();

  /** `holder` names this window: what it holds open is nobody else's to finish. */
  constructor(db, holder) {
    [this.#db, this.#holder] = [db, holder];
  }

  /** Reads what this member wrote here; what another card closed stays closed. */
  async open(seat, seal) {
    const rows = await read(this.#db, ["notes", "files"], async (t) => ({
      notes: await t.objectStore("notes").index("member").getAll(seat.member),
      files: await t.objectStore("files").getAll(),
    }));
    this.#entries.clear();
    [this.#seat, this.#seal] = [seat, seal];
    for (const row of rows.notes) await this.#remember(row, rows.files);
  }

  async #remember(row, files) {
    const content = await openValue(this.#seat.key, row.own, row.id);
    if (!content && !row.gone) return;
    const { form = null, alts = {}, earlier = [] } = content ?? {};
    const own = files.filter((one) => one.note === row.id && !one.removed);
    const facts = own.map((one) => [one.id, { ...one, alt: alts[one.id] ?? "" }]);
    this.#entries.set(row.id, { row, form, earlier, files: new Map(facts), wanted: 0, stored: 0 });
  }

  /** Forgets everything readable. Drafts are finished by `finishLeft` afterwards. */
  close() {
    [this.#seat, this.#seal] = [null, null];
    this.#entries.clear();
  }

  get all() {
    return [...this.#entries.values()];
  }

  entry(id) {
    const found = this.#entries.get(id);
    if (!found) throw new StoreProblem("closed"); // its seat was locked meanwhile
    return found;
  }

  start(values, { session, at, skew }) {
    const id = v7();
    const form = startedWith(values, { session, seat: this.#seat, at, skew });
    const row = {
      id,
      member: this.#seat.member,
      proof: this.#seat.proof,
      captured_at: form.captured_at,
      kept: null,
      stamp: 0,
    };
    this.#entries.set(id, { row, form, earlier: [], files: new Map(), wanted: 1, stored: 0 });
    return id;
  }

  /** Resolves once it was read back from the disk. */
  async save(id, form) {
    const entry = this.entry(id);
    if (entry.row.gone) throw new StoreProblem("gone");
    entry.form = { ...entry.form, ...form };
    entry.wanted += 1;
    return this.inTurn(id, () => isStored(entry) || this.write(entry));
  }

  /** One after another, so that an older text never lands on a newer one. */
  inTurn(id, work) {
    const before = this.#turns.get(id) ?? Promise.resolve();
    const turn = before.then(work, work);
    this.#turns.set(id, turn.catch(() => {}));
    return turn;
  }

  /** Everything that is being stored has been, or has failed loudly. */
  async settled() {
    await Promise.all(this.#turns.values());
  }

  /** The note as it is now; `more(transaction)` are changes that go with it or not at
   *  all. */
  async write(entry, more = () => []) {
    const [before, wanted] = [entry.row.stamp, entry.wanted];
    const row = await this.#rowOf(entry);
    await keep(this.#db, HANDING, async (transaction) => {
      await refuseChanged(transaction, row.id, before);
      return [...(await more(transaction)), { put: "notes", value: row }];
    });
    [entry.row, entry.stored] = [row, wanted];
  }

  /** What only this seat reads again. */
  #closed({ row, form, files, earlier }) {
    if (!this.#seat) throw new StoreProblem("closed");
    const alts = Object.fromEntries([...files.values()].map((one) => [one.id, one.alt]));
    return closeValue(this.#seat.key, { form, alts, earlier }, row.id);
  }

  async #rowOf(entry) {
    const { row, form } = entry;
    const [seat, files] = [this.#seat, [...entry.files.values()]];
    return {
      ...row,
      own: await this.#closed(entry),
      proof: seat.proof,
      spare: await this.#spareOf(form, files),
      speakers: form.speakers ?? [],
      holder: this.#holder,
      open: true,
      changed: holdsSomething(form, files) || Boolean(entry.row.kept),
      changed_at: new Date().toISOString(),
      stamp: row.stamp + 1,
    };
  }

  async #spareOf(form, files) {
    const sent = files.filter((one) => one.bytes > 0);
    const body = await this.#seal(bytesOf(evidenceOf(form, sent)));
    return { body, sha256: await sha256Hex(body) };
  }

  /** Into the queue, with its files. */
  finish(id) {
    return this.inTurn(id, async () => {
      const entry = this.entry(id);
      if (!isStored(entry)) await this.write(entry);
      if (!entry.row.open) return; // finished before, or erased
      await finished(this.#db, entry.row);
      await this.reread(id);
    });
  }

  /** To correct it: what is finished then is a new revision, and what stood before stays
   *  readable for its author. */
  reopen(id) {
    return this.inTurn(id, async () => {
      const entry = this.entry(id);
      if (entry.row.gone || entry.row.open) return;
      entry.earlier = [...entry.earlier, { text: entry.form.text, at: entry.row.changed_at }];
      await this.#change(entry, { open: true, holder: this.#holder, changed: false });
    });
  }

  /** The text that stands at the server in place of the one here; what is being written
   *  stays as it is. */
  adopt(id, form) {
    if (!this.#entries.has(id)) return Promise.resolve();
    return this.inTurn(id, async () => {
      const entry = this.entry(id);
      if (entry.row.gone || entry.row.open) return;
      entry.form = { ...entry.form, ...form };
      const own = await this.#closed(entry);
      await this.#change(entry, { own, kept: own });
    });
  }

  /** A new note goes, one that was finished before stands as it was. */
  discard(id) {
    return this.inTurn(id, async () => {
      const entry = this.entry(id);
      if (entry.row.stamp) await discarded(this.#db, entry.row);
      await this.reread(id);
    });
  }

  async #change(entry, values) {
    const row = { ...entry.row, ...values, stamp: entry.row.stamp + 1 };
    await keep(this.#db, ["notes"], async (transaction) => {
      await refuseChanged(transaction, row.id, entry.row.stamp);
      return [{ put: "notes", value: row }];
    });
    entry.row = row;
  }

  /** As the store has it now: another window or the server may have changed it. */
  async reread(id) {
    const found = await read(this.#db, ["notes", "files"], async (t) => ({
      row: await t.objectStore("notes").get(id),
      files: await t.objectStore("files").index("note").getAll(id),
    }));
    this.#entries.delete(id);
    if (found.row && this.#seat?.member === found.row.member) {
      await this.#remember(found.row, found.files);
    }
  }
}

/** Whether the last change is on the disk; another may have come while it was written. */
export const isStored = (entry) => entry.wanted === entry.stored;

async function refuseChanged(transaction, id, stamp) {
  const now = await transaction.objectStore("notes").get(id);
  if (now && now.stamp !== stamp) throw new StoreProblem("elsewhere");
  if (!now && stamp) throw new StoreProblem("elsewhere");
}

async function finished(db, row) {
  await keep(db, HANDING, async (transaction) => {
    await refuseChanged(transaction, row.id, row.stamp);
    return handed(transaction, { ...row, stamp: row.stamp + 1 });
  });
}

async function discarded(db, row) {
  await keep(db, HANDING, async (transaction) => {
    await refuseChanged(transaction, row.id, row.stamp);
    const files = await transaction.objectStore("files").index("note").getAll(row.id);
    const dropped = files.filter((one) => !one.queued).flatMap(withPieces);
    return [...dropped, ...(await handed(transaction, { ...row, changed: false, stamp: row.stamp + 1 }))];
  });
}

export const withPieces = (file) => [
  { drop: "files", key: file.id },
  { drop: "pieces", key: IDBKeyRange.bound([file.id, 0], [file.id, Infinity]) },
];

/** Finishes every draft whose window is gone: `alive` names those that are there.
 *  Answers how many were; one that cannot be is left for the next time. */
export async function finishLeft(db, alive) {
  const rows = await read(db, ["notes"], (t) => t.objectStore("notes").getAll());
  const left = rows.filter((row) => row.open && !alive.has(row.holder));
  for (const row of left) await finished(db, row);
  return left.length;
}
