import type { Sight } from '../ports/sight.ts';
import type { Problem } from '../problem.ts';
import { code, command, list, say } from '../text.ts';
import type { Place } from './person.ts';

/** Accounts that are shown somewhere: all, or those of these names. */
export type Shown = 'all' | readonly string[];

/** What the configuration says of places: the id of a place, or of a workspace or server → what is shown there. */
export type Places = Readonly<Record<string, Shown>>;

/**
 * What may be shown in a place, whoever asks: what its own entry says; else nothing where people of other organisations read it;
 * else what the entry of its workspace says. Where no places are configured all is shown, where some are nothing is in the others.
 * A terminal is read by who sits before it, and sees all.
 */
export function shownIn(place: Place, places: Places | undefined): Shown {
  const entry = (id: string): Shown | undefined =>
    places !== undefined && Object.hasOwn(places, id) ? places[id] : undefined;
  const own = entry(place.id);
  if (own !== undefined) return own;
  if (place.outside === true) return [];
  if (places === undefined || isTerminal(place)) return 'all';
  return (place.workspace === undefined ? undefined : entry(place.workspace)) ?? [];
}

/** A place of a chat whose workspace is not known is none. */
const isTerminal = ({ id, workspace }: Place): boolean => workspace === undefined && !isChat(id);

/** Whether a place of this id is one of a chat, in which something can be said unasked. */
export const isChat = (placeId: string): boolean => /^(slack|discord):/.test(placeId);

/** The platform of a place: `slack`. */
export const platformOf = (placeId: string): string => placeId.split(':')[0] ?? '';

/** Places of chats that are not switched on: nothing can be said there. @param on Platforms that are. */
export const unheard = (placeIds: readonly string[], on: readonly string[]): readonly string[] =>
  placeIds.filter((id) => isChat(id) && !on.includes(platformOf(id)));

/** What somebody may look at in a place that does not show all. @param own What they may look at wherever they are; undefined: all. */
export function sightIn(place: Place, shown: readonly string[], own: Sight | undefined): Sight {
  return {
    ofPlace: true,
    sees: (home) => shown.includes(home.account.name) && (own === undefined || own.sees(home)),
    hidden(homes) {
      const here = homes.filter(({ account }) => shown.includes(account.name));
      const names = [...new Set(homes.flatMap(({ account: { name } }) => (shown.includes(name) ? [] : [name])))];
      return [
        ...(names.length === 0 ? [] : [notShownHere(place, names)]),
        ...(own === undefined || here.length === 0 ? [] : own.hidden(here)),
      ];
    },
  };
}

/** Names of accounts that are told; the others are counted. */
const namesTold = 5;

function notShownHere({ outside, id }: Place, names: readonly string[]): Problem {
  // To whoever is of another organisation even their names tell something.
  const more = names.length - namesTold;
  const told = list(more > 0 ? [...names.slice(0, namesTold), `${more} more`] : names);
  const one = names.length === 1;
  return {
    problem: 'not-shown',
    what: outside
      ? say`What there is in the accounts is not shown here, for people of other organisations read this place; an entry of its own under ${code('places:')} in the configuration would show it, and ${command('whoami')} tells its id.`
      : say`${told} ${one ? 'is' : 'are'} not shown in this place; ${code('places:')} in the configuration would show ${one ? 'it' : 'them'}, and ${command('whoami')} tells its id.`,
    todo: say`Ask where ${one ? 'it is' : 'they are'} shown, or have ${code(id)} written under ${code('places:')}. Prices and facts are told everywhere.`,
  };
}
