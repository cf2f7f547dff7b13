// Bytes and the two ways they are written as text.

const encoder = new TextEncoder();
const decoder = new TextDecoder();

export const utf8 = (text) => encoder.encode(text);
export const textOf = (bytes) => decoder.decode(bytes);

export function hexOf(bytes) {
  return Array.from(new Uint8Array(bytes), (one) => one.toString(16).padStart(2, "0")).join("");
}

export function base64Of(bytes) {
  // In runs: a call with a megabyte of arguments overflows the stack.
  const all = new Uint8Array(bytes);
  let text = "";
  for (let n = 0; n < all.length; n += 8192) {
    text += String.fromCharCode(...all.subarray(n, n + 8192));
  }
  return btoa(text);
}

export function base64urlOf(bytes) {
  return base64Of(bytes).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

export function bytesOfHex(hex) {
  return Uint8Array.from(hex.match(/../g) ?? [], (pair) => parseInt(pair, 16));
}

/** A buffer of its own: what is stored must not drag a larger one along. */
export function bufferOf(bytes) {
  if (bytes instanceof ArrayBuffer) return bytes;
  return bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);
}

/** Equal in every part; ArrayBuffers byte by byte, since that is what was to be kept. */
export function isSame(a, b) {
  if (a === b) return true;
  if (a instanceof ArrayBuffer || b instanceof ArrayBuffer) return sameBuffers(a, b);
  if (typeof a !== "object" || typeof b !== "object" || !a || !b) return false;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const names = new Set([...Object.keys(a), ...Object.keys(b)]);
  return [...names].every((name) => isSame(a[name], b[name]));
}

function sameBuffers(a, b) {
  if (!(a instanceof ArrayBuffer && b instanceof ArrayBuffer)) return false;
  if (a.byteLength !== b.byteLength) return false;
  const whole = a.byteLength - (a.byteLength % 4);
  return sameRun(new Uint32Array(a, 0, whole / 4), new Uint32Array(b, 0, whole / 4)) &&
    sameRun(new Uint8Array(a, whole), new Uint8Array(b, whole));
}

// A plain loop over four bytes at once: a file of 20 MB is compared in a moment.
function sameRun(a, b) {
  for (let n = 0; n < a.length; n += 1) if (a[n] !== b[n]) return false;
  return true;
}
