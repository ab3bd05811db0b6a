/** What a text of JSON says; undefined where it is none, which fits no schema of ours. */
export function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
