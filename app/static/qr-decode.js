// What reads a QR code where a camera looks for one; the build bundles it.
export { default } from "qr/decode.js";
