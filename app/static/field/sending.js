// One item to the server: stored bytes, as they were stored, and what came back.

import { base64Of, bytesOfHex } from "./bytes.js";
import { Upload } from "./libraries.js";
import { ofFile, read } from "./store.js";

const API = "/api/v1/visits";
/** Nothing moved for so long: the connection is dead, whatever the browser thinks. */
const STALLED = 60_000;
/** Bytes in a millisecond of the slowest network that is still worth waiting for. */
const SLOWEST = 4;
const PART = 512 * 1024;
/** A large file let something else go before it; what was sent of it counts. */
export const PAUSED = "paused";

export function addressOf(visit, item) {
  const base = `${API}/${visit}`;
  if (item.kind === "speaker") return `${base}/speakers/${item.id}`;
  if (item.kind === "note") return `${base}/evidence/${item.id}`;
  return `${base}/evidence/${item.of}/attachments/${item.id}`;
}

/** The answer as `meaningOf` reads it, or `PAUSED`; null where none came.
 *  `progress(bytes)`; `uploading(address)` when a resumable upload has one to go on from;
 *  `yields()` whether it should make way after this part. */
export async function sent(db, visit, item, watched) {
  const address = addressOf(visit, item);
  if (item.kind !== "file") return put(address, item, item.body);
  const blob = await sealedFile(db, item.id);
  if (!item.in_pieces) return put(address, item, blob);
  const answer = await resumed(`${address}/upload`, item, blob, watched);
  // The last byte was there before, and its receipt was lost on the way: asked for anew.
  return answer?.status < 300 && answer.epoch && !answer.json ? receiptAgain(item, answer.at) : answer;
}

/** One compact JWE per line. A Blob, so that the browser need not hold it in memory. */
export async function sealedFile(db, id) {
  const pieces = await read(db, ["pieces"], (t) => t.objectStore("pieces").getAll(ofFile(id)));
  const lines = pieces.flatMap((one, n) => (n ? ["\n", one.sealed] : [one.sealed]));
  return new Blob(lines, { type: "application/jose" });
}

function seatOf(item) {
  const headers = {};
  if (item.member) headers["Repere-Seat"] = item.member;
  if (item.proof) headers["Repere-Seat-Proof"] = item.proof;
  return headers;
}

const digestOf = (item) => `sha-256=:${base64Of(bytesOfHex(item.sha256))}:`;

async function put(address, item, body) {
  const headers = { "Content-Type": "application/jose", Accept: "application/json", ...seatOf(item) };
  if (item.kind === "note" && item.base) headers["If-Match"] = `"${item.base}"`;
  if (item.kind === "file") headers["Content-Digest"] = digestOf(item);
  const signal = AbortSignal.timeout(STALLED + item.bytes / SLOWEST);
  return answerOf(await ask(address, { method: "PUT", headers, body, signal }));
}

/** Nothing is sent: what is whole at the server answers with its receipt. */
async function receiptAgain(item, at) {
  const headers = {
    "Content-Type": "application/offset+octet-stream",
    "Tus-Resumable": "1.0.0",
    "Upload-Offset": String(item.bytes),
    Accept: "application/json",
  };
  return answerOf(await ask(at, { method: "PATCH", headers }));
}

/** A redirect is followed by nobody: it is not ours, whatever stands at its end. */
export async function ask(address, options = {}) {
  const signal = AbortSignal.timeout(STALLED);
  const common = { redirect: "manual", cache: "no-store", credentials: "same-origin", signal };
  try {
    return await fetch(address, { ...common, ...options });
  } catch {
    return null;
  }
}

export async function answerOf(response) {
  if (!response) return null;
  const json = await response.json().catch(() => null);
  const { status, headers } = response;
  const [epoch, retryAfter] = [headers.get("Repere-Epoch"), headers.get("Retry-After")];
  return { status, epoch, json, retryAfter };
}

/** tus 1.0: goes on from what the server has. How long to wait is the queue's to say, so
 *  the library itself never tries again. */
function resumed(endpoint, item, blob, { progress, uploading, yields }) {
  return new Promise((answered) => {
    const stop = (answer) => {
      clearTimeout(dead);
      upload.abort().catch(() => {});
      answered(answer);
    };
    const moved = () => {
      clearTimeout(dead);
      dead = setTimeout(stop, STALLED, null);
    };
    let dead;
    const upload = new Upload(blob, {
      ...settings(endpoint, item),
      onUploadUrlAvailable: () => uploading(upload.url),
      onProgress: (bytes) => (moved(), progress(bytes)),
      onChunkComplete: () => yields() && stop(PAUSED),
      onSuccess: ({ lastResponse }) => (clearTimeout(dead), answered({ ...ofLibrary(lastResponse), at: upload.url })),
      onError: (error) => {
        clearTimeout(dead);
        answered(ofLibrary(error.originalResponse, error.originalRequest));
      },
    });
    moved();
    upload.start();
  });
}

function settings(endpoint, item) {
  return {
    endpoint,
    uploadUrl: item.upload ?? undefined,
    chunkSize: PART,
    retryDelays: null,
    storeFingerprintForResuming: false,
    headers: { ...seatOf(item), Accept: "application/json", "Content-Digest": digestOf(item) },
    metadata: { filetype: "application/jose", sha256: item.sha256 },
  };
}

/** Locked, or at another byte than thought: a matter of the protocol, not of the file. */
const OUT_OF_STEP = new Set([409, 412, 423, 460]);

function ofLibrary(response, request) {
  if (!response?.getStatus()) return null;
  const header = (name) => response.getHeader(name) ?? null;
  const isOwn = request && request.getMethod() !== "POST" && OUT_OF_STEP.has(response.getStatus());
  return {
    status: isOwn ? 503 : response.getStatus(),
    epoch: header("Repere-Epoch"),
    retryAfter: header("Retry-After"),
    json: parsed(response.getBody()),
  };
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
