// Hours of another time zone, said as they are where the reader is, if they differ there.
behaviour("own-time", (element) => {
  const from = new Date(element.dataset.from);
  const to = new Date(element.dataset.to);
  const language = document.documentElement.lang || "en";
  const clock = new Intl.DateTimeFormat(language, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
  const weekday = new Intl.DateTimeFormat(language, { weekday: "short" });
  const there = element.dataset.from.slice(11, 16);
  const sameDay = (at) => [at.getFullYear(), at.getMonth() + 1, at.getDate()].join("-") === element.dataset.from.slice(0, 10).replaceAll("-0", "-");
  if (clock.format(from) === there && sameDay(from)) return;
  const said = (at) => (sameDay(at) ? clock.format(at) : `${weekday.format(at)} ${clock.format(at)}`);
  const times = +from === +to ? said(from) : `${said(from)}–${said(to)}`;
  element.textContent = element.dataset.words.replace("{times}", times);
  element.hidden = false;
});
