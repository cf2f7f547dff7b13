// What the tablet's modules use of npm.
export { openDB } from "idb";
export { CompactEncrypt, compactDecrypt, importJWK } from "jose";
export { Upload } from "tus-js-client";
export { v7 } from "uuid";
export { sha256 } from "@noble/hashes/sha2.js";
