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

// Filters send themselves when a choice changes; without this the button does. What is
// blank stays out of the address, but for a group that is open: it is open again after.
behaviour("send-on-change", (form) => {
  form.addEventListener("change", () => form.requestSubmit());
  form.addEventListener("formdata", ({ formData }) => {
    for (const field of form.elements) {
      const open = field.closest("details")?.open;
      if (field.name && field.value === "" && !open) formData.delete(field.name);
    }
  });
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

// The times offered in a form follow its day, and the end follows the start, until
// somebody writes their own. data-free: day -> its next free [start, end].
behaviour("follow-day", (form) => {
  const free = JSON.parse(form.dataset.free);
  const { day_id: day, starts_local: starts, ends_local: ends } = form.elements;
  let [offeredStart, offeredEnd] = free[day.value] ?? ["", ""];

  day.addEventListener("change", () => {
    if (starts.value !== offeredStart || ends.value !== offeredEnd) return;
    [offeredStart, offeredEnd] = free[day.value] ?? ["", ""];
    [starts.value, ends.value] = [offeredStart, offeredEnd];
  });
  starts.addEventListener("change", () => {
    if (!starts.value || ends.value !== offeredEnd) return;
    const length = minutesOf(offeredEnd) - minutesOf(offeredStart) || 60;
    const end = minutesOf(starts.value) + length;
    if (end >= 24 * 60) return;
    [offeredStart, offeredEnd] = [starts.value, asClock(end)];
    ends.value = offeredEnd;
  });
});

function minutesOf(time) {
  const [hours, rest] = time.split(":").map(Number);
  return hours * 60 + rest;
}

function asClock(minute) {
  const two = (number) => String(number).padStart(2, "0");
  return `${two(Math.floor(minute / 60))}:${two(minute % 60)}`;
}

// Ctrl or ⌘ with Enter sends the form from inside a long text.
behaviour("send-with-keys", (form) => {
  form.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) form.requestSubmit();
  });
});

// Opens the browser's own printing; without script people know where it is.
behaviour("print", (holder) => {
  holder.hidden = false;
  holder.querySelector("button").addEventListener("click", () => window.print());
});

// What takes long to be sent and read says so.
behaviour("tell-sending", (form) => {
  form.addEventListener("submit", () => {
    form.querySelector("[data-sending]").hidden = false;
  });
});
