// What the tablet keeps, in IndexedDB. Nothing is said to be saved before it was written
// in one transaction that the system says is on the disk, and read back the same.

import { isSame } from "./bytes.js";
import { openDB } from "./libraries.js";

/** Why something could not be stored: the view has words for each `reason`.
 *  full: no space left · newer: a later release opened this store · blocked: another
 *  window holds the store of an earlier release · elsewhere: the note was changed in
 *  another window · changed: what was read back differs · gone: the note was erased ·
 *  closed: its seat was locked, or the store · broken */
export class StoreProblem extends Error {
  constructor(reason, cause) {
    super(`The tablet could not store this: ${reason}`, { cause });
    this.name = "StoreProblem";
    this.reason = reason;
  }
}

const REASONS = {
  QuotaExceededError: "full",
  VersionError: "newer",
  InvalidStateError: "closed",
};

export function problemOf(error, cause) {
  if (error instanceof StoreProblem) return error;
  // An aborted transaction has its own reason, which says more than "AbortError".
  const said = cause ?? error;
  return new StoreProblem(REASONS[said?.name] ?? REASONS[error?.name] ?? "broken", error);
}

/** What each schema version adds. A step is never changed once released; a later one
 *  takes what waits along, since rows are never thrown away to change a schema. */
export const STEPS = [
  (db) => {
    db.createObjectStore("meta");
    db.createObjectStore("pack");
    db.createObjectStore("seats", { keyPath: "member" });
    db.createObjectStore("notes", { keyPath: "id" }).createIndex("member", "member");
    db.createObjectStore("speakers", { keyPath: "id" });
    db.createObjectStore("files", { keyPath: "id" }).createIndex("note", "note");
    db.createObjectStore("pieces", { keyPath: ["file", "n"] });
    const queue = db.createObjectStore("queue", { keyPath: "seq", autoIncrement: true });
    queue.createIndex("id", "id");
    queue.createIndex("of", "of");
  },
];

export const nameOf = (visit) => `repere-${visit}`;

/** One store for each visit: nothing of one is ever sent to another.
 *  `mayClose()` says whether a later release may take over now; `onLost(problem)` hears
 *  that the store can no longer be written. */
export async function openStore(visit, { steps = STEPS, mayClose, onLost } = {}) {
  let refuse;
  const blocked = new Promise((_, reject) => {
    refuse = () => reject(new StoreProblem("blocked"));
  });
  const opening = openDB(nameOf(visit), steps.length, {
    upgrade: (db, from, _to, transaction) => {
      for (const step of steps.slice(from)) step(db, transaction);
    },
    blocked: () => refuse(),
    blocking: () => giveWay(opening, mayClose, onLost),
    terminated: () => onLost?.(new StoreProblem("closed")),
  });
  try {
    return await Promise.race([opening, blocked]);
  } catch (error) {
    throw problemOf(error);
  }
}

async function giveWay(opening, mayClose, onLost) {
  if (mayClose && !mayClose()) return; // the later release is told that it has to wait
  (await opening).close();
  onLost?.(new StoreProblem("newer"));
}

/** All of it or nothing, then read back.
 *
 *  `plan(transaction)` may read and answers the changes: `{put: store, value, key?}` or
 *  `{drop: store, key}` (a key or a range). It must not wait for anything but this
 *  store: a transaction ends by itself as soon as nothing is asked of it. */
export async function keep(db, names, plan) {
  const changes = await written(db, names, plan);
  const puts = changes.filter((one) => one.put);
  if (puts.length) await readBack(db, puts);
  return changes;
}

async function written(db, names, plan) {
  let transaction;
  try {
    transaction = db.transaction(names, "readwrite", { durability: "strict" });
    // Its end is awaited below; this only says that somebody listens if it fails before.
    transaction.done.catch(() => {});
    const changes = await plan(transaction);
    await Promise.all(changes.map((one) => apply(transaction, one)));
    await transaction.done;
    return changes;
  } catch (error) {
    throw problemOf(error, abortedBy(transaction));
  }
}

function abortedBy(transaction) {
  try {
    transaction?.abort();
  } catch {
    // It has ended already; its own error says why.
  }
  return transaction?.error;
}

async function apply(transaction, change) {
  if (change.drop) {
    await transaction.objectStore(change.drop).delete(change.key);
  } else {
    change.at = await transaction.objectStore(change.put).put(change.value, change.key);
  }
}

async function readBack(db, puts) {
  const names = [...new Set(puts.map((one) => one.put))];
  let found;
  try {
    const transaction = db.transaction(names);
    found = await Promise.all(puts.map((one) => transaction.objectStore(one.put).get(one.at)));
  } catch (error) {
    throw problemOf(error);
  }
  const lasting = lastOfEach(puts);
  for (const [n, one] of puts.entries()) {
    if (!lasting.has(one)) continue;
    if (one.put === "queue") one.value.seq = one.at; // given by the store
    if (!isSame(found[n], one.value)) throw new StoreProblem("changed");
  }
}

/** A row put twice in one transaction holds the later value. */
function lastOfEach(puts) {
  const last = new Map(puts.map((one) => [`${one.put} ${JSON.stringify(one.at)}`, one]));
  return new Set(last.values());
}

/** Reads in one look: `await read(db, ["notes"], (t) => t.objectStore("notes").getAll())`. */
export async function read(db, names, ask) {
  try {
    return await ask(db.transaction(names));
  } catch (error) {
    throw problemOf(error);
  }
}

export const ofFile = (file) => IDBKeyRange.bound([file, 0], [file, Infinity]);
