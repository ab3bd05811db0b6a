import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Answer } from '../../src/bot/request.ts';
import { actionsOf } from '../../src/commands/reply/reply.ts';
import { compose } from '../../src/compose.ts';
import type { Quartermaster } from '../../src/quartermaster.ts';
import { readConfig } from '../../src/config/read.ts';
import { keyAlphabet, keyLength } from '../../src/core/changes/keys.ts';
import { auditJournal, type AuditRecord } from '../../src/core/people/audit.ts';
import type { Person, Place } from '../../src/core/people/person.ts';
import type { Log } from '../../src/core/ports/log.ts';
import type { ProblemCode } from '../../src/core/problem.ts';
import { fakeClock } from '../fake-clock.ts';
import { writeNow } from '../temporary.ts';

const person = (id: string): Person => ({ id, name: id.replace(/^[^:]*:/, ''), roles: [] });
/** Who takes part. What they may do the configuration says, and nothing else. */
export const maria = person('os:maria');
export const bob = person('os:bob');
export const ines = person('os:ines');
export const cleo = person('os:cleo');
export const dora = person('os:dora');
export const eve = person('os:eve');
/** Says that she has every role, and is called as maria is. */
export const mallory: Person = { id: 'slack:maria', name: 'maria', roles: ['operator', 'approver', 'admin'] };
/** Another id of maria's. */
export const mariaInSlack: Person = { id: 'slack:U1', name: 'Maria', roles: [] };

export const channel: Place = { id: 'chat:ops' };
export const approvals: Place = { id: 'chat:approvals' };
export const elsewhere: Place = { id: 'chat:random' };
export const privately = ({ id }: Person): Place => ({ id: `dm:${id}`, privateTo: id });

/** Role → persons, as the configuration has them. */
export const roles = {
  operator: [maria.id, bob.id],
  approver: [ines.id, cleo.id, mariaInSlack.id],
  admin: [dora.id],
} as const satisfies Record<string, readonly string[]>;
const people = { maria: [maria.id, mariaInSlack.id] };

/** What says that something is not to be changed: each must stand in the audit. */
export const refusals: readonly ProblemCode[] = [
  'all-refused',
  'target-refused',
  'not-allowed',
  'reason-needed',
  'approval-needed',
  'frozen',
  'too-many-changes',
  'unknown-key',
  'expired-key',
  'used-key',
  'wrong-person',
  'wrong-place',
  'wrong-word',
  'paused',
];

/** What a test configures of its own. */
export interface AttackWish {
  readonly roles?: Readonly<Record<string, readonly string[]>>;
  readonly env?: Readonly<Record<string, string>>;
  /** Text of `access.cedar`; the starter is in force where it is left out. */
  readonly rules?: string;
}

/** One line of one person in one place. */
export interface Said {
  readonly by: Person;
  readonly where?: Place;
  /** Which process hears it; the first if left out. */
  readonly to?: Quartermaster;
}

/** Turns of the event loop in which a read of the demo account, or a refusal, is over. */
const turnsOfARead = 500;

/** A key of the nth plan: without order, and the same in every run. */
const keyOf = (count: number): string =>
  [...createHash('sha256').update(`plan ${count}`).digest().subarray(0, keyLength)]
    .map((byte) => keyAlphabet[byte % keyAlphabet.length])
    .join('');

/** The whole program on the demo account, with its roles in the configuration; what reaches the account is counted. */
export async function openAttack({ roles: given = roles, env = {}, rules }: AttackWish = {}) {
  const folder = await mkdtemp(join(tmpdir(), 'quartermaster-'));
  const clock = fakeClock();
  const logged: string[] = [];
  const note = (facts: Readonly<Record<string, unknown>>, message: string) => {
    logged.push(`${message} ${JSON.stringify(facts)}`);
  };
  const log: Log = { info() {}, warn: note, error: note };
  /** `terminate i-1 for os:maria by os:ines`. */
  const calls: string[] = [];
  const opened: Quartermaster[] = [];
  let keysMade = 0;
  let asked = 0;
  const rulesPath = join(folder, env['QUARTERMASTER_ACCESS_FILE'] ?? 'access.cedar');
  if (rules !== undefined) await writeFile(rulesPath, rules);

  /** Another process on the same store, as it is configured. */
  async function start(to: Readonly<Record<string, readonly string[]>>): Promise<Quartermaster> {
    const config = await readConfig({
      cwd: folder,
      env: {
        QUARTERMASTER_ROLES: JSON.stringify(to),
        QUARTERMASTER_PEOPLE: JSON.stringify(people),
        QUARTERMASTER_APPROVALS_PLACE: approvals.id,
        ...env,
      },
    });
    const house = await compose({
      config,
      clock,
      log,
      keys: () => keyOf((keysMade += 1)),
      rates: { take: () => undefined },
      calls: (own) => ({
        async change(kind, home, targets, dryRun, signal, by) {
          const second = by?.approvedBy === undefined ? '' : ` by ${by.approvedBy}`;
          if (!dryRun) for (const { id } of targets) calls.push(`${kind} ${id} for ${by?.id}${second}`);
          return own.change(kind, home, targets, dryRun, signal, by);
        },
      }),
    });
    opened.push(house);
    return house;
  }
  const first = await start(given);

  /** The final answer; the clock runs where that is waited for. */
  async function say(
    line: string,
    { by, where = channel, to = first }: Said,
  ): Promise<Answer & { readonly id: string }> {
    const id = `request-${(asked += 1)}`;
    const request = { id, person: by, place: where, line, signal: new AbortController().signal };
    const answering = to.dispatch(request, () => {});
    let ended = false;
    const mark = () => {
      ended = true;
    };
    answering.then(mark, mark);
    for (let turn = 0; turn < turnsOfARead && !ended; turn += 1) await new Promise((resolve) => setImmediate(resolve));
    while (!ended) await clock.pass(500);
    return { ...(await answering), id };
  }

  return {
    clock,
    folder,
    calls,
    logged,
    start,
    say,
    rewrite: (text: string) => writeNow(rulesPath, text, clock),
    /** The key of a plan that a line was answered with. */
    async plan(line: string, said: Said): Promise<string> {
      const { reply, problem } = await say(line, said);
      const key = keyIn(actionsOf(reply).map(({ does }) => does));
      if (key === undefined) throw new Error(`${line}: ${problem?.problem ?? 'no key'}`);
      return key;
    },
    /** All entries, in order. */
    async audit(): Promise<readonly AuditRecord[]> {
      const journal = auditJournal(first.store);
      const { position } = await journal.head();
      const found: AuditRecord[] = [];
      for (let from = 1; from <= position; from += 500)
        found.push(...(await journal.read(from, 500)).map(({ record }) => record));
      return found;
    },
    async close() {
      for (const house of opened) await house.close();
      await rm(folder, { recursive: true });
    },
  };
}

export type Attack = Awaited<ReturnType<typeof openAttack>>;

/** The key that one of these lines confirms. */
export const keyIn = (lines: readonly string[]): string | undefined =>
  lines.map((line) => /^confirm (\w+)/.exec(line)?.[1]).find((key) => key !== undefined);
