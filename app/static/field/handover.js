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

/** `sealed` is base64url, points and line ends: written around the bytes, a large file
 *  need not become one string. */
async function written(db, item) {
  const said = {
    kind: item.kind,
    id: item.id,
    of: item.of ?? null,
    base: item.base,
    seat: item.member,
    proof: item.proof,
    captured: item.captured,
  };
  const before = `${JSON.stringify(said).slice(0, -1)},"sealed":"`;
  const after = `","sha256":"${item.sha256}"}\n`;
  return [before, ...(await sealedLines(db, item)), after];
}

async function sealedLines(db, item) {
  if (item.kind !== "file") return [item.body];
  const pieces = await read(db, ["pieces"], (t) => t.objectStore("pieces").getAll(ofFile(item.id)));
  return pieces.flatMap((one, n) => (n ? ["\\n", one.sealed] : [one.sealed]));
}
