// A page that looks for news by itself rests while nobody sees it.
document.addEventListener("htmx:before:request", (event) => {
  const { headers } = event.detail.ctx.request;
  if (document.hidden && "Repere-Poll" in headers) event.preventDefault();
});
