// Files of a note: cut small, closed twice (to the visit, and so that the open seat can
// look at them), and stored with the note's text in one transaction.

import { bufferOf } from "./bytes.js";
import { v7 } from "./libraries.js";
import { closeOwn, inPieces, openOwn, RunningDigest, sha256Hex } from "./sealing.js";
import { ofFile, read } from "./store.js";
import { drawnAnew, FileProblem, limitProblem } from "./photos.js";
import { withPieces } from "./notes.js";

const LINE_END = new Uint8Array([10]);

export class Files {
  #db;
  #notes;
  #addresses = new Set();

  constructor(db, notes) {
    [this.#db, this.#notes] = [db, notes];
  }

  /** Adds a whole file; answers its id once all of it was read back. */
  async add(noteId, { blob, alt = "", family }, { seat, seal }) {
    const ready = family === "photo" ? await drawnAnew(blob) : { blob, preview: null };
    const bytes = await ready.blob.arrayBuffer();
    const problem = limitProblem(family, ready.blob.type, bytes);
    if (problem) throw new FileProblem(problem);
    const file = newFile(noteId, seat, family, ready.blob.type);
    const pieces = [];
    for (const piece of inPieces(bytes)) {
      // A photo is looked at by its small picture; other files by their own bytes.
      const key = family === "photo" ? null : seat.key;
      pieces.push(await closedPiece(file.id, pieces.length, piece, { seal, key }));
    }
    const preview = ready.preview && (await closeOwn(seat.key, ready.preview, `${file.id} preview`));
    const row = { ...file, ...(await measured(bytes, pieces)), preview, state: "ready" };
    await this.#write(noteId, { ...row, alt }, pieces);
    return file.id;
  }

  /** One note, one file and some of its pieces: together or not at all. */
  #write(noteId, fact, pieces) {
    return this.#notes.inTurn(noteId, async () => {
      const entry = this.#notes.entry(noteId);
      const before = entry.files.get(fact.id);
      entry.files.set(fact.id, { ...fact, alt: before?.alt ?? fact.alt });
      entry.wanted += 1;
      try {
        await this.#notes.write(entry, () => [
          { put: "files", value: rowOf(fact) },
          ...pieces.map((value) => ({ put: "pieces", value })),
        ]);
      } catch (error) {
        if (before) entry.files.set(fact.id, before);
        else entry.files.delete(fact.id);
        throw error;
      }
    });
  }

  /** A recording that goes on: `append(bytes)` after each second, `finish()` at its end. */
  begin(noteId, mediaType, { seat, seal }) {
    let row = { ...newFile(noteId, seat, "audio", mediaType), state: "recording", pieces: 0 };
    const [plain, sealed] = [new RunningDigest(), new RunningDigest()];
    const append = async (bytes) => {
      const made = await closedPiece(row.id, row.pieces, bytes, { seal, key: seat.key });
      if (row.pieces) sealed.add(LINE_END);
      row = {
        ...row,
        pieces: row.pieces + 1,
        bytes: row.bytes + bytes.byteLength,
        sha256: plain.add(bytes).hex(),
        sealed_bytes: row.sealed_bytes + made.sealed.byteLength + (row.pieces ? 1 : 0),
        sealed_sha256: sealed.add(made.sealed).hex(),
      };
      await this.#write(noteId, { ...row, alt: "" }, [made]);
    };
    const finish = (seconds) => {
      row = { ...row, state: "ready", seconds };
      return this.#write(noteId, { ...row, alt: "" }, []);
    };
    return { id: row.id, append, finish };
  }

  async describe(noteId, fileId, alt) {
    const entry = this.#notes.entry(noteId);
    entry.files.set(fileId, { ...entry.files.get(fileId), alt });
    entry.wanted += 1;
    await this.#notes.inTurn(noteId, () => this.#notes.write(entry));
  }

  /** Off the note, and off the queue if the server cannot know of it yet. */
  async remove(noteId, fileId) {
    const entry = this.#notes.entry(noteId);
    await this.#notes.inTurn(noteId, async () => {
      const row = rowOf(entry.files.get(fileId));
      entry.files.delete(fileId);
      entry.wanted += 1;
      await this.#notes.write(entry, (transaction) => takenOff(transaction, row));
    });
  }

  /** An address for `<img>` or `<audio>`, as long as the seat is open; null where the
   *  tablet no longer holds it. Each call gives one of its own: views may revoke theirs. */
  async address(fileId, key) {
    const blob = await this.#readable(fileId, key);
    if (!blob) return null;
    const made = URL.createObjectURL(blob);
    this.#addresses.add(made);
    return made;
  }

  async #readable(fileId, key) {
    const file = await read(this.#db, ["files"], (t) => t.objectStore("files").get(fileId));
    if (!file) return null;
    if (file.preview) {
      const bytes = await openOwn(key, file.preview, `${fileId} preview`);
      return bytes && new Blob([bytes], { type: "image/jpeg" });
    }
    const pieces = await read(this.#db, ["pieces"], (t) => t.objectStore("pieces").getAll(ofFile(fileId)));
    const parts = await Promise.all(pieces.map((one) => openOwn(key, one.own, `${fileId} ${one.n}`)));
    return parts.length && parts.every(Boolean) ? new Blob(parts, { type: file.media_type }) : null;
  }

  close() {
    for (const one of this.#addresses) URL.revokeObjectURL(one);
    this.#addresses.clear();
  }
}

function newFile(note, seat, family, mediaType) {
  const media_type = mediaType.split(";")[0].trim();
  const empty = { bytes: 0, sealed_bytes: 0, sha256: null, sealed_sha256: null };
  return { id: v7(), note, member: seat.member, family, media_type, queued: false, ...empty };
}

async function takenOff(transaction, row) {
  const [item] = await transaction.objectStore("queue").index("id").getAll(row.id);
  if (item?.tries) return [{ put: "files", value: { ...row, removed: true } }];
  return [...withPieces(row), ...(item ? [{ drop: "queue", key: item.seq }] : [])];
}

/** The text of a picture is content: it stands in the note, closed, never in this row. */
function rowOf({ alt, ...row }) {
  return row;
}

async function closedPiece(file, n, bytes, { seal, key }) {
  const own = key && (await closeOwn(key, bytes, `${file} ${n}`));
  return { file, n, sealed: await seal(bytes), own };
}

async function measured(bytes, pieces) {
  const sealed = new RunningDigest();
  pieces.forEach((one, n) => (n ? sealed.add(LINE_END) : sealed).add(one.sealed));
  const length = pieces.reduce((sum, one) => sum + one.sealed.byteLength, 0);
  return {
    pieces: pieces.length,
    bytes: bytes.byteLength,
    sha256: await sha256Hex(bufferOf(bytes)),
    sealed_bytes: length + Math.max(0, pieces.length - 1),
    sealed_sha256: sealed.hex(),
  };
}
