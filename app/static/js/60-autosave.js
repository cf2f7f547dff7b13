// A part of a page that saves itself a moment after one stops typing, and says so. Without
// script, or without connection, its button and "Save everything" do the same.
behaviour("autosave", (part) => {
  const WAIT = 1200;
  let timer;
  let sending = false;
  let changed = false;

  const state = () => part.querySelector("[role=status]");
  const revision = part.querySelector("input[name^='revision.']");

  part.addEventListener("input", () => {
    changed = true;
    state().textContent = part.dataset.typing;
    clearTimeout(timer);
    timer = setTimeout(send, WAIT);
  });
  revision.form.addEventListener("submit", () => {
    clearTimeout(timer);
    changed = false;
  });

  async function send() {
    if (sending || !changed) return;
    [sending, changed] = [true, false];
    state().textContent = part.dataset.sending;
    try {
      show(await answer());
    } catch {
      state().textContent = part.dataset.failed;
    }
    sending = false;
    if (changed) timer = setTimeout(send, WAIT);
  }

  async function answer() {
    const body = new URLSearchParams({ language: revision.form.elements.language.value });
    for (const field of part.querySelectorAll("input, textarea")) {
      if (field.type !== "radio" || field.checked) body.append(field.name, field.value);
    }
    const reply = await fetch(part.dataset.address, { method: "POST", body });
    const found = new DOMParser().parseFromString(await reply.text(), "text/html");
    const said = found.querySelector("p[data-saved]");
    if (!said) throw new Error("an answer of another kind");
    return said;
  }

  function show(said) {
    if (said.dataset.saved) revision.value = said.dataset.saved;
    if (!changed) state().textContent = said.textContent;
  }
});
