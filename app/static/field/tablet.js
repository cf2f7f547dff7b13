// What the views of the tablet work with. Everything that is kept goes through here; it
// knows no view and no word (docs/decisions/26).

import { Core } from "./core.js";
import { handOverFile } from "./handover.js";
import { emptied, handedOver, leaveProblem } from "./leaving.js";
import { checks } from "./readiness.js";
import { recorded } from "./recording.js";
import { refusal } from "./seats.js";
import { itemShown, noteShown } from "./shown.js";
import { about } from "./team.js";
import { formOf, standsNow } from "./two-texts.js";
import { languageChosen } from "./updates.js";

export { FileProblem } from "./photos.js";
export { StoreProblem } from "./store.js";

/** `visit`: its id. Opens with or without network; raises `StoreProblem`. */
export async function openTablet({ visit, shellData = {} }) {
  const tablet = new Tablet(visit, shellData);
  await tablet.start();
  return tablet;
}

/** Events: `change` with `detail.about`: seat, locking, notes, queue, pack, state,
 *  update, storing. At "locking" a view calls `saveNote` at once, before it waits. */
export class Tablet extends Core {
  get pack() {
    return this.parts.pack.current;
  }

  get seat() {
    if (!this.seating?.seat) return null;
    const { member, shown_name, languages, hasCard } = this.seating.seat;
    return { member, shown_name, languages, hasCard };
  }

  get state() {
    const { queue, report, updates, pack, clock } = this.parts;
    return {
      ...this.known,
      ...queue.counts,
      ended: Boolean(report.last?.ended),
      visitClosed: Boolean(report.last?.visit_closed),
      lastContactAt: report.lastContactAt,
      expiresAt: report.last?.expires_at ?? this.pack?.tablet.expires_at ?? null,
      updateReady: updates.isReady,
      clockIsWrong: clock.isRight === false,
      packDifference: pack.difference,
      recording: this.seating.recording !== null,
    };
  }

  now() {
    return this.parts.clock.now();
  }

  async packSeen() {
    await this.stored(this.parts.pack.seen(), "pack");
  }

  // --- seats

  /** `{ok: true}`, or `{ok: false, why, groups, seconds}`. */
  async unlock(card) {
    return this.state.ended ? refusal("ended") : this.seating.byCard(card);
  }

  async unlockByTouch(member) {
    return this.state.ended ? refusal("ended") : this.seating.byTouch(member);
  }

  async lock() {
    await this.seating.lock();
    this.parts.texts.clear();
  }

  // --- notes

  async notes() {
    const { notes, queue, texts } = this.parts;
    const shown = notes.all.map((entry) => noteShown(entry, queue, texts.of(entry.row.id)));
    return shown.sort((a, b) => (a.id < b.id ? 1 : -1));
  }

  /** Its id. Nothing is stored before something is in it. */
  startNote(values = {}) {
    const { notes, clock } = this.parts;
    const session = this.pack.sessions.find((one) => one.id === values.session_id);
    return notes.start(values, { session, at: this.now(), skew: clock.skew });
  }

  saveNote(id, form) {
    return this.stored(this.parts.notes.save(id, form));
  }

  async finishNote(id) {
    await this.stored(this.parts.notes.finish(id));
    await this.send();
  }

  reopenNote(id) {
    return this.stored(this.parts.notes.reopen(id));
  }

  discardNote(id) {
    return this.stored(this.parts.notes.discard(id));
  }

  /** `[{note, id, revision, theirs, yours}]`: notes of this member with two texts. */
  twoTexts() {
    return [...this.parts.texts.all].flatMap(([note, rivals]) => rivals.map((one) => ({ note, ...one })));
  }

  /** `keeps`: "this" stands, "that" takes its place. Whether the choice was made. */
  async chooseText({ note, ...rival }, keeps) {
    const { texts, notes, queue } = this.parts;
    const revision = await texts.choose(rival, keeps);
    if (revision !== null) {
      await this.stored(standsNow(this.db, note, revision, this.now()));
      await queue.load();
      const isBehind = queue.items.some((one) => one.id === note && one.state === "waiting");
      const chosen = keeps === "this" ? rival.theirs : rival.yours;
      if (!isBehind) await this.stored(notes.adopt(note, formOf(chosen)));
    }
    await this.guarded(this.lookAtTexts());
    return revision !== null;
  }

  // --- files and speakers

  /** Its id, once every piece was read back; raises `FileProblem` or `StoreProblem`. */
  async addFile(noteId, file) {
    const { files, pack } = this.parts;
    const closing = { seat: this.seating.seat, seal: await pack.sealer() };
    return this.stored(files.add(noteId, file, closing));
  }

  async startRecording(noteId) {
    const { files, pack } = this.parts;
    const closing = { seat: this.seating.seat, seal: await pack.sealer() };
    this.seating.recording = await recorded({
      begin: (mediaType) => files.begin(noteId, mediaType, closing),
      failed: (error) => this.storing(error),
      ended: () => {
        this.seating.recording = null;
        this.tell("notes");
      },
    });
    this.tell("notes");
    return this.seating.recording;
  }

  removeFile(noteId, fileId) {
    return this.stored(this.parts.files.remove(noteId, fileId));
  }

  describeFile(noteId, fileId, alt) {
    return this.stored(this.parts.files.describe(noteId, fileId, alt));
  }

  /** For `<img>` and `<audio>`; null where this tablet no longer holds it. */
  async fileUrl(fileId) {
    const { seat } = this.seating;
    return seat && this.parts.files.address(fileId, seat.key);
  }

  /** `{id, code}`: the withdrawal code is shown once and kept nowhere. */
  async addSpeaker(form) {
    const { speakers, pack } = this.parts;
    const sealed = await pack.sealer();
    const closing = { seat: this.seating.seat, seal: sealed, at: this.now() };
    const made = await this.stored(speakers.add(form, closing));
    await this.send();
    return made;
  }

  speakers(sessionId) {
    return this.parts.speakers.of(sessionId);
  }

  // --- the others

  team(wanted) {
    return about(this.parts.team.notes, wanted);
  }

  get teamState() {
    return this.parts.team.state;
  }

  /** How many notes say something on this question, one's own with them. */
  heard(question) {
    const own = this.parts.notes.all.filter((one) => one.form?.questions?.includes(question));
    const others = this.team({ question });
    return new Set([...own.map((one) => one.row.id), ...others.map((one) => one.id)]).size;
  }

  // --- sending, handing over, leaving

  queue() {
    const { queue } = this.parts;
    const shown = queue.items.filter((one) => one.state !== "gone");
    return shown.map((item) => itemShown(item, queue, this.seating.seat?.member));
  }

  async sendNow() {
    const { report, queue } = this.parts;
    await this.guarded(this.newPack());
    await this.guarded(report.send());
    await this.guarded(queue.sendNow());
  }

  async handOver() {
    const { queue } = this.parts;
    await queue.load();
    const said = { visit: this.visit, tablet: this.pack?.tablet.id ?? null, at: this.now() };
    const { blob, seqs } = await handOverFile(this.db, said, queue.items);
    await handedOver(this.db, seqs);
    return blob;
  }

  /** `{ok: true}`, or `{ok: false, why: "open"|"unsent", unsent}`. */
  async leave({ handedOver: isHandedOver = false } = {}) {
    const { queue, updates } = this.parts;
    await queue.load();
    const problem = await leaveProblem(this.db, queue.items, isHandedOver, Boolean(this.seat));
    if (problem) return problem;
    this.end();
    await updates.leave();
    await emptied(this.db, this.visit);
    return { ok: true };
  }

  checks() {
    const { pack, clock, updates } = this.parts;
    return checks({ pack, clock, shell: () => updates.isKept() });
  }

  /** Only while nothing waits, is open or is recorded, in any window. */
  async applyUpdate() {
    const isAlone = (await this.windows.alive()).size === 1;
    if (!isAlone || this.seat || this.state.unsent) return false;
    await this.parts.updates.apply();
    location.reload();
    return true;
  }

  setLanguage(code) {
    return languageChosen(this.visit, code);
  }
}
