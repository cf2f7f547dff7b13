// Photos, voice notes and PDFs of the note that is being written.

import { counting } from "./consent.js";
import { clone, fill, find, list, show, whenChanged, words } from "./page-parts.js";

export class Files {
  #recording = null;
  #timer;
  #forget = () => {};
  families = [];

  constructor(tablet, place, noteId, failed) {
    [this.tablet, this.place, this.noteId, this.failed] = [tablet, place, noteId, failed];
    this.record = place.querySelector("[data-record]");
  }

  begin() {
    for (const input of this.place.querySelectorAll("[type=file]")) {
      input.addEventListener("change", () => this.#choose(input));
    }
    this.record.addEventListener("click", () => this.#start());
    this.place.querySelector("[data-stop]").addEventListener("click", () => this.stop());
    this.#forget = whenChanged(this.tablet, ["notes", "queue"], () => this.#draw());
    return this.#draw();
  }

  /** A voice note is for somebody who agreed to be recorded. */
  follow(speakers) {
    const agreed = speakers.some((one) => counting(one).includes("audio"));
    this.record.disabled = !agreed || !window.MediaRecorder;
    show(this.place, "ask-first", !agreed);
  }

  async #choose(input) {
    const { family } = input.dataset;
    const chosen = [...input.files];
    input.value = "";
    for (const blob of chosen) {
      await this.tablet.addFile(this.noteId, { blob, alt: "", family }).catch(this.failed);
    }
  }

  async #start() {
    try {
      this.#recording = await this.tablet.startRecording(this.noteId);
    } catch (error) {
      return this.failed(error);
    }
    show(this.place, "recorder", true);
    this.#timer = setInterval(() => this.#tick(), 200);
    this.place.querySelector("[data-stop]").focus();
  }

  #tick() {
    const { seconds, level } = this.#recording;
    if (!this.tablet.state.recording) return this.#ended();
    const two = (n) => String(n).padStart(2, "0");
    find(this.place, "seconds").textContent = `${two(Math.floor(seconds / 60))}:${two(Math.floor(seconds % 60))}`;
    this.place.querySelector("meter").value = level;
  }

  async stop() {
    const recording = this.#recording;
    this.#ended();
    await recording?.stop();
  }

  #ended() {
    clearInterval(this.#timer);
    this.#recording = null;
    if (this.place.isConnected && find(this.place, "recorder")) show(this.place, "recorder", false);
  }

  async #draw() {
    const note = (await this.tablet.notes()).find((one) => one.id === this.noteId);
    const holder = list(this.place, "files");
    if (!holder || !note) return;
    this.families = note.files.map((one) => one.family);
    const before = new Map([...holder.children].map((one) => [one.dataset.id, one]));
    for (const file of note.files) {
      if (!before.has(file.id)) holder.append(await this.#item(file));
      this.#show(holder.querySelector(`[data-id="${file.id}"]`), file);
      before.delete(file.id);
    }
    for (const gone of before.values()) gone.remove();
  }

  async #item(file) {
    const item = clone("part-file");
    item.dataset.id = file.id;
    fill(item, "family", words("words-write", file.family));
    const alt = item.querySelector("[data-alt]");
    alt.value = file.alt;
    alt.addEventListener("change", () => this.tablet.describeFile(this.noteId, file.id, alt.value).catch(this.failed));
    item.querySelector("[data-remove]").addEventListener("click", () => this.tablet.removeFile(this.noteId, file.id).catch(this.failed));
    return item;
  }

  #show(item, file) {
    if (!item) return;
    fill(item, "state", words("words", file.state === "received" ? "received-undated" : file.state));
    if (file.state === "recording" || item.dataset.shown) return;
    item.dataset.shown = "yes";
    this.#picture(item, file);
  }

  async #picture(item, file) {
    const name = { photo: "picture", audio: "sound" }[file.family];
    const address = name && (await this.tablet.fileUrl(file.id));
    if (!address) return;
    const element = show(item, name, true);
    element.src = address;
    if (name === "picture") element.alt = file.alt;
  }

  end() {
    this.#forget();
    this.stop();
    for (const shown of this.place.querySelectorAll("[src^='blob:']")) URL.revokeObjectURL(shown.src);
  }
}
