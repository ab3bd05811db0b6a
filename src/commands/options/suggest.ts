import type { Waiting } from '../../core/changes/changes.ts';
import type { PublicAddress } from '../../core/estate/judge.ts';
import { ownerOf } from '../../core/estate/managers.ts';
import { inUse, tagKeysInUse } from '../../core/estate/in-use.ts';
import { tagValue } from '../../core/estate/filter.ts';
import type { Instance } from '../../core/ports/instance.ts';
import { firstInOrder } from '../../core/slices.ts';
import { quoted } from '../reply/reply.ts';
import { plainly, startingWith, suggestionsAtMost, type Sight, type Suggestion } from './option.ts';

/** Names that are typed as they are. */
const isPlain = (name: string | undefined): name is string => name !== undefined && /^[\w.-]+$/.test(name);

/** What somebody most likely means stands first: what runs, then what has a name that can be typed, then by the alphabet. */
const likelier = (one: Instance, other: Instance): number =>
  rankOf(one) - rankOf(other) || compared(one.name ?? one.id, other.name ?? other.id) || compared(one.id, other.id);

const rankOf = ({ state, name }: Instance): number => (state === 'running' ? 0 : 2) + (isPlain(name) ? 0 : 1);
const compared = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);

/** Instances whose name or id goes on from what was typed. */
export const suggestInstances = async (typed: string, sight: Sight): Promise<readonly Suggestion[]> =>
  (await likeliestInstances(typed, sight)).map((one) => instanceSuggestion(typed, one));

/** Those instances, the likeliest first, as many as are offered. */
export async function likeliestInstances(typed: string, { core, signal }: Sight): Promise<readonly Instance[]> {
  const { items } = await core.estate.list(typed === '' ? [] : [{ by: 'word', value: typed }], { signal });
  return firstInOrder(items, suggestionsAtMost, likelier, signal);
}

/** Its name where that can be typed as it is, and no id was begun. */
export const instanceSuggestion = (typed: string, { id, name, state, region }: Instance): Suggestion => ({
  word: isPlain(name) && !typed.toLowerCase().startsWith('i-') ? name : id,
  about: `${state}, ${region}`,
});

/** Every public IPv4. */
export const suggestAddresses = (typed: string, sight: Sight): Promise<readonly Suggestion[]> =>
  addressesOf(typed, sight, () => true);

/** Elastic IPs alone. */
export const suggestElasticIps = (typed: string, sight: Sight): Promise<readonly Suggestion[]> =>
  addressesOf(typed, sight, ({ kind }) => kind === 'elastic');

async function addressesOf(
  typed: string,
  { core, signal }: Sight,
  wanted: (address: PublicAddress) => boolean,
): Promise<readonly Suggestion[]> {
  const { items } = await core.addresses.list([], { signal });
  return startingWith(typed, items.filter(wanted).map(addressSuggestion));
}

/** The address, how it is used and where. */
export const addressSuggestion = ({ ip, verdict, region }: PublicAddress): Suggestion => ({
  word: ip,
  about: `${verdict.is}, ${region}`,
});

/** Volumes by id. */
export async function suggestVolumes(typed: string, { core, signal }: Sight): Promise<readonly Suggestion[]> {
  const { items } = await core.cloud.volumes({}, { signal });
  return startingWith(
    typed,
    items.map(({ id, kind, sizeGiB, region }) => ({ word: id, about: `${kind}, ${sizeGiB} GiB, ${region}` })),
  );
}

/** Accounts that are looked at. */
export const suggestAccounts = async (typed: string, { core }: Sight): Promise<readonly Suggestion[]> =>
  startingWith(
    typed,
    (await core.cloud.homes()).map(({ account: { name, id } }) => ({ word: name, about: id })),
  );

/** Regions that are looked at, which are fewer than there are. */
export const suggestRegions = async (typed: string, { core }: Sight): Promise<readonly Suggestion[]> =>
  startingWith(typed, plainly(new Set((await core.cloud.homes()).flatMap(({ regions }) => regions))));

const instancesOf = async ({ core, signal }: Sight): Promise<readonly Instance[]> =>
  (await core.estate.list([], { signal })).items;

/** Types of our instances, the most frequent first, then all other types. */
export async function suggestTypes(typed: string, sight: Sight): Promise<readonly Suggestion[]> {
  const used = await inUse(await instancesOf(sight), ({ type }) => [type], sight.signal);
  return startingWith(typed, plainly(new Set([...used, ...sight.core.types.names()])));
}

/** Owners by their tag. */
export async function suggestOwners(typed: string, sight: Sight): Promise<readonly Suggestion[]> {
  const owners = await inUse(await instancesOf(sight), ({ tags }) => [ownerOf(tags)], sight.signal);
  return startingWith(typed, plainly(owners.map(quoted)));
}

/** Names, quoted where they must be. */
export async function suggestNames(typed: string, sight: Sight): Promise<readonly Suggestion[]> {
  const names = await inUse(await instancesOf(sight), ({ name }) => [name], sight.signal);
  return startingWith(typed, plainly(names.map(quoted)));
}

/** Availability Zones that something runs in. */
export const suggestZones = async (typed: string, sight: Sight): Promise<readonly Suggestion[]> =>
  startingWith(typed, plainly(await inUse(await instancesOf(sight), ({ zone }) => [zone], sight.signal)));

/** IPv4 addresses of our instances. */
export const suggestIps = async (typed: string, sight: Sight): Promise<readonly Suggestion[]> =>
  startingWith(
    typed,
    plainly(
      await inUse(await instancesOf(sight), ({ privateIp, publicIp }) => [publicIp?.ip, privateIp], sight.signal),
    ),
  );

/** Tag keys in use. */
export async function suggestTagKeys(typed: string, sight: Sight): Promise<readonly Suggestion[]> {
  return startingWith(typed, plainly(await tagKeysInUse(await instancesOf(sight), sight.signal)));
}

/** `env=` while the key is being typed, `env=dev` after it. */
export async function suggestTags(typed: string, sight: Sight): Promise<readonly Suggestion[]> {
  const [, key = '', value] = /^([^=]*)=(.*)$/s.exec(typed) ?? [];
  if (value === undefined)
    return (await suggestTagKeys(typed, sight))
      .filter(({ word }) => /^[^\s="]+$/.test(word))
      .map(({ word }) => ({ word: `${word}=` }));
  const values = await inUse(await instancesOf(sight), ({ tags }) => [tagValue(tags, key)], sight.signal);
  return startingWith(value, plainly(values.map(quoted))).map(({ word }) => ({ word: `${key}=${word}` }));
}

/** What changes of ours left behind and nobody keeps yet, then the rest. */
export async function suggestLeft(typed: string, { core }: Sight): Promise<readonly Suggestion[]> {
  const records = await core.leftBehind.list();
  const newest = records.toSorted((one, other) => other.at - one.at);
  return startingWith(
    typed,
    [...newest.filter(({ kept }) => kept === undefined), ...newest.filter(({ kept }) => kept !== undefined)].map(
      ({ what, id, label, kind, of }) => ({
        word: what === 'address' ? label : id,
        about: `${label}, left by the ${kind} of ${of.name ?? of.id}`,
      }),
    ),
  );
}

/** Keys of plans that wait here for one of these. */
export const suggestKeys =
  (waitsFor: readonly Waiting['for'][]) =>
  async (typed: string, { core, person, place }: Sight): Promise<readonly Suggestion[]> =>
    startingWith(
      typed,
      (await core.plans.waiting(person, place))
        .filter((one) => waitsFor.includes(one.for))
        .map(({ key, kind, names }) => ({ word: key, about: `${kind} ${names.join(', ')}` })),
    );

/** Names of commands, of which words may have been typed already: `demo`, then `reset`. */
export async function suggestCommands(typed: string, { commands, given }: Sight): Promise<readonly Suggestion[]> {
  const before = given.map((word) => `${word.toLowerCase()} `).join('');
  return startingWith(
    `${before}${typed}`,
    commands.map(({ name, summary }) => ({ word: name, about: summary })),
  ).map(({ word, about }) => ({ word: word.slice(before.length), ...(about !== undefined && { about }) }));
}
