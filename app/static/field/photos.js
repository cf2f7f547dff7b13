// Photos are drawn anew on the tablet, so that nothing a camera wrote beside the picture
// (place, device, time) is stored or sent. Limits as app/evidence/cleaning_limits.py.

export const LONG_SIDE = 2_560;
const PREVIEW_SIDE = 640;
const MEGABYTE = 1_000_000;
const MOST = { photo: 20 * MEGABYTE, pdf: 20 * MEGABYTE, audio: 60 * MEGABYTE };
export const MOST_SECONDS = 3_600;
export const MOST_AUDIO_BYTES = MOST.audio;
const MOST_PIXELS = 50_000_000;

/** Why a file cannot be taken; `reason` is one of the server's: empty, unknown,
 *  too-large, too-many-pixels, damaged; or no-microphone. */
export class FileProblem extends Error {
  constructor(reason, cause) {
    super(`This file cannot be taken: ${reason}`, { cause });
    this.name = "FileProblem";
    this.reason = reason;
  }
}

/** `{blob, preview}`: a JPEG, upright, its long side 2,560 px at most, and a small one. */
export async function drawnAnew(blob) {
  const picture = await decoded(blob);
  try {
    if (picture.width * picture.height > MOST_PIXELS) throw new FileProblem("too-many-pixels");
    const [whole, small] = [await jpeg(picture, LONG_SIDE, 0.85), await jpeg(picture, PREVIEW_SIDE, 0.7)];
    return { blob: whole, preview: await small.arrayBuffer() };
  } finally {
    picture.close();
  }
}

async function decoded(blob) {
  if (!blob.size) throw new FileProblem("empty");
  if (blob.size > MOST.photo) throw new FileProblem("too-large");
  try {
    return await createImageBitmap(blob, { imageOrientation: "from-image" });
  } catch (error) {
    throw new FileProblem("damaged", error);
  }
}

/** Pure: the size of a picture whose long side is `side` at most. */
export function fitted({ width, height }, side) {
  const scale = Math.min(1, side / Math.max(width, height));
  return [Math.max(1, Math.round(width * scale)), Math.max(1, Math.round(height * scale))];
}

async function jpeg(picture, side, quality) {
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = fitted(picture, side);
  const paint = canvas.getContext("2d", { alpha: false });
  paint.fillStyle = "white"; // what is transparent in a PNG
  paint.fillRect(0, 0, canvas.width, canvas.height);
  paint.drawImage(picture, 0, 0, canvas.width, canvas.height);
  const blob = await new Promise((made) => canvas.toBlob(made, "image/jpeg", quality));
  [canvas.width, canvas.height] = [0, 0]; // iPadOS gives its memory back only so
  if (!blob) throw new FileProblem("damaged");
  return blob;
}

/** By its first bytes, as the server looks: a name or a type can be wrong. */
export function limitProblem(family, mediaType, bytes) {
  if (!bytes.byteLength) return "empty";
  if (bytes.byteLength > (MOST[family] ?? 0)) return family in MOST ? "too-large" : "unknown";
  const head = String.fromCharCode(...new Uint8Array(bytes, 0, Math.min(5, bytes.byteLength)));
  if (family === "pdf") return head === "%PDF-" ? null : "unknown";
  if (family === "audio") return mediaType.startsWith("audio/") ? null : "unknown";
  return null;
}
