import { z } from 'zod';
import { createOutbox } from '../../src/core/watch/outbox.ts';
import { isoTime } from '../../src/core/time.ts';
import { onceMs, type Message, type Try } from './chat.ts';
import { auditOf } from './gate.ts';
import type { Part } from './part.ts';
import { places, type World } from './world.ts';

const silent = { info: () => {}, warn: () => {}, error: () => {} };
/** Whoever has said nothing for so long is taken for gone. */
const goneMs = 60_000;

const told = ({ at, key, part, place }: Message): string => `${isoTime(at)} ${place} has ${key} ${part}`;

/** Why whoever tried again could not know that an earlier try was taken; undefined: they could. */
function whyUnknown({ writes }: World, one: Try, again: Try, part: number): Unknown | undefined {
  const { key, house, end, began } = one;
  const isNoted = writes
    .slice(one.writes, again.writes)
    .some(
      ({ into, key: of, value, result }) =>
        of === key &&
        result !== false &&
        (into === 'outbox-told' || (into === 'outbox' && (Noted.safeParse(value).data?.begun.messages ?? 0) > part)),
    );
  if (isNoted) return undefined;
  if (end === 'unanswered') return 'unanswered';
  if (house.died !== undefined && house.died <= again.writes) return 'killed';
  return house !== again.house && again.began - began >= goneMs ? 'overtaken' : undefined;
}
type Unknown = 'unanswered' | 'killed' | 'overtaken';

/** A letter that says how many of its messages stand. */
const Noted = z.object({ begun: z.object({ messages: z.number() }) });

/** Messages that stand twice, each with the one before it. */
function doubled(messages: readonly Message[]): readonly (readonly [Message, Message])[] {
  const before = new Map<string, Message>();
  const pairs: (readonly [Message, Message])[] = [];
  for (const one of messages) {
    const name = `${one.key} ${one.part}`;
    const first = before.get(name);
    if (first !== undefined) pairs.push([first, one]);
    before.set(name, one);
  }
  return pairs;
}

/** What is said unasked is lost nowhere, and said twice only where nobody can know that it was said, which it says then. */
export const delivery: Part = {
  happenings: [],
  async broken(world) {
    const { chats, clock, store } = world;
    const { messages, tries } = chats;
    const broken: string[] = [];
    for (const [one, other] of doubled(messages)) {
      // What stood still, or was slow, may come after what took its place.
      const [first, second] = one.by.began <= other.by.began ? [one, other] : [other, one];
      if (!second.repeat) broken.push(`${told(second)} a second time, and it does not say so`);
      if (whyUnknown(world, first.by, second.by, second.part) === undefined)
        broken.push(`${told(second)} a second time, though it was known to stand there since ${isoTime(first.at)}`);
      if (second.place.startsWith('discord:') && Math.abs(second.at - first.at) < onceMs)
        broken.push(`${told(second)} a second time within the window of its name`);
    }
    for (const one of messages.filter(({ repeat, key }) => repeat && !isOwed(key))) {
      const { by, key, part } = one;
      const earlier = tries.slice(0, tries.indexOf(by)).filter((before) => before.key === key);
      if (!earlier.some((before) => whyUnknown(world, before, by, part) !== undefined) && !neverCameBack(by, world))
        broken.push(`${told(one)} as what may be a repeat, though nothing is unknown of it`);
    }
    for (const { key, why } of await missing(world)) broken.push(`${key} is nowhere: ${why}`);
    const parts = new Map<string, Set<number>>();
    for (const { key, part } of messages) parts.set(key, (parts.get(key) ?? new Set()).add(part));
    for (const [key, some] of parts)
      if (Math.max(...some) + 1 !== some.size) broken.push(`${key} stands there with a gap: ${[...some].join(', ')}`);
    const left = await createOutbox(store, clock, silent).dead();
    broken.push(...left.map(({ key, error }) => `${key} is still given up: ${error}`));
    return broken;
  },
  figures(world) {
    const { messages, tries } = world.chats;
    const whys = doubled(messages).map(([first, second]) => whyUnknown(world, first.by, second.by, second.part));
    const why = (wanted: Unknown) => whys.filter((one) => one === wanted).length;
    return {
      tries: tries.length,
      messages: messages.length,
      repeatsUnanswered: why('unanswered'),
      repeatsKilled: why('killed'),
      repeatsOvertaken: why('overtaken'),
    };
  },
};

const Posting = z.object({ posting: z.literal(true) });

/** Before a try another process has said that it posts the same, and then ended, or said nothing for too long. */
const neverCameBack = ({ key, house: tries, began, writes: before }: Try, { writes }: World): boolean => {
  const own = writes.slice(0, before).filter(({ into, key: of }) => into === 'outbox' && of === key);
  return own.some(
    ({ house, value, at }) =>
      house !== tries &&
      ((house.died !== undefined && house.died <= before) || began - at >= goneMs) &&
      Posting.safeParse(value).success &&
      own.findLast((one) => one.house === house)?.value === value,
  );
};

/** Somebody was about to say it: whether they did, nobody knows. */
const isOwed = (key: string): boolean => key.startsWith('change-ended/');

/** What was put into the outbox, or is owed by the audit, and reached nobody. */
async function missing(world: World): Promise<readonly { readonly key: string; readonly why: string }[]> {
  const { writes, chats, answers } = world;
  const stands = new Set(chats.messages.map(({ key }) => key));
  const outbox = writes.filter(({ into }) => into === 'outbox');
  const put = new Set(outbox.flatMap(({ verb, key, result }) => (verb === 'claim' && result === true ? [key] : [])));
  const noted = new Set(writes.flatMap(({ into, key }) => (into === 'outbox-told' ? [key] : [])));
  const deleted = new Set(outbox.flatMap(({ verb, key }) => (verb === 'delete' ? [key] : [])));
  const lost: { key: string; why: string }[] = [];
  for (const key of put) {
    if (stands.has(key)) continue;
    // Of what is over by then nothing is said; what was owed has been said by who was there.
    if (noted.has(key) ? key.startsWith('approval-wanted/') : isOwed(key) && deleted.has(key)) continue;
    lost.push({
      key,
      why: noted.has(key) ? 'it counts as posted' : deleted.has(key) ? 'it was taken out' : 'it still waits',
    });
  }
  const ended = (await auditOf(world)).filter(({ event }) => event === 'ended' || event === 'reconciled');
  for (const change of new Set(ended.flatMap((one) => one.change ?? []))) {
    const isTold = chats.messages.some((one) => one.change === change && one.place !== places.copies);
    const isAnswered = answers.some(({ answer, isShown }) => isShown && answer.reply.change === change);
    if (!isTold && !isAnswered) lost.push({ key: change, why: 'nobody was told how it ended' });
  }
  return lost;
}
