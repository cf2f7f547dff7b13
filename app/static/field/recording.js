// A recording is stored second by second: a page that dies keeps what was said.

import { FileProblem, MOST_AUDIO_BYTES, MOST_SECONDS } from "./photos.js";

const TYPES = ["audio/webm;codecs=opus", "audio/mp4", "audio/ogg;codecs=opus"];
const SECOND = 1000;
const BITS = 48_000;

/** `begin(mediaType)` gives `{id, append, finish}`; `failed(error)` hears what could not
 *  be stored: the recording then stops, since what is not kept must not seem to be. */
export async function recorded({ begin, failed, ended }) {
  const stream = await microphone();
  const mimeType = TYPES.find((one) => MediaRecorder.isTypeSupported(one));
  const recorder = new MediaRecorder(stream, { mimeType, audioBitsPerSecond: BITS });
  const recording = new Recording(recorder, stream, begin(recorder.mimeType || mimeType), { failed, ended });
  recorder.start(SECOND);
  return recording;
}

async function microphone() {
  try {
    return await navigator.mediaDevices.getUserMedia({ audio: true });
  } catch (error) {
    throw new FileProblem("no-microphone", error);
  }
}

class Recording {
  #recorder;
  #file;
  #hear;
  #turn = Promise.resolve();
  #level;
  #bytes = 0;
  #startedAt = performance.now();
  #over;

  constructor(recorder, stream, file, hear) {
    [this.#recorder, this.#file, this.#hear] = [recorder, file, hear];
    this.#level = levelOf(stream);
    recorder.ondataavailable = ({ data }) => data.size && this.#store(data);
    this.#over = new Promise((over) => (recorder.onstop = over)).then(() => this.#close(stream));
  }

  get fileId() {
    return this.#file.id;
  }

  get seconds() {
    return Math.floor((performance.now() - this.#startedAt) / 1000);
  }

  /** How loud it is now, from 0 to 1. */
  get level() {
    return this.#level.now();
  }

  /** Resolves to the file's id once its last piece is on the disk. */
  async stop() {
    if (this.#recorder.state !== "inactive") this.#recorder.stop();
    await this.#over;
    return this.#file.id;
  }

  #store(data) {
    this.#bytes += data.size;
    this.#turn = this.#turn.then(async () => this.#file.append(await data.arrayBuffer()));
    this.#turn.catch((error) => {
      this.#hear.failed(error);
      if (this.#recorder.state !== "inactive") this.#recorder.stop();
    });
    const isFull = this.#bytes > MOST_AUDIO_BYTES - 200_000 || this.seconds >= MOST_SECONDS - 1;
    if (isFull && this.#recorder.state !== "inactive") this.#recorder.stop();
  }

  async #close(stream) {
    const seconds = this.seconds;
    for (const track of stream.getTracks()) track.stop();
    this.#level.end();
    try {
      await this.#turn;
      if (this.#bytes) await this.#file.finish(seconds);
    } finally {
      this.#hear.ended();
    }
  }
}

function levelOf(stream) {
  const context = new AudioContext();
  const analyser = context.createAnalyser();
  analyser.fftSize = 256;
  context.createMediaStreamSource(stream).connect(analyser);
  const samples = new Uint8Array(analyser.fftSize);
  return {
    now() {
      analyser.getByteTimeDomainData(samples);
      return samples.reduce((most, one) => Math.max(most, Math.abs(one - 128)), 0) / 128;
    },
    end: () => context.close().catch(() => {}),
  };
}
