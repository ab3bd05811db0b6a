import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { actionsOf } from '../../src/commands/reply/reply.ts';
import { isPrivateTo, type Person, type Place } from '../../src/core/people/person.ts';
import {
  approvals,
  bob,
  channel,
  cleo,
  ines,
  keyIn,
  maria,
  mariaInSlack,
  openAttack,
  privately,
  refusals,
  type Attack,
} from './house.ts';
import { fuzzed, type Fuzzed } from './requests.ts';

/** Requests in all; houses, and requests to each: more than needed, for what somebody may do is left out. */
const requestsInAll = 10_000;
const houses = 100;
const requestsEach = 115;

/** Refusals that must have been met so often at least: what meets none of them tries nothing. */
const metAtLeast = {
  'wrong-person': 600,
  'not-allowed': 600,
  'wrong-place': 200,
  'approval-needed': 200,
  'unknown-key': 150,
  'used-key': 100,
} as const;

/** A key that was shown, to whom and where; `awaits`: confirmed, so an approver may approve it. */
interface Shown {
  readonly key: string;
  readonly by: Person;
  readonly where: Place;
  readonly awaits: boolean;
}

/** A house in which plans of every sort wait, or did. */
async function furnished(): Promise<{ readonly attack: Attack; readonly shown: Shown[] }> {
  const attack = await openAttack();
  const shown: Shown[] = [];
  const plan = async (line: string, by: Person, where: Place, presses: readonly (readonly [string, Person])[] = []) => {
    const key = await attack.plan(line, { by, where });
    for (const [press, who] of presses) {
      const { problem } = await attack.say(press.replace('KEY', key), { by: who, where });
      if (problem !== undefined) throw new Error(`${press}: ${problem.problem}`);
    }
    shown.push({ key, by, where, awaits: presses.length === 1 && line.startsWith('terminate') });
  };
  await plan('stop api-2', maria, channel);
  await attack.clock.pass(301_000);
  await plan('start batch-7', maria, channel, [['confirm KEY', maria]]);
  await plan('stop web-2', bob, channel, [['cancel KEY', bob]]);
  await plan('terminate bastion', maria, channel, [
    ['confirm KEY bastion', maria],
    ['deny KEY', ines],
  ]);
  await plan('terminate api-1', maria, channel, [['confirm KEY api-1', maria]]);
  await plan('terminate web-1', maria, channel);
  await plan('stop web-2', maria, channel);
  await plan('stop notebook-2', bob, privately(bob));
  attack.calls.length = 0;
  return { attack, shown };
}

const marias = [maria.id, mariaInSlack.id];
const idsOf = ({ id }: Person): readonly string[] => (marias.includes(id) ? marias : [id]);

/** Whether this is what is wanted, and no attack: the right press of the right person in the right place. */
function isMeant({ by, where }: Fuzzed, line: string, shown: readonly Shown[]): boolean {
  const said = line.toUpperCase();
  return shown.some(({ key, by: owner, where: place, awaits }) => {
    if (!said.includes(key)) return false;
    const own = idsOf(owner).includes(by.id);
    const here = isPrivateTo(where, { ...by, also: idsOf(by) }) || where.id === place.id;
    if (own) return here;
    return awaits && (by === ines || by === cleo) && (here || where.id === approvals.id);
  });
}

const unhandled: unknown[] = [];
const note = (error: unknown) => unhandled.push(error);
beforeAll(() => void process.on('unhandledRejection', note));
afterAll(() => void process.off('unhandledRejection', note));

describe(`${requestsInAll} requests of everybody who may not, with words and keys that are right, nearly right, or neither`, () => {
  it('change nothing, crash nothing, and leave every refusal in the audit', async () => {
    const codes = new Map<string, number>();
    let said = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(fuzzed, { minLength: requestsEach, maxLength: requestsEach }), async (requests) => {
        const { attack, shown } = await furnished();
        try {
          const wanted = new Map<string, string>();
          for (const request of requests) {
            const { by, where, words } = request;
            const line = words
              .map((word) =>
                typeof word === 'string' ? word : word.edit(shown.at(-1 - (word.key % shown.length))?.key ?? ''),
              )
              .join(' ');
            if (isMeant(request, line, shown)) continue;
            said += 1;
            const { id, problem, reply, command, effect } = await attack.say(line, { by, where });
            const code = problem?.problem ?? 'answered';
            codes.set(code, (codes.get(code) ?? 0) + 1);
            expect(attack.calls, line).toEqual([]);
            expect(code, line).not.toBe('internal');
            if (/^(confirm|cancel|approve|deny)$/.test(command ?? '')) expect(code, line).not.toBe('answered');
            if (effect !== 'reads' && problem !== undefined && refusals.includes(problem.problem))
              wanted.set(id, by.id);
            if (effect === 'changes' && code === 'bad-value') wanted.set(id, by.id);
            const key = problem === undefined ? keyIn(actionsOf(reply).map(({ does }) => does)) : undefined;
            if (key !== undefined && effect === 'changes') shown.push({ key, by, where, awaits: false });
          }
          const refused = (await attack.audit()).filter(({ event }) => event === 'refused');
          const told = new Map(refused.map(({ request, person }) => [request, person.id]));
          expect([...wanted].filter(([id, person]) => told.get(id) !== person)).toEqual([]);
          expect(attack.logged.filter((one) => one.includes('fault of ours'))).toEqual([]);
        } finally {
          await attack.close();
        }
      }),
      { numRuns: houses, endOnFailure: true },
    );
    expect(unhandled).toEqual([]);
    expect(said).toBeGreaterThanOrEqual(requestsInAll);
    for (const [code, least] of Object.entries(metAtLeast)) expect(codes.get(code), code).toBeGreaterThan(least);
  }, 240_000);
});
