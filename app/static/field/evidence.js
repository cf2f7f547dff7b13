// From what is on the page to the bytes of `EvidenceForm` (app/evidence/forms.py). Pure.

import { utf8 } from "./bytes.js";

export const FORM_VERSION = 1;
const TO_PLACE = "to-place";
const OPTIONAL = ["session_id", "bearing", "language", "heard"];
const LISTS = ["questions", "contexts", "speakers", "who"];

/** A new note's values: what its session and its member already say is filled in. */
export function startedWith(values, { session, seat, at, skew }) {
  return {
    text: "",
    factors: [],
    kind: session?.kind ?? "interview",
    voice: session?.voice ?? "none",
    session_id: session?.id ?? null,
    language: session?.language ?? seat.languages?.[0] ?? null,
    questions: [],
    contexts: [],
    speakers: [],
    who: [],
    heard: null,
    bearing: null,
    quote: false,
    sensitivity: "ordinary",
    captured_at: at.toISOString(),
    clock_skew_seconds: skew,
    ...values,
  };
}

/** Whether there is anything to keep: a text or a file. */
export const holdsSomething = (form, files) => Boolean(form.text?.trim() || files.length);

/** `files`: `{id, media_type, bytes, sha256, alt}`. */
export function evidenceOf(form, files) {
  const factors = (form.factors ?? []).filter((one) => one !== TO_PLACE);
  const made = {
    text: form.text ?? "",
    factors: factors.length ? factors : [TO_PLACE],
    kind: form.kind || "interview",
    voice: form.voice || "none",
    captured_at: form.captured_at,
    quote: Boolean(form.quote),
    sensitivity: form.sensitivity || "ordinary",
    attachments: files.map(announced),
    form_version: FORM_VERSION,
  };
  for (const name of OPTIONAL) if (form[name]) made[name] = form[name];
  for (const name of LISTS) if (form[name]?.length) made[name] = [...form[name]];
  if (Number.isInteger(form.clock_skew_seconds)) {
    made.clock_skew_seconds = form.clock_skew_seconds;
  }
  return made;
}

const announced = ({ id, media_type, bytes, sha256, alt }) => ({
  id,
  media_type,
  bytes,
  sha256,
  alt: alt ?? "",
});

export const bytesOf = (value) => utf8(JSON.stringify(value));
