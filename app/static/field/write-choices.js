// Factors, guiding questions and contextual factors of a note: those of its session first.

import { clone, counted, fill, list, said, show, speak } from "./page-parts.js";

/** `values`: what is chosen. Factors of the session and those chosen stand in front. */
export function drawChoices(pack, form, values) {
  const session = pack.sessions.find((one) => one.id === values.session_id);
  const near = new Set([...(session?.factors ?? []), ...(values.factors ?? [])]);
  const [front, others] = [[], []];
  for (const factor of pack.factors) {
    const isNear = !near.size || near.has(factor.slug);
    (isNear ? front : others).push(choice("factors", factor.slug, `${factor.number} `, factor.title, values));
  }
  list(form, "factors").replaceChildren(...front);
  list(form, "other-factors").replaceChildren(...others);
  show(form, "others", others.length);
  const contexts = pack.contexts.map((one) => choice("contexts", one.slug, "", one.text, values));
  list(form, "contexts").replaceChildren(...contexts);
  show(form, "has-contexts", contexts.length);
}

export function choice(name, value, before, texts, values) {
  const label = clone("part-choice");
  const input = label.querySelector("input");
  Object.assign(input, { name, value, checked: (values[name] ?? []).includes(value) });
  const { text, language } = said(texts);
  fill(label, "label", before + text, language);
  label.dir = "auto";
  return label;
}

/** The questions of the factors chosen, each with how often it was heard. */
export function drawQuestions(tablet, form, values) {
  const chosen = tablet.pack.factors.filter((one) => values.factors.includes(one.slug) && one.questions.length);
  show(form, "questions", chosen.length);
  const holder = list(form, "questions");
  const key = chosen.map((one) => one.slug).join();
  if (holder.dataset.key === key) return;
  holder.dataset.key = key;
  holder.replaceChildren(...chosen.map((factor) => questionsOf(tablet, factor, values)));
}

function questionsOf(tablet, factor, values) {
  const group = clone("part-question");
  const title = said(factor.title);
  fill(group, "factor", `${factor.number} ${title.text}`, title.language);
  const asked = factor.questions.map((question) => {
    const label = clone("part-asked");
    const slug = `${factor.slug}/${question.slug}`;
    const input = label.querySelector("input");
    [input.value, input.checked] = [slug, values.questions.includes(slug)];
    const { text, language } = said(question.text);
    speak(fill(label, "label", text), language);
    const times = tablet.heard(slug);
    fill(label, "heard", times ? counted("words-write", "heard", times) : "");
    return label;
  });
  list(group, "choices").append(...asked);
  return group;
}
