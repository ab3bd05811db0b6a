import type { Place } from '../../core/people/person.ts';
import { platformOf, unheard } from '../../core/people/places.ts';
import { code, list, say, type Spans } from '../../core/text.ts';
import { placesOf, type Alert } from '../../core/watch/alert.ts';

/** Which places of an alert are told nothing, for their platform is not switched on; undefined: all may be told. @param place Where that is said: it can be spoken in. */
export function unheardWords(
  alert: Alert,
  { chats }: { readonly chats: readonly string[] },
  place?: Pick<Place, 'id'>,
): Spans | undefined {
  const places = unheard(placesOf(alert), [...chats, ...(place ? [platformOf(place.id)] : [])]);
  if (places.length === 0) return undefined;
  const platforms = [...new Set(places.map(platformOf))];
  return say`Nothing is told in ${list(places.map(code))} as long as ${list(platforms.map((name) => code(`${name}:`)))} is not in the configuration: what is found waits until then, for 30 days at most.`;
}
