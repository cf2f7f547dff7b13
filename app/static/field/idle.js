// A seat left alone locks, with or without network.

const SIGNS = ["pointerdown", "keydown", "input", "wheel", "touchmove"];

export class IdleLock {
  #watch;
  #used;
  #stop = () => (this.#used = moment());

  /** `isBusy()`: somebody is there although nobody touches (a recording runs). */
  constructor({ minutes, isBusy, used, lock }) {
    this.#used = moment();
    for (const kind of SIGNS) addEventListener(kind, this.#stop, { capture: true, passive: true });
    this.#watch = setInterval(() => {
      if (isBusy()) this.#used = moment();
      const idle = since(this.#used);
      if (idle >= minutes() * 60_000) lock();
      else if (idle < 5_000) used();
    }, 1000);
  }

  end() {
    clearInterval(this.#watch);
    for (const kind of SIGNS) removeEventListener(kind, this.#stop, { capture: true });
  }
}

const moment = () => [Date.now(), performance.now()];

/** The longer of two clocks: one can be set back, the other may stand still in sleep. */
const since = ([wall, run]) => Math.max(Date.now() - wall, performance.now() - run);
