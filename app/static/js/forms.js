// The error summary takes focus, so that a screen reader says at once what is wrong.
behaviour("take-focus", (element) => element.focus());

// "Use this text": takes what somebody else saved into one's own field.
behaviour("use-theirs", (button) => {
  button.hidden = false;
  button.addEventListener("click", () => {
    const field = document.getElementById(button.dataset.into);
    field.value = document.getElementById(button.dataset.from).textContent;
    field.focus();
  });
});

// Filters send themselves when a choice changes; without this the button does.
behaviour("send-on-change", (form) => {
  form.addEventListener("change", () => form.requestSubmit());
});

// Asks before a form with data-confirm goes out; without script the page asks itself.
behaviour("confirm", (form) => {
  form.addEventListener("submit", (event) => {
    if (!window.confirm(form.dataset.confirm)) {
      event.preventDefault();
      event.stopImmediatePropagation();
    }
  }, true);
});

// In a row of tabs that scrolls, the one you are on is in view.
behaviour("show-current", (tabs) => {
  const current = tabs.querySelector("[aria-current]");
  if (current) tabs.scrollLeft = current.offsetLeft - tabs.clientWidth / 2;
});
