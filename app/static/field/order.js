// What goes next, and on which revision: rules of the queue. Pure.

const SETTLED = new Set(["received", "attention", "gone"]);
export const isUnsent = (item) => item.state === "waiting" || isHeldBack(item);
/** Refused and kept nowhere else: a person has to look, and it counts as not sent. */
export const isHeldBack = (item) => item.state === "attention" && !item.at_server;
export const isAtServer = (item) => item.state === "received" || Boolean(item.at_server);

/** Oldest first, speakers and text before files; what must wait for another is left out.
 *  `items` of one visit in the order they were finished. */
export function due(items, at) {
  const ready = items.filter(
    (one) => one.state === "waiting" && one.next_at <= at && !waitsFor(one, items),
  );
  return [...ready.filter((one) => one.kind !== "file"), ...ready.filter((one) => one.kind === "file")];
}

/** Something that has to be settled before: an earlier write of the same note, the
 *  speakers it names, and for a file its note. A broken one blocks nothing else. */
export function waitsFor(item, items) {
  if (item.kind === "speaker") return null;
  if (item.kind === "file") return itsNote(item, items);
  return (
    items.find((one) => one.kind === "note" && one.id === item.id && one.seq < item.seq && !SETTLED.has(one.state)) ??
    items.find((one) => one.kind === "speaker" && item.speakers?.includes(one.id) && !SETTLED.has(one.state)) ??
    null
  );
}

function itsNote(file, items) {
  const writes = items.filter((one) => one.kind === "note" && one.id === file.of);
  return writes.some(isAtServer) ? null : (writes.at(-1) ?? null);
}

/** The moment when the next waiting item may go; null where none waits. */
export function nextMoment(items) {
  const waiting = items.filter((one) => one.state === "waiting" && !waitsFor(one, items));
  return waiting.length ? Math.min(...waiting.map((one) => one.next_at)) : null;
}

/** The revision the next write of this note is based on, as far as one can know.
 *
 *  A text that was not taken (another was saved meanwhile, or it was refused) changes
 *  nothing, so what follows it has the same base: else it would overwrite, unseen, what
 *  its author has never read. */
export function baseAfter(writes) {
  return writes.reduce((base, one) => {
    if (one.state === "received") return one.receipt.revision;
    if (one.problem === "rival" || isHeldBack(one)) return one.base;
    return one.base + 1;
  }, 0);
}

/** Writes not yet tried whose base is another now: `[{...item, base}]`. A write that was
 *  tried keeps its base for ever, since id, base and bytes are what the server knows. */
export function rebased(writes) {
  const changed = [];
  const standing = [];
  for (const one of writes) {
    const base = baseAfter(standing);
    const isFree = one.state === "waiting" && one.tries === 0;
    const now = isFree && one.base !== base ? { ...one, base } : one;
    if (now !== one) changed.push(now);
    standing.push(now);
  }
  return changed;
}

/** What a new database has to be offered again: all that is still held here. */
export function offeredAgain(items, epoch) {
  return items
    .filter((one) => isAtServer(one) && one.epoch !== epoch && one.state !== "gone" && one.is_held)
    .map((one) => ({ ...one, state: "waiting", tries: 0, next_at: 0, at_server: false, problem: null }));
}

/** Whether what was received may go: a verified backup covers it. Moments as ISO text. */
export function isCovered(item, coversAt) {
  if (item.state !== "received" || !item.is_held || !coversAt) return false;
  return Date.parse(item.receipt.received_at) < Date.parse(coversAt);
}
