// An unattended seat locks. The server locks it too, by what it is told here; a note that
// is being written goes out with the lock, so that nothing typed is lost.
behaviour("idle-lock", (marker) => {
  const longest = Number(marker.dataset.minutes) * 60_000;
  let [used, told] = [Date.now(), Date.now()];

  for (const kind of ["pointerdown", "keydown", "input", "wheel", "touchmove"]) {
    addEventListener(kind, () => (used = Date.now()), { capture: true, passive: true });
  }

  function lock() {
    clearInterval(watch);
    const button = document.querySelector("[data-lock]");
    button.form.requestSubmit(button);
  }

  async function tell() {
    told = Date.now();
    const answer = await fetch(marker.dataset.presence, { method: "POST", redirect: "manual" });
    if (answer.type === "opaqueredirect") lock();
  }

  const watch = setInterval(() => {
    if (!navigator.onLine) return; // a lock that cannot be sent would lose what is typed
    if (Date.now() - used >= longest) lock();
    else if (used > told && Date.now() - told > 20_000) tell().catch(() => {});
  }, 1000);
});

// A page brought back from the browser's memory is asked for again: it may be locked now.
addEventListener("pageshow", (event) => {
  if (event.persisted) location.reload();
});
