// What views are told about notes and the queue. Pure.

import { isAtServer, waitsFor } from "./order.js";
import { isStored } from "./notes.js";

/** A note of the open seat, as `tablet.notes()` gives it. */
export function noteShown(entry, queue, rivals) {
  const { row, form, earlier } = entry;
  const writes = queue.items.filter((one) => one.kind === "note" && one.id === row.id);
  const last = writes.at(-1);
  return {
    id: row.id,
    form,
    earlier: earlier.filter((one) => one.text !== form?.text),
    files: [...entry.files.values()].map((file) => fileShown(file, queue)),
    state: row.gone ? "gone" : stateOf(entry, writes, queue),
    receipt: last?.state === "received" ? last.receipt : null,
    problem: last?.problem ?? null,
    revision: writes.findLast((one) => one.receipt)?.receipt.revision ?? 0,
    finished: !row.open && Boolean(row.stamp),
    changedAt: row.changed_at ?? null,
    rivals,
  };
}

function stateOf(entry, writes, queue) {
  if (!entry.row.stamp) return "draft";
  if (entry.row.open) return isStored(entry) ? "saved" : "draft";
  const states = writes.map((one) => queue.stateOf(one));
  for (const state of ["sending", "waiting", "attention"]) {
    if (states.includes(state)) return state;
  }
  return states.at(-1) ?? "saved";
}

function fileShown(file, queue) {
  const item = queue.items.find((one) => one.kind === "file" && one.id === file.id);
  const { id, family, media_type, bytes, alt, seconds = null, state } = file;
  return {
    id,
    family,
    media_type,
    bytes,
    alt,
    seconds,
    state: item ? queue.stateOf(item) : state === "recording" ? "recording" : "saved",
    problem: item?.problem ?? null,
    receipt: item?.receipt ?? null,
    sentBytes: (item && queue.sending.get(item.seq)) ?? 0,
    totalBytes: item?.bytes ?? null,
  };
}

/** A row of the queue without its text: whoever looks need not be its author. */
export function itemShown(item, queue, member) {
  const before = waitsFor(item, queue.items);
  return {
    id: item.id,
    of: item.of ?? null,
    kind: item.kind,
    state: queue.stateOf(item),
    words: wordsOf(item, before),
    tries: item.tries,
    nextTryAt: before ? null : queue.nextTryAt(item),
    bytes: item.bytes,
    sentBytes: isAtServer(item) ? item.bytes : (queue.sending.get(item.seq) ?? 0),
    capturedAt: item.captured,
    receivedAt: item.receipt?.received_at ?? null,
    seatIsMine: Boolean(member) && item.member === member,
    atServer: isAtServer(item),
  };
}

/** A key for the view's words: the reason of what is wrong, or what it waits for. */
function wordsOf(item, before) {
  if (item.problem) return item.problem;
  if (item.state === "waiting" && before) return `after-${before.kind}`;
  return item.state;
}
