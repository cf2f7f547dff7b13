// The server is told whose seat is open here, when there is network: only then does it
// give others' notes. The seat itself needs no network.

import { answerOf, ask } from "./sending.js";

const PRESENCE_EVERY = 20_000;

export class Sitting {
  #at;
  #hear;
  #credential = null;
  #told = 0;
  /** Whether the server has this seat open. */
  isOpen = false;

  /** `hear("open" | "refused")` */
  constructor(visit, hear) {
    [this.#at, this.#hear] = [`/visits/${visit}/field`, hear];
  }

  /** `credential`: `{card}` or `{member_id}`; kept in memory while the seat is open. */
  open(credential) {
    [this.#credential, this.isOpen] = [credential, false];
    return this.tell();
  }

  /** Again whenever there is network; a card that no longer counts closes the seat. */
  async tell() {
    const credential = this.#credential;
    if (!credential || this.isOpen) return;
    const answer = await this.#post("seat", new URLSearchParams(credential));
    if (credential !== this.#credential) return; // locked meanwhile
    if (answer?.status === 200 && answer.json?.member) {
      this.isOpen = true;
      this.#hear("open");
    } else if (answer?.status === 422 && answer.json?.status === 422) {
      this.#hear("refused");
    }
  }

  /** Somebody is there: told now and then, so that the server keeps the seat open too. */
  async present() {
    if (!this.isOpen || Date.now() - this.#told < PRESENCE_EVERY) return;
    this.#told = Date.now();
    const answer = await this.#post("presence");
    if (answer && answer.status !== 204) {
      this.isOpen = false; // the server locked it: it is opened again with the card
      await this.tell();
    }
  }

  async close() {
    const wasOpen = this.#credential !== null;
    [this.#credential, this.isOpen] = [null, false];
    if (wasOpen) await this.#post("lock");
  }

  async #post(what, body) {
    const headers = { Accept: "application/json" };
    return answerOf(await ask(`${this.#at}/${what}`, { method: "POST", headers, body }));
  }
}
