// Attaches behaviours to elements that name them in data-behaviour, now and after htmx.
// A behaviour is a function of its element; it runs once per element.
const behaviours = {};

function behaviour(name, attach) {
  behaviours[name] = attach;
}

function wake(root) {
  for (const element of root.querySelectorAll("[data-behaviour]")) {
    for (const name of element.dataset.behaviour.split(" ")) {
      const key = `awake-${name}`;
      if (behaviours[name] && !element.hasAttribute(key)) {
        element.toggleAttribute(key, true);
        behaviours[name](element);
      }
    }
  }
}

document.addEventListener("DOMContentLoaded", () => wake(document));
document.addEventListener("htmx:after:swap", () => wake(document));
