import { LRUCache } from 'lru-cache';
import type { Waiting } from '../../core/changes/changes.ts';
import type { PublicAddress } from '../../core/estate/judge.ts';
import { ownerOf } from '../../core/estate/managers.ts';
import { inUse, tagKeysInUse } from '../../core/estate/in-use.ts';
import { tagValue } from '../../core/estate/filter.ts';
import type { Instance } from '../../core/ports/instance.ts';
import { derived, unending } from '../../core/derived.ts';
import { filtered, firstInOrder, inSlices } from '../../core/slices.ts';
import { untilAborted } from '../../core/until-aborted.ts';
import { quoted } from '../reply/reply.ts';
import { orNothing, plainly, startingWith, suggestionsAtMost, type Sight, type Suggestion } from './option.ts';

/** Names that are typed as they are. */
const isPlain = (name: string | undefined): name is string => name !== undefined && /^[\w.-]+$/.test(name);

/** An instance with what is looked at of each of them at every key. */
interface Candidate {
  readonly instance: Instance;
  readonly name: string;
  /** By which it stands among its like. */
  readonly label: string;
  readonly rank: number;
}

const candidateOf = (instance: Instance): Candidate => {
  const { id, name, state } = instance;
  return {
    instance,
    name: name?.toLowerCase() ?? '',
    label: name ?? id,
    rank: (state === 'running' ? 0 : 2) + (isPlain(name) ? 0 : 1),
  };
};

/** What somebody most likely means stands first: what runs, then what has a name that can be typed, then by the alphabet. */
const likelier = (one: Candidate, other: Candidate): number =>
  one.rank - other.rank || compared(one.label, other.label) || compared(one.instance.id, other.instance.id);

const compared = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);

/** Worked out once for every reading, as all that follows: a key is pressed far more often than AWS is read. */
const candidatesOf = derived(async (instances: readonly Instance[], signal) => {
  const all: Candidate[] = [];
  await inSlices(instances, (one) => void all.push(candidateOf(one)), signal);
  return all;
});

const living = derived((instances: readonly Instance[], signal) =>
  filtered(instances, ({ state }) => state !== 'terminated', signal),
);

/** Instances whose name or id goes on from what was typed. */
export const suggestInstances = async (typed: string, sight: Sight): Promise<readonly Suggestion[]> =>
  (await likeliestInstances(typed, sight)).map((one) => instanceSuggestion(typed, one));

/** Those instances, the likeliest first, as many as are offered; one of an address too. Terminated ones only by their ids. */
export async function likeliestInstances(typed: string, { core, signal }: Sight): Promise<readonly Instance[]> {
  const wanted = typed.toLowerCase().replace(/\*$/, '');
  const isId = wanted.startsWith('i-');
  const fits = ({ instance: { id, state, privateIp, publicIp }, name }: Candidate): boolean =>
    (isId || state !== 'terminated') &&
    (name.startsWith(wanted) || id.startsWith(wanted) || privateIp === typed || publicIp?.ip === typed);
  const all = await candidatesOf(await core.lately.instances(signal), signal);
  return (await firstInOrder(all, suggestionsAtMost, likelier, signal, fits)).map(({ instance }) => instance);
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
  const fits = (one: PublicAddress): boolean => one.ip.startsWith(typed) && wanted(one);
  return firstOf(await core.lately.addresses(signal), fits).map(addressSuggestion);
}

/** The first of a list that fit, as many as are offered. */
export function firstOf<T>(all: readonly T[], fits: (one: T) => boolean): readonly T[] {
  const first: T[] = [];
  for (const one of all) {
    if (fits(one)) first.push(one);
    if (first.length === suggestionsAtMost) break;
  }
  return first;
}

/** The address, how it is used and where. */
export const addressSuggestion = ({ ip, verdict, region }: PublicAddress): Suggestion => ({
  word: ip,
  about: `${verdict.is}, ${region}`,
});

/** Volumes by id. */
export async function suggestVolumes(typed: string, { core, signal }: Sight): Promise<readonly Suggestion[]> {
  const wanted = typed.toLowerCase();
  return firstOf(await core.lately.volumes(signal), ({ id }) => id.startsWith(wanted)).map(
    ({ id, kind, sizeGiB, region }) => ({ word: id, about: `${kind}, ${sizeGiB} GiB, ${region}` }),
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

/** Values that living instances have of something, the most used first; worked out once for every reading. */
const used = (valuesOf: (instance: Instance) => readonly (string | undefined)[]) => {
  const inUseOf = derived((instances: readonly Instance[], signal) => inUse(instances, valuesOf, signal));
  return async ({ core, signal }: Sight): Promise<readonly string[]> =>
    inUseOf(await living(await core.lately.instances(signal), signal), signal);
};

const typesOf = used(({ type }) => [type]);
const ownersOf = used(({ tags }) => [ownerOf(tags)]);
const namesOf = used(({ name }) => [name]);
const zonesOf = used(({ zone }) => [zone]);
const ipsOf = used(({ privateIp, publicIp }) => [publicIp?.ip, privateIp]);
const imagesOf = used(({ imageId }) => [imageId]);
const tagKeysOf = derived(tagKeysInUse);

/** Types of our instances, the most frequent first, then all other types. */
export const suggestTypes = async (typed: string, sight: Sight): Promise<readonly Suggestion[]> =>
  startingWith(typed, [...(await orNothing(typesOf(sight).then(plainly))), ...plainly(sight.core.types.names())]);

/** Owners by their tag. */
export const suggestOwners = async (typed: string, sight: Sight): Promise<readonly Suggestion[]> =>
  startingWith(typed, plainly((await ownersOf(sight)).map(quoted)));

/** Names, quoted where they must be. */
export const suggestNames = async (typed: string, sight: Sight): Promise<readonly Suggestion[]> =>
  startingWith(typed, plainly((await namesOf(sight)).map(quoted)));

/** Availability Zones that something runs in. */
export const suggestZones = async (typed: string, sight: Sight): Promise<readonly Suggestion[]> =>
  startingWith(typed, plainly(await zonesOf(sight)));

/** IPv4 addresses of our instances. */
export const suggestIps = async (typed: string, sight: Sight): Promise<readonly Suggestion[]> =>
  startingWith(typed, plainly(await ipsOf(sight)));

/** Images that our instances were started from. */
export const suggestImages = async (typed: string, sight: Sight): Promise<readonly Suggestion[]> =>
  startingWith(typed, plainly(await imagesOf(sight)));

/** Tag keys in use. */
export async function suggestTagKeys(typed: string, { core, signal }: Sight): Promise<readonly Suggestion[]> {
  const instances = await living(await core.lately.instances(signal), signal);
  return startingWith(typed, plainly(await tagKeysOf(instances, signal)));
}

/** Tag keys whose values are remembered of one reading. */
const tagKeysAtMost = 50;
const valuesOfTags = derived(
  async (_: readonly Instance[]) => new LRUCache<string, Promise<readonly string[]>>({ max: tagKeysAtMost }),
);

/** `env=` while the key is being typed, `env=dev` after it. */
export async function suggestTags(typed: string, sight: Sight): Promise<readonly Suggestion[]> {
  const [, key = '', value] = /^([^=]*)=(.*)$/s.exec(typed) ?? [];
  if (value === undefined)
    return (await suggestTagKeys(typed, sight))
      .filter(({ word }) => /^[^\s="]+$/.test(word))
      .map(({ word }) => ({ word: `${word}=` }));
  const { core, signal } = sight;
  const instances = await living(await core.lately.instances(signal), signal);
  const known = await valuesOfTags(instances, signal);
  const values = known.get(key) ?? inUse(instances, ({ tags }) => [tagValue(tags, key)], unending);
  known.set(key, values);
  return startingWith(value, plainly((await untilAborted(values, signal)).map(quoted))).map(({ word }) => ({
    word: `${key}=${word}`,
  }));
}

/** What changes of ours left behind and nobody keeps yet, then the rest. A sweep of all accounts takes too long for who types. */
export async function suggestFound(typed: string, { core }: Sight): Promise<readonly Suggestion[]> {
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

/** What is left alone, the newest first. */
export async function suggestResting(typed: string, { core }: Sight): Promise<readonly Suggestion[]> {
  const all = [...(await core.rests.all()).values()].toSorted((one, other) => other.at - one.at);
  return startingWith(
    typed,
    all.map(({ of: { id, label, rule }, by, reason }) => ({
      word: id.startsWith('eipalloc-') ? label : id,
      about: `${reason === undefined ? 'snoozed' : 'kept'} by ${by.name}${rule === undefined ? '' : `, ${rule}`}`,
    })),
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

/** Names of alerts. */
export const suggestAlerts = async (typed: string, { core }: Sight): Promise<readonly Suggestion[]> =>
  startingWith(
    typed,
    (await core.alerts.list()).map(({ alert: { name, when } }) => ({ word: name, about: when.said })),
  );

/** Keys of what could not be posted. */
export const suggestDead = async (typed: string, { core }: Sight): Promise<readonly Suggestion[]> =>
  startingWith(typed, [
    { word: 'all' },
    ...(await core.alerts.dead()).map(({ key, place, error }) => ({ word: key, about: `${place}: ${error}` })),
  ]);
