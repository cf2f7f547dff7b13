// A tablet's first page, made by the server: it keeps the one that needs no network, and
// gives way to it once it is here whole. Nothing typed is lost to that.
behaviour("keep-page", async (marker) => {
  if (!navigator.serviceWorker) return;
  const { scope } = marker.dataset;
  try {
    await navigator.serviceWorker.register(`${scope}/worker.js`, { scope });
    const kept = await navigator.serviceWorker.ready;
    const isTyping = () => [...document.querySelectorAll("input:not([type=hidden]), textarea")].some((one) => one.value);
    if (kept.active && !isTyping()) location.reload();
  } catch {
    // The page goes on as it is, with a network.
  }
});
