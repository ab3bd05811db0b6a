/** Bytes in parts of these lengths, and what is left as the last; one of no bytes too, as a stream may have. */
export function inParts(bytes: Uint8Array, lengths: readonly number[]): readonly Uint8Array[] {
  const parts: Uint8Array[] = [];
  let at = 0;
  for (const length of lengths) {
    parts.push(bytes.subarray(at, at + length));
    at += length;
  }
  return [...parts, bytes.subarray(at)];
}
