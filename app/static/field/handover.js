// What has not reached the server, as a file that the lead's desk can read in. Made of
// sealed bytes: whoever finds it reads nothing.

import { isUnsent } from "./order.js";
import { ofFile, read } from "./store.js";

const line = (value) => `${JSON.stringify(value)}\n`;

/** A Blob of JSON Lines, and the `seq` of each item that is in it. */
export async function handOverFile(db, { visit, tablet, at }, items) {
  const unsent = items.filter(isUnsent);
  const parts = [line({ format: "repere-handover", version: 1, visit, tablet, made_at: at.toISOString() })];
  for (const item of unsent) parts.push(...(await written(db, item)));
  parts.push(line({ end: unsent.length }));
  const blob = new Blob(parts, { type: "application/x-ndjson" });
  return { blob, seqs: unsent.map((one) => one.seq) };
}

/** A file's pieces follow it, a line each: neither end needs more than one in memory. */
async function written(db, item) {
  const said = {
    kind: item.kind,
    id: item.id,
    of: item.of ?? null,
    base: item.base,
    seat: item.member,
    proof: item.proof,
    captured: item.captured,
    sha256: item.sha256,
  };
  if (item.kind !== "file") return [...around("sealed", item.body, said)];
  const pieces = await read(db, ["pieces"], (t) => t.objectStore("pieces").getAll(ofFile(item.id)));
  const lines = pieces.flatMap((one) => around("piece", one.sealed));
  return [line({ ...said, pieces: pieces.length }), ...lines];
}

/** What is sealed is base64url and points: it is written as it lies, never as one string. */
function around(name, sealed, said = {}) {
  const before = JSON.stringify({ ...said, [name]: "" });
  return [before.slice(0, -2), sealed, '"}\n'];
}
