// A new release waits until nothing is unsent, open or being recorded; then a person says
// when. The worker keeps both releases side by side until then.

const REPLY_WITHIN = 3_000;

export class Updates {
  #visit;
  #hear;
  #registration = null;
  isReady = false;
  /** The release whose pages are used; null before a first one is kept. */
  used = null;

  /** `hear()` when a new release lies ready. */
  constructor(visit, hear) {
    [this.#visit, this.#hear] = [visit, hear];
  }

  async start() {
    if (!navigator.serviceWorker) return;
    const scope = `/visits/${this.#visit}/field`;
    const registering = navigator.serviceWorker.register(`${scope}/worker.js`, { scope });
    // Without network the one that is there goes on; its page is in the cache.
    this.#registration = await registering.catch(() => navigator.serviceWorker.getRegistration(scope));
    this.#registration?.addEventListener("updatefound", () => this.#watch());
    await this.look();
  }

  #watch() {
    const coming = this.#registration.installing;
    coming?.addEventListener("statechange", () => this.look());
  }

  /** Asks the server whether there is another release; every report may. */
  async refresh() {
    await this.#registration?.update().catch(() => {});
  }

  async look() {
    const told = await this.#newest();
    const ready = Boolean(told?.whole && told.used && told.used !== told.version);
    this.used = told?.used ?? null;
    if (ready === this.isReady) return;
    this.isReady = ready;
    this.#hear();
  }

  async #newest() {
    const { waiting, active } = this.#registration ?? {};
    return asked(waiting ?? active, { kind: "which" });
  }

  /** Whether page and modules lie in the cache whole: the tablet opens without network. */
  async isKept() {
    const told = await asked(this.#registration?.active, { kind: "which" });
    return Boolean(told?.whole);
  }

  /** The next load of the page is the new release. */
  async apply() {
    const { waiting, active } = this.#registration ?? {};
    const newest = waiting ?? active;
    await asked(newest, { kind: "use" });
    this.isReady = false;
  }

  async leave() {
    await asked(this.#registration?.active, { kind: "leave" });
    await this.#registration?.unregister();
  }
}

function asked(worker, words) {
  if (!worker) return Promise.resolve(null);
  return new Promise((answered) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = ({ data }) => answered(data);
    setTimeout(() => answered(null), REPLY_WITHIN);
    worker.postMessage(words, [port2]);
  });
}

/** Where the worker looks which language the page is wanted in. */
export async function languageChosen(visit, code) {
  const cache = await caches.open(`repere-${visit}-chosen`);
  await cache.put("/language", new Response(code));
}
