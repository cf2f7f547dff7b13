// Asks the browser for a passkey before the form goes out; without it the form is hidden.
behaviour("passkey", (form) => {
  const known = window.PublicKeyCredential;
  if (!known?.parseCreationOptionsFromJSON || !known?.parseRequestOptionsFromJSON) return;
  form.hidden = false;
  const { credential } = form.elements;
  const { purpose } = form.dataset;

  async function ask() {
    const body = new URLSearchParams({ purpose });
    const answer = await fetch("/passkeys/challenges", { method: "POST", body });
    if (answer.redirected) window.location.assign(answer.url);
    const options = await answer.json();
    return purpose === "passkey-enrolment"
      ? navigator.credentials.create({ publicKey: known.parseCreationOptionsFromJSON(options) })
      : navigator.credentials.get({ publicKey: known.parseRequestOptionsFromJSON(options) });
  }

  form.addEventListener("submit", async (event) => {
    if (credential.value) return;
    event.preventDefault();
    try {
      credential.value = JSON.stringify((await ask()).toJSON());
      form.requestSubmit();
    } catch {
      form.querySelector("[data-problem]").hidden = false;
    }
  });
});
