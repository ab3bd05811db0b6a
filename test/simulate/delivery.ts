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

/** Why somebody could not know that a try was taken: its house died, stood still, or had no disk for so long; or nobody answered. */
function whyUnknown({ house, end, began }: Try, again: Try): string | undefined {
  if (end === 'unanswered') return 'unanswered';
  if (house.life.isDead()) return 'killed';
  return Math.abs(again.began - began) >= goneMs ? 'overtaken' : undefined;
}

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
      if (whyUnknown(first.by, second.by) === undefined)
        broken.push(`${told(second)} a second time, though it was known to stand there since ${isoTime(first.at)}`);
      if (second.place.startsWith('discord:') && Math.abs(second.at - first.at) < onceMs)
        broken.push(`${told(second)} a second time within the window of its name`);
    }
    for (const { by, key, ...one } of messages.filter(({ repeat, key }) => repeat && !isOwed(key))) {
      const earlier = tries.slice(0, tries.indexOf(by)).filter((before) => before.key === key);
      if (!earlier.some((before) => whyUnknown(before, by) !== undefined) && !diedOver(key, world))
        broken.push(`${told({ by, key, ...one })} as what may be a repeat, though nothing is unknown of it`);
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
  figures({ chats: { messages, tries } }) {
    const pairs = doubled(messages);
    const why = (wanted: string) =>
      pairs.filter(([first, second]) => whyUnknown(first.by, second.by) === wanted).length;
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

/** A process has ended between saying that it posts something and posting it. */
const diedOver = (key: string, { writes }: World): boolean =>
  writes.some(({ into, key: of, value, house }) => {
    if (into !== 'outbox' || of !== key || !Posting.safeParse(value).success || !house.life.isDead()) return false;
    return writes.findLast((one) => one.house === house && one.key === key)?.value === value;
  });

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
