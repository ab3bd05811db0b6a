/** Zones that the platform knows by an older name: people look for these. */
const renamed = ['Asia/Kolkata', 'Asia/Ho_Chi_Minh', 'Asia/Kathmandu', 'Asia/Yangon', 'Europe/Kyiv', 'America/Nuuk'];

/** Names of time zones (IANA), for who is to choose one. */
export const zoneNames = (): readonly string[] => [
  ...new Set(['UTC', ...Intl.supportedValuesOf('timeZone'), ...renamed]),
];

/** Whether a word is meant to be a zone: two names with a stroke between. A field of cron is none. */
export const isZoneWord = (word: string): boolean => /^[a-z_]+\/[a-z]/i.test(word);

/** The zone of a name, letters of any case, as it is written; undefined: there is none. Differences from UTC (`+02:00`) are none. */
export function zoneNamed(word: string): string | undefined {
  if (!/^[a-z]/i.test(word)) return undefined;
  try {
    const known = new Intl.DateTimeFormat('en-US', { timeZone: word }).resolvedOptions().timeZone;
    if (known.toLowerCase() === word.toLowerCase()) return known;
    // The platform tells another name of the same zone; the one that was said stays.
    return (
      renamed.find((name) => name.toLowerCase() === word.toLowerCase()) ??
      (word.includes('/') ? inCapitals(word) : word.toUpperCase())
    );
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/** `asia/ust-nera` → `Asia/Ust-Nera`. */
const inCapitals = (word: string): string =>
  word.toLowerCase().replaceAll(/(^|[/_-])[a-z]/g, (letter) => letter.toUpperCase());
