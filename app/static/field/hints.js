// What in a text might tell who spoke. Hints, never a verdict: a person decides. Pure.

const EMAIL = /[^\s@<>()]+@[^\s@<>()]+\.[a-z]{2,}/giu;
const PHONE = /(?:\+|\b00|\b0)[\d\s().\-/]{6,}\d/gu;
const DATE = /\b\d{1,2}[./]\d{1,2}[./]\d{2,4}\b|\b\d{4}-\d{2}-\d{2}\b|\b\d{1,2}(?:er|st|nd|rd|th|\.)?\s+(?:january|february|march|april|may|june|july|august|september|october|november|december|janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre)\b(?:\s+\d{4})?/giu;
const AGE = /\b\d{1,2}[\s-]?(?:years?[\s-]old|ans)\b/giu;
/** Words that begin a sentence, and what always has a capital in one of our languages. */
const BEGINS = /(?:^|[.!?:;…«»"“”()\n–—-])\s*$/u;
const CAPITAL = /\p{Lu}[\p{Ll}’'-]{1,}(?:[\s-]\p{Lu}[\p{Ll}’'-]{1,})*/gu;
const NOT_NAMES = /^(?:I|I'm|I’m|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|January|February|March|April|May|June|July|August|September|October|November|December|English|French|Arabic|Ukrainian|Russian|Spanish|Portuguese|German|Italian|Dutch|Turkish|Farsi|Dari|Pashto|Somali|Tigrinya)$/u;
const MOST = 6;

/** `[{kind: "email"|"phone"|"date"|"age"|"name", found}]`, at most six, each once.
 *  German writes every noun with a capital, so names are not looked for there. */
export function hintsIn(text, language = "en") {
  const found = [
    ...matches("email", EMAIL, text),
    ...matches("phone", PHONE, text).filter((one) => one.found.replace(/\D/g, "").length >= 8),
    ...matches("date", DATE, text),
    ...matches("age", AGE, text),
    ...(language.startsWith("de") ? [] : names(text)),
  ];
  const once = new Map(found.map((one) => [one.found, one]));
  return [...once.values()].slice(0, MOST);
}

const matches = (kind, pattern, text) =>
  [...text.matchAll(pattern)].map(([found]) => ({ kind, found: found.trim() }));

/** Capitals inside a sentence. */
function names(text) {
  const found = [];
  for (const { 0: word, index } of text.matchAll(CAPITAL)) {
    const isFirst = BEGINS.test(text.slice(0, index));
    const parts = isFirst ? word.split(/\s/).slice(1).join(" ") : word;
    if (parts && !NOT_NAMES.test(parts)) found.push({ kind: "name", found: parts });
  }
  return found;
}
