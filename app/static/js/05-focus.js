// A page that replaced another says what it is: focus goes to what the service has to
// tell, to what the address names, or to the heading, unless something else took it.
let shownMain;

document.addEventListener("DOMContentLoaded", () => {
  shownMain = document.querySelector("main");
});

document.addEventListener("htmx:after:swap", () => {
  const main = document.querySelector("main");
  if (main === shownMain) return;
  shownMain = main;
  if (document.activeElement !== document.body) return;
  const named = document.getElementById(location.hash.slice(1));
  const told = named ?? main.querySelector("[role=status], h1");
  if (!told) return;
  if (!told.hasAttribute("tabindex")) told.tabIndex = -1;
  told.focus({ preventScroll: true });
});
