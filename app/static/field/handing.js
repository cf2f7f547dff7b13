// From a note that is written to writes that wait in the queue. Runs inside the
// transaction that closes the note, with what was sealed before: no key is needed, so an
// open draft of a seat that is gone takes the same way.

import { SMALL } from "./answers.js";
import { baseAfter } from "./order.js";

/** The stores that `handed` touches. */
export const HANDING = ["notes", "files", "pieces", "queue"];

const WAITING = {
  state: "waiting",
  tries: 0,
  next_at: 0,
  receipt: null,
  problem: null,
  at_server: false,
  is_held: true,
  epoch: null,
};

/** The changes that finish `row`, whose last text lies sealed in its `spare`. */
export async function handed(transaction, row) {
  const closed = { ...row, open: false, holder: null, changed: false, spare: null };
  if (!row.changed) return putBack(row, closed);
  const known = await transaction.objectStore("queue").index("id").getAll(row.id);
  const files = await transaction.objectStore("files").index("note").getAll(row.id);
  return [
    { put: "notes", value: { ...closed, kept: row.own } },
    { put: "queue", value: noteItem(row, baseAfter(known)) },
    ...files.filter(isToSend).flatMap((file) => [
      { put: "files", value: { ...file, state: "ready", queued: true } },
      { put: "queue", value: fileItem(file, row) },
    ]),
  ];
}

/** Nothing was written: a note opened again stands as it was, a new one is none. */
function putBack(row, closed) {
  if (!row.kept) return [{ drop: "notes", key: row.id }];
  return [{ put: "notes", value: { ...closed, own: row.kept } }];
}

const isToSend = (file) => !file.queued && file.bytes > 0;

function noteItem(row, base) {
  return {
    ...WAITING,
    kind: "note",
    id: row.id,
    base,
    body: row.spare.body,
    sha256: row.spare.sha256,
    bytes: row.spare.body.byteLength,
    captured: row.captured_at,
    speakers: row.speakers,
    member: row.member,
    proof: row.proof,
  };
}

function fileItem(file, row) {
  return {
    ...WAITING,
    kind: "file",
    id: file.id,
    of: file.note,
    base: 0,
    body: null, // its pieces lie beside
    sha256: file.sealed_sha256,
    plain_sha256: file.sha256,
    bytes: file.sealed_bytes,
    in_pieces: file.sealed_bytes > SMALL,
    upload: null,
    captured: row.captured_at,
    member: file.member,
    proof: row.proof,
  };
}

export function speakerItem(speaker, body, sha256, seat) {
  return {
    ...WAITING,
    kind: "speaker",
    id: speaker.id,
    base: 0,
    body,
    sha256,
    bytes: body.byteLength,
    captured: speaker.made_at,
    member: seat.member,
    proof: seat.proof,
  };
}
