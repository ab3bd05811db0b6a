import { ownerOf } from '../../estate/managers.ts';
import type { Estate, Whole } from '../../estate/estate.ts';
import type { Types } from '../../facts/instance-types/types.ts';
import type { Prices } from '../../facts/prices/prices.ts';
import { runningCost } from '../../estate/running-cost.ts';
import type { Cloud, Reading } from '../../ports/cloud.ts';
import type { Instance } from '../../ports/instance.ts';
import { say } from '../../text.ts';
import { isProblem } from '../../problem.ts';
import { isoTime } from '../../time.ts';
import type { Kind } from '../kinds.ts';
import type { Candidate, Look, Seen, Resource } from '../resource.ts';
import { consequencesOf, consequencesTogether, goesWith, hourlyDifference, leftOf } from './consequences.ts';
import { instanceFacts } from './facts.ts';
import { insteadOf } from './instead.ts';
import { judge, nameOf } from './judge.ts';
import { rawReason } from './reasons.ts';
import { lookOf, standing, stopReason } from './standing.ts';

/** What instances are read and priced with. */
export interface InstanceParts {
  readonly cloud: Cloud;
  readonly estate: Estate;
  readonly prices: Prices;
  readonly types: Pick<Types, 'find' | 'know' | 'names' | 'offerings'>;
}

/** Alternatives are looked for of so many instances of one change. */
const insteadOfAtMost = 3;

/** Instances, as the gate sees them. */
export function instanceResource({ cloud, estate, prices, types }: InstanceParts): Resource {
  return {
    async read(kind, targets, { evenInGroup }, reading) {
      const found = await cloud.instancesById(targets, reading);
      const wholes = await estate.whole(found.items, reading);
      await types.know(found.items, reading.signal);
      const words = kind === 'terminate' ? await wordsOf(found.items, estate, reading) : undefined;
      const items = await Promise.all(
        wholes.items.map((whole) => candidate(kind, whole, evenInGroup, words?.get(whole.instance.id), reading)),
      );
      return { ...found, items, gaps: [...found.gaps, ...wholes.gaps] };
    },
    together: (kind, moves) => consequencesTogether(kind, moves),
    async look(step, targets, reading) {
      const { items, gaps, asOf } = await cloud.instancesById(targets, reading);
      const looks = new Map<string, Look>(items.map((instance) => [instance.id, lookOf(instance, asOf)]));
      // EC2 shows a terminated instance for about an hour; one that it knows no longer has come to its end.
      const gone = step === 'terminate' && gaps.length === 0 ? targets.filter(({ id }) => !looks.has(id)) : [];
      for (const { id } of gone) looks.set(id, { state: 'terminated' });
      return looks;
    },
    standing,
    async instead(targets, reading) {
      const { items } = await cloud.instancesById(targets, reading);
      const several = items.length > 1;
      const found = await Promise.all(
        items.slice(0, insteadOfAtMost).map(async (instance) => {
          const home = { account: instance.account.name, region: instance.region };
          const offered = await types.offerings(home, reading.signal);
          const zonesOf = (type: string): readonly string[] => {
            const zones = isProblem(offered) ? 'unknown' : offered.zonesOf(type);
            return zones === 'unknown' ? [] : zones;
          };
          const lines = await insteadOf(instance, { types, prices, zonesOf }, reading);
          return lines.map((one) => (several ? { ...one, says: say`${nameOf(instance)}: ${one.says}` } : one));
        }),
      );
      return found.flat();
    },
  };

  async function candidate(
    kind: Kind,
    whole: Whole,
    evenInGroup: boolean,
    word: string | undefined,
    reading: Reading,
  ): Promise<Candidate> {
    const { instance } = whole;
    const { id, name, account, region, state, type, tags } = instance;
    const cost = await runningCost(whole, prices, reading);
    const goes = goesWith(kind, whole, prices);
    return {
      named: { id, ...(name !== undefined && { name }), account, region },
      target: { id, account, region },
      facts: instanceFacts(instance, cost.rate),
      seen: seenOf(kind, whole),
      judgement: judge(kind, whole, types.find(type, region), evenInGroup),
      steps: [kind],
      about: [
        ['State', state],
        ['Type', type],
        ['Owner', ownerOf(tags) ?? '(none)'],
      ],
      word: word ?? id,
      hourly: hourlyDifference(kind, { whole, cost }, prices),
      consequences: consequencesOf(kind, whole, types, prices),
      left: leftOf(kind, whole, prices),
      ...(goes && { goes }),
    };
  }
}

/** What would make it another target: for a termination also what its volumes' flags say. */
export function seenOf(kind: Kind, { instance, addresses, addressesUnread }: Whole): Seen {
  const volumes = instance.disks.map(({ volumeId, deleteOnTermination }) =>
    kind === 'terminate' ? `${volumeId} ${deleteOnTermination ? 'deleted' : 'kept'}` : volumeId,
  );
  return {
    state: instance.state,
    type: instance.type,
    'last start': isoTime(instance.launchedAt),
    name: instance.name ?? '',
    ...(kind === 'start' && { [stopReason]: rawReason(instance) }),
    volumes: volumes.toSorted().join(', '),
    ...(addressesUnread === undefined && {
      'Elastic IPs': addresses
        .map(({ publicIp }) => publicIp)
        .toSorted()
        .join(', '),
    }),
  };
}

/** Names that can be typed as one plain word. */
const plainName = /^[\p{L}\p{N}_.-]{1,64}$/u;

/** By id the name, where it is one instance's alone and can be typed as it is. */
async function wordsOf(
  instances: readonly Instance[],
  estate: Estate,
  reading: Reading,
): Promise<ReadonlyMap<string, string>> {
  const [only] = instances;
  if (only?.name === undefined || instances.length > 1 || !plainName.test(only.name)) return new Map();
  const { items, gaps } = await estate.list([{ by: 'name', value: only.name }], reading);
  // What could not be read may bear the same name.
  return gaps.length === 0 && items.every(({ id }) => id === only.id) ? new Map([[only.id, only.name]]) : new Map();
}
