// Who spoke: somebody known from this session, or one more, with their consents.

import { counting } from "./consent.js";
import { clone, fill, find, list, listed, show, words } from "./page-parts.js";

/** `chosen`: ids. Those of the note's session, and those chosen wherever they spoke. */
export function drawSpeakers(tablet, form, chosen) {
  const session = form.elements.session_id.value || null;
  const known = tablet.speakers(null).filter((one) => one.session_id === session || chosen.includes(one.id));
  list(form, "speakers").replaceChildren(...known.map((one) => speakerOf(one, chosen.includes(one.id))));
}

function speakerOf(one, isChosen) {
  const label = clone("part-speaker");
  const input = label.querySelector("input");
  [input.value, input.checked] = [one.id, isChosen];
  fill(label, "label", one.role || words("words-speaker", `voice-${one.voice}`)).dir = "auto";
  const agreed = counting(one).map((scope) => words("words-speaker", `consent-${scope}`));
  const said = agreed.length
    ? words("words-speaker", "agrees", { what: listed(agreed) })
    : words("words-speaker", "agrees-to-nothing");
  fill(label, "agrees", said);
  return label;
}

/** A small form within the note's; `added(id)` once they are on the tablet. */
export function offerSpeaker(tablet, place, note, added, failed) {
  const holder = list(place, "adding");
  if (holder.childElementCount) return;
  const part = clone("part-adding");
  const field = (name) => part.querySelector(`[name="${name}"]`);
  const voice = part.querySelector(`[name="speaker-voice"][value="${note.voice}"]`);
  if (voice) voice.checked = true;
  field("minor").addEventListener("change", () => show(part, "guardian", field("minor").checked));
  part.querySelector("[data-cancel]").addEventListener("click", () => part.remove());
  part.querySelector("[data-add]").addEventListener("click", async () => {
    const form = valuesOf(part, note);
    const problem = problemOf(form);
    fill(part, "problem", problem && words("words-speaker", problem));
    if (problem) return;
    const made = await tablet.addSpeaker(form).catch(failed);
    if (!made) return;
    part.remove();
    added(made.id);
    showCode(holder, made.code);
  });
  holder.append(part);
  field("role").focus();
}

/** Why they cannot be added so: a key of the words, or an empty string. Pure. */
export function problemOf({ voice, minor, guardian_agrees, consents }) {
  if (!voice) return "no-voice";
  return minor && consents.length && !guardian_agrees ? "guardian" : "";
}

function valuesOf(part, note) {
  const checked = (name) => [...part.querySelectorAll(`[name="${name}"]:checked`)].map((one) => one.value);
  return {
    session_id: note.session_id,
    role: part.querySelector("[name=role]").value.trim(),
    voice: checked("speaker-voice")[0] ?? "",
    minor: checked("minor").length > 0,
    guardian_agrees: checked("guardian_agrees").length > 0,
    consents: checked("consents"),
    witness: part.querySelector("[name=witness]").value.trim(),
  };
}

function showCode(holder, code) {
  const part = clone("part-code");
  find(part, "code").textContent = code;
  part.querySelector("[data-seen]").addEventListener("click", () => part.remove());
  holder.append(part);
}
