// Writing a note: every change is on the tablet within a second, and says so.

import { lacking, stillToSay } from "./consent.js";
import { hintsIn } from "./hints.js";
import { clone, fill, list, listed, speak, titled, whenChanged, words } from "./page-parts.js";
import { onNow } from "./view-now.js";
import { drawChoices, drawQuestions } from "./write-choices.js";
import { Files } from "./write-files.js";
import { drawSpeakers, offerSpeaker } from "./write-speakers.js";

/** Between two saves of who goes on typing, in ms. */
const WAIT = 350;
const ONE = ["text", "session_id", "language", "kind", "voice", "heard", "bearing", "sensitivity"];
const MANY = ["factors", "questions", "contexts", "who", "speakers"];

export function showWrite(tablet, place, argument) {
  const writing = new Writing(tablet, place, argument);
  writing.begin();
  return () => writing.end();
}

/** The fields as `EvidenceForm` has them. Pure but for the form it reads. */
export function valuesOf(form) {
  const data = new FormData(form);
  const one = ONE.map((name) => [name, data.get(name) || null]);
  const many = MANY.map((name) => [name, data.getAll(name)]);
  return { ...Object.fromEntries([...one, ...many]), text: data.get("text") ?? "", quote: data.has("quote") };
}

class Writing {
  #timer = null;
  #nextAt = 0;
  #isChanged = false;
  #forget = () => {};
  #isOver = false;

  constructor(tablet, place, argument) {
    [this.tablet, this.place] = [tablet, place];
    place.append(clone("view-write"));
    this.form = place.querySelector("form");
    this.argument = argument ?? "";
  }

  async begin() {
    const note = await this.#noteWanted();
    if (this.#isOver) return;
    this.id = note.id;
    dispatchEvent(new CustomEvent("repere-place", { detail: `#write/${this.id}` }));
    this.#draw(note.form);
    this.files = new Files(this.tablet, this.place, this.id, (error) => this.failed(error));
    this.files.begin();
    this.#listen();
    this.place.querySelector("textarea").focus();
  }

  /** The draft the address names, or a new one in the session that is on. */
  async #noteWanted() {
    const known = (await this.tablet.notes()).find((one) => one.id === this.argument);
    if (known?.form && !known.finished) return known;
    const sessions = this.tablet.pack.sessions;
    const named = this.argument.startsWith("on-") ? this.argument.slice(3) : null;
    const session = sessions.find((one) => one.id === named) ?? onNow(sessions, this.tablet.now()).on[0];
    const id = this.tablet.startNote({ session_id: session?.id ?? null });
    return (await this.tablet.notes()).find((one) => one.id === id);
  }

  #draw(values) {
    const { form, tablet } = this;
    const sessions = tablet.pack.sessions.map((one) => new Option(`${one.number}. ${titled(one).text}`, one.id));
    form.elements.session_id.append(...sessions);
    drawChoices(tablet.pack, form, values);
    const unsaid = stillToSay(values); // a default is not shown as if somebody had chosen it
    for (const name of ONE.filter((one) => !unsaid.includes(one))) {
      const field = form.elements[name];
      if (field && values[name] !== null && values[name] !== undefined) field.value = values[name];
    }
    for (const name of MANY.filter((one) => one === "who" || one === "contexts")) tick(form, name, values[name]);
    form.elements.quote.checked = Boolean(values.quote);
    drawSpeakers(tablet, form, values.speakers ?? []);
    this.#follow();
    fill(this.place, "saved", words("words-write", "as-you-type"));
  }

  #listen() {
    const { form, place, tablet } = this;
    form.addEventListener("input", (event) => {
      if (event.target.closest("[data-alt], .tablet-adding, [type=file]")) return;
      if (event.target.name === "session_id") this.#moved();
      this.#follow();
      this.#saveSoon();
    });
    form.addEventListener("submit", (event) => (event.preventDefault(), this.finish()));
    place.querySelector("[data-discard]").addEventListener("click", () => this.discard());
    place.querySelector("[data-add-speaker]").addEventListener("click", () => this.#addSpeaker());
    this.#forget = whenChanged(tablet, ["locking"], () => this.#saveNow());
  }

  /** Another session: its factors come first now. What is chosen stays chosen. */
  #moved() {
    const values = valuesOf(this.form);
    drawChoices(this.tablet.pack, this.form, values);
    drawSpeakers(this.tablet, this.form, values.speakers);
  }

  /** What hangs on what is written: language, questions, consents, hints, what can wait. */
  #follow() {
    const { form, place, tablet } = this;
    const values = valuesOf(form);
    speak(form.elements.text, values.language ?? document.documentElement.lang);
    drawQuestions(tablet, form, values);
    const families = this.files?.families ?? [];
    const chosen = tablet.speakers(null).filter((one) => values.speakers.includes(one.id));
    const missing = lacking({ quote: values.quote, families }, chosen);
    const what = listed(missing.map((one) => words("words-write", `lacks-${one}`)));
    fill(place, "lacking", missing.length ? words("words-write", "lacks", { what }) : "");
    const hints = hintsIn(values.text, values.language ?? "en").map(({ kind, found }) => words("words-write", `hint-${kind}`, { found }));
    list(place, "hints").replaceChildren(...hints.map(line));
    const later = stillToSay(values).map((one) => words("words-write", `later-${one}`));
    fill(place, "tonight", later.length ? words("words-write", "later", { what: listed(later) }) : "");
    this.files?.follow(chosen);
  }

  /** The first change at once, then one save in each WAIT, also of who never pauses. */
  #saveSoon() {
    this.#isChanged = true;
    fill(this.place, "saved", words("words", "saving"));
    this.#timer ??= setTimeout(() => this.#saveNow(), this.#nextAt - performance.now());
  }

  /** The call that stores is made before anything is waited for: the seat may close. */
  #saveNow() {
    this.#stopWaiting();
    this.#nextAt = performance.now() + WAIT;
    if (this.#isOver || !this.id || !this.form.isConnected) return Promise.resolve();
    return this.tablet.saveNote(this.id, valuesOf(this.form)).then(
      () => this.#stored(),
      (error) => this.failed(error),
    );
  }

  #stopWaiting() {
    clearTimeout(this.#timer);
    this.#timer = null;
  }

  #stored() {
    if (this.#isOver) return;
    fill(this.place, "failed", "");
    if (this.#timer) return; // something newer waits: it would be said too early
    this.#isChanged = false;
    fill(this.place, "saved", words("words-write", "kept"));
  }

  failed(error) {
    if (this.#isOver) return;
    const from = error.name === "FileProblem" ? "file" : "store";
    fill(this.place, "saved", "");
    fill(this.place, "failed", words("words", `${from}-${error.reason}`) ?? words("words", "store-broken"));
  }

  async finish() {
    const values = valuesOf(this.form);
    if (!values.text.trim() && !this.files.families.length) {
      fill(this.place, "failed", words("words-write", "empty"));
      return this.form.elements.text.focus();
    }
    try {
      await this.files.stop();
      this.#stopWaiting();
      await this.tablet.saveNote(this.id, values);
      await this.tablet.finishNote(this.id);
    } catch (error) {
      return this.failed(error);
    }
    this.#isOver = true;
    location.hash = "#mine";
  }

  async discard() {
    this.#stopWaiting();
    try {
      await this.files.stop();
      await this.tablet.discardNote(this.id);
    } catch (error) {
      return this.failed(error);
    }
    this.#isOver = true;
    location.hash = "#now";
  }

  #addSpeaker() {
    const added = (id) => {
      const values = valuesOf(this.form);
      drawSpeakers(this.tablet, this.form, [...values.speakers, id]);
      this.#follow();
      this.#saveNow();
    };
    offerSpeaker(this.tablet, this.place, valuesOf(this.form), added, (error) => this.failed(error));
  }

  /** Going to another view keeps what stands here. */
  end() {
    if (!this.#isOver && this.id && this.#isChanged) this.#saveNow();
    this.#isOver = true;
    this.#stopWaiting();
    this.#forget();
    this.files?.end();
  }
}

function tick(form, name, chosen = []) {
  for (const box of form.querySelectorAll(`[name="${name}"]`)) box.checked = chosen.includes(box.value);
}

function line(text) {
  const item = document.createElement("li");
  item.textContent = text;
  return item;
}
