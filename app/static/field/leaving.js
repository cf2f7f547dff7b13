// A tablet is given back: nothing may be left behind that is nowhere else.

import { isUnsent } from "./order.js";
import { keep, nameOf, problemOf, read } from "./store.js";

/** These items are in a file that somebody holds. */
export async function handedOver(db, seqs) {
  await keep(db, ["meta"], async () => [{ put: "meta", key: "handed-over", value: seqs }]);
}

/** Why this tablet cannot leave, or null. */
export async function leaveProblem(db, items, isHandedOver, isOpen) {
  if (isOpen) return { ok: false, why: "open", unsent: 0 };
  const inFile = isHandedOver ? await read(db, ["meta"], (t) => t.objectStore("meta").get("handed-over")) : null;
  const unsent = items.filter((one) => isUnsent(one) && !inFile?.includes(one.seq));
  return unsent.length ? { ok: false, why: "unsent", unsent: unsent.length } : null;
}

/** Everything of this visit goes off the tablet. */
export async function emptied(db, visit) {
  db.close();
  await new Promise((done, failed) => {
    const request = indexedDB.deleteDatabase(nameOf(visit));
    request.onsuccess = done;
    request.onerror = () => failed(problemOf(request.error));
    // Another window still holds it; it goes as soon as that one is closed.
    request.onblocked = done;
  });
}
