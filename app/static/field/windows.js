// Several windows on one tablet: each holds a lock as long as it lives, so that nobody
// else finishes what is being written in it; they tell each other what changed.

import { v7 } from "./libraries.js";

export class Windows {
  #prefix;
  #channel;
  #end;

  constructor(visit, heard) {
    this.#prefix = `repere-window-${visit}-`;
    this.name = this.#prefix + v7();
    this.#channel = new BroadcastChannel(`repere-${visit}`);
    this.#channel.onmessage = (event) => heard(event.data);
  }

  /** The browser takes the lock back when this page ends, however it ends. */
  async enter() {
    await new Promise((held) => {
      const ended = new Promise((end) => (this.#end = end));
      navigator.locks.request(this.name, () => (held(), ended));
    });
  }

  async alive() {
    const { held } = await navigator.locks.query();
    return new Set(held.map((one) => one.name).filter((one) => one.startsWith(this.#prefix)));
  }

  tell(about) {
    this.#channel.postMessage(about);
  }

  leave() {
    this.#channel.close();
    this.#end?.();
  }
}
