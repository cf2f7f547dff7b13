// What an answer changes in the store, each in one transaction.

import { withPieces } from "./notes.js";
import { isCovered, offeredAgain, rebased } from "./order.js";
import { keep } from "./store.js";

const ALL = ["queue", "notes", "files", "pieces", "speakers"];
const queueOf = (transaction) => transaction.objectStore("queue");

/** Before a byte leaves: from now on its base is fixed, since the server may know it. */
export async function tried(db, seq) {
  let item;
  await keep(db, ["queue"], async (transaction) => {
    const found = await queueOf(transaction).get(seq);
    if (found?.state !== "waiting") return [];
    item = { ...found, tries: found.tries + 1 };
    return [{ put: "queue", value: item }];
  });
  return item;
}

/** `change(item)` gives the item as it is now; what rests on it follows. */
export async function settled(db, seq, change) {
  await keep(db, ["queue"], async (transaction) => {
    const found = await queueOf(transaction).get(seq);
    if (!found || found.state === "gone") return []; // erased while it was on its way
    const item = change(found);
    if (item.kind !== "note") return [{ put: "queue", value: item }];
    const all = await queueOf(transaction).index("id").getAll(item.id);
    const writes = all.map((one) => (one.seq === seq ? item : one));
    return [item, ...rebased(writes)].map((value) => ({ put: "queue", value }));
  });
}

/** Erased: nothing of it stays here, only that there was something. */
export async function takeOff(db, ids) {
  await keep(db, ALL, async (transaction) => {
    const changes = await Promise.all(ids.map((id) => withoutContent(transaction, id)));
    return changes.flat();
  });
}

async function withoutContent(transaction, id) {
  const [own, files, rows, note, speaker] = await Promise.all([
    queueOf(transaction).index("id").getAll(id),
    queueOf(transaction).index("of").getAll(id),
    transaction.objectStore("files").index("note").getAll(id),
    transaction.objectStore("notes").get(id),
    transaction.objectStore("speakers").get(id),
  ]);
  const emptied = note && { id, member: note.member, gone: true, open: false, stamp: note.stamp + 1 };
  return [
    ...[...own, ...files].map((one) => ({ put: "queue", value: erased(one) })),
    ...[...files.map((one) => ({ id: one.id })), ...rows].flatMap(withPieces),
    ...(emptied ? [{ put: "notes", value: emptied }] : []),
    ...(speaker ? [{ drop: "speakers", key: id }] : []),
  ];
}

const erased = (item) => ({ ...item, body: null, state: "gone", is_held: false, at_server: false });

/** Another database than the one before answers (a backup was restored): everything
 *  still held is offered again. Answers how many items that are. */
export async function offerAgain(db, epoch) {
  const changes = await keep(db, ["queue", "meta"], async (transaction) => {
    const before = await transaction.objectStore("meta").get("epoch");
    if (before === epoch) return [];
    const items = before ? await queueOf(transaction).getAll() : [];
    const again = offeredAgain(items, epoch).map((value) => ({ put: "queue", value }));
    return [...again, { put: "meta", key: "epoch", value: epoch }];
  });
  return Math.max(0, changes.length - 1);
}

/** What a verified backup covers need not be held; its row stays, without content. After
 *  the visit was closed the readable copies go too. */
export async function letGo(db, { coversAt, closed }) {
  await keep(db, ALL, async (transaction) => {
    const items = await queueOf(transaction).getAll();
    const may = (one) => (closed ? one.state === "received" && one.is_held : isCovered(one, coversAt));
    const going = items.filter(may);
    const changes = going.flatMap(withoutBody);
    return closed ? [...changes, ...(await readable(transaction, items))] : changes;
  });
}

function withoutBody(item) {
  const emptied = { put: "queue", value: { ...item, body: null, is_held: false } };
  if (item.kind !== "file") return [emptied];
  return [emptied, { drop: "pieces", key: IDBKeyRange.bound([item.id, 0], [item.id, Infinity]) }];
}

async function readable(transaction, items) {
  const unsent = new Set(items.filter((one) => one.state !== "received").map((one) => one.of ?? one.id));
  const notes = await transaction.objectStore("notes").getAll();
  const done = new Set(notes.filter((one) => !one.open && !unsent.has(one.id)).map((one) => one.id));
  const files = (await transaction.objectStore("files").getAll()).filter((one) => done.has(one.note));
  return [...Array.from(done, (key) => ({ drop: "notes", key })), ...files.flatMap(withPieces)];
}
