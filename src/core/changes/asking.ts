import { toRecord } from '../money.ts';
import { isProblem, sentenceOf } from '../problem.ts';
import { say, type Spans } from '../text.ts';
import { spanInWords } from '../time.ts';
import { write, type Subject } from './book.ts';
import type { Asked, Plan, Trying, Wish } from './changes.ts';
import type { GateParts } from './parts.ts';
import { keptLeft } from './left.ts';
import { namedOf, partOf, type ChangeRecord, type Records } from './record.ts';
import type { WaitingPlans } from './waiting.ts';

/** Fresh keys tried until one is free; with 6 × 10¹¹ of them a second try is rare. */
const keyTries = 10;

/** What is asked by whom, for the audit. */
export const subjectOf = ({ request, by, where, kind }: Wish, change?: string): Subject => ({
  request,
  person: by,
  place: where.id,
  does: kind,
  ...(change !== undefined && { change }),
});

/** Keeps a plan under a fresh key that works once. @param trying It is to be tried again and again while AWS has no room. */
export async function ask(
  { clock, journal, ttlMs, newKey }: GateParts,
  records: Records,
  waiting: WaitingPlans,
  plan: Plan,
  trying?: Trying,
): Promise<Asked> {
  const { wish } = plan;
  const askedAt = clock.now();
  const record = recordOf(plan, askedAt, askedAt + ttlMs, trying);
  const key = await keepUnderNewKey(records, record, newKey);
  const named = record.targets.map(namedOf);
  await write(journal, subjectOf(wish, key), 'asked', named, askedInWords(plan, trying), { rules: plan.rules });
  // What is left out was asked for as well.
  for (const { named: one, because } of plan.refused)
    await write(journal, subjectOf(wish, key), 'refused', [one], sentenceOf(because), { rules: because.rules ?? [] });
  await waiting.note(key, wish.by);
  return { plan, key, expiresAt: record.expiresAt };
}

function recordOf(
  { wish, moves, typed, breakGlass, judged }: Plan,
  askedAt: number,
  expiresAt: number,
  trying: Trying | undefined,
): ChangeRecord {
  const { kind, by, where, evenInGroup, reason } = wish;
  return {
    kind,
    state: 'asked',
    by: partOf(by),
    where: where.id,
    ...(where.privateTo !== undefined && { privateTo: where.privateTo }),
    evenInGroup,
    ...(reason !== undefined && { reason }),
    ...(typed !== undefined && { typed }),
    ...(trying && { trying }),
    ...(breakGlass && { breakGlass: breakGlass.at }),
    judged,
    askedAt,
    expiresAt,
    targets: moves.map(({ named, target, facts, seen, hourly, goes, left, steps }) => ({
      ...named,
      ...target,
      facts: {
        state: facts.state,
        tags: { ...facts.tags },
        ...(facts.type !== undefined && { type: facts.type }),
        ...(facts.usdPerHour !== undefined && { usdPerHour: facts.usdPerHour }),
      },
      seen,
      ...(!isProblem(hourly) && { hourly: toRecord(hourly) }),
      ...(goes && { goes: { ...goes, perMonth: toRecord(goes.perMonth) } }),
      left: left.map(keptLeft),
      steps: [...steps],
      done: 0,
      called: 0,
      phase: 'waiting' as const,
      says: '',
    })),
  };
}

async function keepUnderNewKey({ changes }: Records, record: ChangeRecord, newKey: () => string): Promise<string> {
  for (let tries = 0; tries < keyTries; tries += 1) {
    const key = newKey();
    if (await changes.claim(key, record)) return key;
  }
  throw new Error(`${keyTries} fresh keys were all taken`);
}

const askedInWords = ({ moves, already, refused, wish, breakGlass }: Plan, trying?: Trying): Spans =>
  say`${wish.kind} of ${moves.length} asked${trying === undefined ? '' : `, to be tried every ${spanInWords(trying.everyMs)} for ${spanInWords(trying.forMs)}`}${already.length > 0 ? `, ${already.length} already there` : ''}${refused.length > 0 ? `, ${refused.length} refused` : ''}${breakGlass === undefined ? '' : ', through a freeze'}${wish.reason === undefined ? '' : `, reason: ${wish.reason}`}`;
