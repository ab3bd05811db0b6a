/** A time of the day, `07:00`, from people's words: `7`, `7:00`, `7.00`, `7am`, `5:30pm`, `noon`, `midnight`, in lower case; undefined: it is none. */
export function readTimeOfDay(word: string): string | undefined {
  if (word === 'noon') return '12:00';
  if (word === 'midnight') return '00:00';
  const [, hours = '', minutes = '00', half] = /^(\d{1,2})(?:[:.h](\d{2}))?([ap]m)?$/.exec(word) ?? [];
  const hour = Number(hours);
  const fits = hours !== '' && Number(minutes) < 60 && (half === undefined ? hour < 24 : hour >= 1 && hour <= 12);
  if (!fits) return undefined;
  const ofDay = half === undefined ? hour : (hour % 12) + (half === 'pm' ? 12 : 0);
  return `${String(ofDay).padStart(2, '0')}:${minutes}`;
}

/** Two times of the day as they were said, `22:00-7:00`; undefined: they are none. */
export function readHours(words: string): { readonly from: string; readonly to: string } | undefined {
  const [, first = '', second = ''] = /^(\S+?)\s*(?:-|–|to)\s*(\S+)$/.exec(words.trim().toLowerCase()) ?? [];
  const [from, to] = [readTimeOfDay(first), readTimeOfDay(second)];
  return from === undefined || to === undefined ? undefined : { from, to };
}

/** `22:00-7:00`: {@link readHours} reads it to the same. */
export const hoursInWords = ({ from, to }: { readonly from: string; readonly to: string }): string =>
  `${from.replace(/^0/, '')}-${to.replace(/^0/, '')}`;
