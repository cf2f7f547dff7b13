// Two ways of closing what is written: to the visit (only the server opens it) and under
// a seat's key (only whoever holds the pass card reads it back). docs/decisions/26

import { bufferOf, hexOf, textOf, utf8 } from "./bytes.js";
import { CompactEncrypt, importJWK, sha256 } from "./libraries.js";

/** Bytes of plaintext in one sealed piece of a file. */
export const PIECE = 256 * 1024;

/** Seals to the visit's public key: `(bytes) → ArrayBuffer` of one compact JWE. */
export async function sealerOf(jwk) {
  const key = await importJWK(jwk, "ECDH-ES");
  const header = { alg: "ECDH-ES", enc: "A256GCM", kid: jwk.kid };
  return async (bytes) => {
    const sealed = new CompactEncrypt(new Uint8Array(bytes)).setProtectedHeader(header);
    return bufferOf(utf8(await sealed.encrypt(key)));
  };
}

export async function sha256Hex(bytes) {
  return hexOf(await crypto.subtle.digest("SHA-256", bytes));
}

/** A digest that goes on as bytes come: what was recorded so far can always be named. */
export class RunningDigest {
  #hash = sha256.create();

  add(bytes) {
    this.#hash.update(new Uint8Array(bytes));
    return this;
  }

  hex() {
    return hexOf(this.#hash.clone().digest());
  }
}

export async function newSeatKey(mayBeWrapped) {
  const kind = { name: "AES-GCM", length: 256 };
  return crypto.subtle.generateKey(kind, mayBeWrapped, ["encrypt", "decrypt"]);
}

/** Under the seat's key; `name` is bound in, so that no row can stand for another. */
export async function closeOwn(key, bytes, name) {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const how = { name: "AES-GCM", iv, additionalData: utf8(name) };
  return { iv: bufferOf(iv), bytes: await crypto.subtle.encrypt(how, key, bytes) };
}

/** The bytes again, or null where this key does not open it (an earlier pass card's). */
export async function openOwn(key, own, name) {
  if (!own) return null;
  const how = { name: "AES-GCM", iv: own.iv, additionalData: utf8(name) };
  return crypto.subtle.decrypt(how, key, own.bytes).catch(() => null);
}

export const closeValue = (key, value, name) =>
  closeOwn(key, utf8(JSON.stringify(value)), name);

export async function openValue(key, own, name) {
  const bytes = await openOwn(key, own, name);
  return bytes && JSON.parse(textOf(bytes));
}

export function* inPieces(bytes) {
  for (let at = 0; at < bytes.byteLength; at += PIECE) yield bytes.slice(at, at + PIECE);
}
