import { readFile } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isProblem, problems, type ProblemCode } from '../src/core/problem.ts';
import type { Person, Place } from '../src/core/people/person.ts';
import { openAwsMachine } from './aws-machine.ts';
import { usualRates } from '../src/bot/rates.ts';
import type { Fault } from './peers/aws/server.ts';
import { documentKeys, openMachine, type Machine } from './terminal.ts';

const maria: Person = { id: 'os:maria', name: 'maria', roles: ['operator'] };
const dana = { id: 'os:dana', name: 'dana', roles: ['admin'] };
const bob: Person = { id: 'os:bob', name: 'bob', roles: ['operator'] };
const vera: Person = { id: 'os:vera', name: 'vera', roles: [] };
const [key] = documentKeys;
const wrongKeys = Array.from({ length: 5 }, () => 'confirm ZZZZZZZZ');

/** Who says a line, where, and after how long, where that is not maria at her own place at once. */
interface Said {
  readonly line: string;
  readonly by?: Person;
  readonly where?: Place;
  readonly afterMs?: number;
  /** Ctrl-C comes before the answer. */
  readonly stopped?: true;
}
/** A test elsewhere that reaches it: its file and its name. */
interface Elsewhere {
  readonly file: string;
  readonly test: string;
}

/** A line on real accounts, where AWS answers these calls so. */
interface OnAws {
  readonly aws: string;
  readonly fault?: Fault | undefined;
  readonly action: string;
}
const onAws = (aws: string, fault?: Fault, action = 'DescribeInstances'): OnAws => ({ aws, fault, action });

/** How each is reached: a line on a new demo account, or some whose last has it. */
const reached: Readonly<Record<ProblemCode, string | readonly (string | Said)[] | OnAws | Elsewhere>> = {
  'unknown-command': 'lits',
  'unknown-option': 'list --colour red',
  'bad-value': 'keep vol-00000000 reason:x',
  'missing-value': 'show',
  'unreadable-line': 'list name:"web',
  'instance-not-found': 'show nowhere-1',
  'address-not-found': 'release 192.0.2.1',
  'image-not-found': 'image cache-store',
  'ambiguous-name': 'show scratch',
  'too-wide': 'stop *',
  'too-many-targets': 'stop tag:env even-in-group:yes',
  'nothing-to-do': 'stop batch-7',
  'nothing-to-undo': 'undo',
  'all-refused': 'stop db-1 cache-store',
  'target-refused': 'stop db-1',
  'not-allowed': [{ line: 'stop web-1', by: vera }],
  'not-shown': { file: 'commands/sight.test.ts', test: 'leaves out plans about the rest, and tells nothing of them' },
  'reason-needed': ['stop licensed', `confirm ${key}`],
  'approval-needed': ['terminate web-1', { line: `approve ${key}`, by: bob }],
  frozen: [{ line: 'freeze on reason:"the sale is on"', by: dana }, 'stop web-1'],
  'too-many-changes': {
    file: 'core/changes/approval.test.ts',
    test: 'counts what a person changes, in all their platforms, and says when they may go on',
  },
  'unknown-key': 'confirm ZZZZZZZZ',
  'expired-key': ['stop web-1', { line: `confirm ${key}`, afterMs: 300_000 }],
  'used-key': ['stop web-1', `cancel ${key}`, `confirm ${key}`],
  'wrong-person': ['stop web-1', { line: `confirm ${key}`, by: bob }],
  'wrong-place': ['stop web-1', { line: `confirm ${key}`, where: { id: 'chat:random' } }],
  'reads-only': [{ line: 'stop web-1', where: { id: 'discord:1', privateTo: 'discord:1', readsOnly: true } }],
  'wrong-word': ['terminate web-1', `confirm ${key} web-2`],
  'too-many-requests': Array.from({ length: usualRates.changing.burst + 1 }, () => 'cancel ZZZZZZZZ'),
  paused: [...wrongKeys, 'confirm ZZZZZZZZ'],
  'no-price': 'price t2.micro windows-sql-ent',
  'unknown-type': 'price m5.gigantic',
  'unknown-topic': 'explain how do I cook pasta',
  'unknown-region': 'price m5.large region:eu-west-9',
  interrupted: [{ line: 'list', stopped: true }],
  'cloud-refused': onAws('list', { refuse: 'UnauthorizedOperation' }),
  'cloud-away': onAws('list', 'reset-before'),
  'cannot-tell': onAws('stop web-1', 'reset-before', 'StopInstances'),
  'demo-only': onAws('demo reset'),
  'store-refused': {
    file: 'unwritable.test.ts',
    test: 'because the file may only be read, every read answers and every change is refused with the reason',
  },
  internal: {
    file: 'bot/dispatch.test.ts',
    test: 'tells of a fault the id of the request alone, and the log the rest',
  },
};

const isElsewhere = (how: (typeof reached)[ProblemCode]): how is Elsewhere => typeof how === 'object' && 'file' in how;

const isOnAws = (how: (typeof reached)[ProblemCode]): how is OnAws => typeof how === 'object' && 'aws' in how;

describe('every problem is met by somebody', () => {
  let machine: Machine;
  beforeEach(async () => {
    machine = await openMachine({}, { limited: true });
  });
  afterEach(() => machine.close());

  /** The problem of one line; undefined: it succeeded. */
  const problemOf = async (said: string | Said): Promise<ProblemCode | undefined> => {
    const { line, by = maria, where, afterMs = 0, stopped }: Said = typeof said === 'string' ? { line: said } : said;
    await machine.clock.pass(afterMs);
    const gone = new AbortController();
    if (stopped === true) gone.abort(new Error('Ctrl-C'));
    const answering = machine.house.dispatch(
      { id: 'r', person: by, place: where ?? { id: `terminal:${by.id}`, privateTo: by.id }, line, signal: gone.signal },
      () => {},
    );
    let ended = false;
    const mark = () => {
      ended = true;
    };
    answering.then(mark, mark);
    // Nothing here waits for AWS: what is answered is answered before time passes.
    while (!ended) await new Promise((resolve) => setImmediate(resolve));
    const { problem, reply } = await answering;
    expect(isProblem(problem) ? reply.tone : 'problem').toBe('problem');
    return problem?.problem;
  };

  it.each(Object.entries(problems).map(([code]) => code))('%s', async (code) => {
    const [, how] = Object.entries(reached).find(([name]) => name === code) ?? [];
    if (how === undefined) throw new Error(`nobody says how ${code} is met`);
    if (isElsewhere(how)) {
      const text = await readFile(new URL(how.file, import.meta.url), 'utf8');
      expect(text, how.file).toContain(`'${how.test}'`);
      expect(text, how.file).toContain(`'${code}'`);
      return;
    }
    if (isOnAws(how)) {
      const aws = await openAwsMachine();
      aws.peer.fault = ({ action }) => (action === how.action ? how.fault : undefined);
      try {
        const { out } = await aws.pipe([how.aws], { json: true });
        expect(JSON.parse(out)).toMatchObject({ ok: false, problem: { code } });
      } finally {
        await aws.close();
      }
      return;
    }
    const lines = typeof how === 'string' ? [how] : how;
    let last: ProblemCode | undefined;
    for (const line of lines) last = await problemOf(line);
    expect(last).toBe(code);
  });
});
