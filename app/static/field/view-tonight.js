// What is still to place or to complete, one note after the other; a keyboard is enough.

import { stillToSay } from "./consent.js";
import { clone, fill, list, said, show, titled, words } from "./page-parts.js";

const SINGLE = ["voice", "heard", "bearing"];

export function showTonight(tablet, place) {
  const tonight = new Tonight(tablet, place);
  tonight.begin();
  return () => tonight.end();
}

/** Finished notes of one's own that lack something, oldest first. Pure. */
export function toComplete(notes) {
  const open = notes.filter((one) => one.form && one.finished && one.state !== "gone");
  return open.filter((one) => stillToSay(one.form).length).toSorted((a, b) => (a.id < b.id ? -1 : 1));
}

class Tonight {
  #ids = [];
  #at = 0;
  #keys = new AbortController();

  constructor(tablet, place) {
    [this.tablet, this.place] = [tablet, place];
    place.append(clone("view-tonight"));
    this.form = place.querySelector("form");
  }

  async begin() {
    this.#ids = toComplete(await this.tablet.notes()).map((one) => one.id);
    this.form.addEventListener("submit", (event) => (event.preventDefault(), this.#save()));
    this.place.querySelector("[data-skip]").addEventListener("click", () => this.#go(1));
    this.place.querySelector("[data-back]").addEventListener("click", () => this.#go(-1));
    addEventListener("keydown", (event) => this.#press(event), { signal: this.#keys.signal });
    await this.#draw();
  }

  end() {
    this.#keys.abort();
  }

  async #draw() {
    const note = (await this.tablet.notes()).find((one) => one.id === this.#ids[this.#at]);
    if (!this.form.isConnected) return;
    this.form.hidden = !note;
    show(this.place, "done", !note);
    fill(this.place, "count", note ? words("words-tonight", "place", { n: this.#at + 1, all: this.#ids.length }) : "");
    if (!note) return;
    this.note = note;
    fill(this.form, "text", note.form.text || "…", note.form.language ?? document.documentElement.lang);
    const session = this.tablet.pack.sessions.find((one) => one.id === note.form.session_id);
    const about = session && words("words-tonight", "session", { number: session.number, title: titled(session).text });
    fill(this.form, "about", about ?? "");
    this.#drawSteps(note.form, session);
  }

  #drawSteps(form, session) {
    const left = stillToSay(form);
    for (const step of this.form.querySelectorAll("[data-step]")) {
      step.hidden = !left.includes(step.dataset.step);
      for (const input of step.querySelectorAll("input")) input.checked = form[input.name] === input.value && input.value !== "none";
    }
    if (left.includes("voice")) this.form.querySelector("[data-step=heard]").hidden = false;
    list(this.form, "factors").replaceChildren(...factorsOf(this.tablet.pack, session));
    this.form.querySelector("[data-step]:not([hidden]) legend")?.focus();
  }

  #press(event) {
    if (!this.note || this.form.hidden || event.target.closest("select, textarea, a")) return;
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const step = event.target.closest("[data-step]") ?? this.#unanswered();
    if (/^[1-9]$/.test(event.key)) this.#pick(step, Number(event.key));
    else if (event.key === "Enter" && !event.target.closest("button")) this.#save();
    else if (event.key === "ArrowLeft" && !event.target.closest("input")) this.#go(-1);
    else if (event.key === "ArrowRight" && !event.target.closest("input")) this.#go(1);
    else return;
    event.preventDefault();
  }

  #pick(step, number) {
    const input = step?.querySelectorAll("input")[number - 1];
    if (!input) return;
    input.checked = input.type === "checkbox" ? !input.checked : true;
    if (input.type === "radio") this.#unanswered()?.querySelector("legend").focus();
  }

  #unanswered() {
    const steps = [...this.form.querySelectorAll("[data-step]:not([hidden])")];
    return steps.find((one) => !one.querySelector(":checked")) ?? steps.at(-1);
  }

  async #save() {
    const data = new FormData(this.form);
    const factors = data.getAll("factors");
    const chosen = SINGLE.filter((name) => data.get(name)).map((name) => [name, data.get(name)]);
    const values = { ...Object.fromEntries(chosen), ...(factors.length && { factors }) };
    if (Object.keys(values).length) {
      await this.tablet.reopenNote(this.note.id);
      await this.tablet.saveNote(this.note.id, values);
      await this.tablet.finishNote(this.note.id);
    }
    await this.#go(1);
  }

  async #go(step) {
    this.#at = Math.max(0, Math.min(this.#ids.length, this.#at + step));
    await this.#draw();
  }
}

function factorsOf(pack, session) {
  const near = new Set(session?.factors ?? []);
  const sorted = pack.factors.toSorted((a, b) => near.has(b.slug) - near.has(a.slug) || a.number - b.number);
  return sorted.map((factor, n) => {
    const label = clone("part-numbered");
    label.querySelector("input").value = factor.slug;
    fill(label, "number", n < 9 ? String(n + 1) : "");
    const { text, language } = said(factor.title);
    fill(label, "label", `${factor.number} ${text}`, language);
    return label;
  });
}
