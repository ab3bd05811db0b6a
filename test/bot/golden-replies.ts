import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { expect } from 'vitest';
import { budgetAbove, budgetBelow, costReport } from '../../src/bot/preview/cost-reports.ts';
import { savedOfLate } from '../../src/bot/preview/savings.ts';
import { digests } from '../../src/bot/preview/digests.ts';
import { action, actions, reply, type Reply } from '../../src/commands/reply/reply.ts';
import { code, say } from '../../src/core/text.ts';
import { ines, openTalk } from '../commands/house.ts';
import { recording } from '../marked.ts';
import { documentKeys } from '../terminal.ts';

const [key] = documentKeys;

/** A kind of reply, and the lines whose last one is answered so; with `as` that one is said by somebody who approves. */
export const kinds: readonly { readonly kind: string; readonly lines: readonly string[]; readonly as?: 'ines' }[] = [
  { kind: 'plan-of-one', lines: ['stop web-1'] },
  { kind: 'plan-of-many', lines: ['stop tag:env=dev region:us-east-1'] },
  { kind: 'plan-with-word', lines: ['terminate notebook'] },
  { kind: 'outcome-good', lines: ['stop web-1', `confirm ${key}`] },
  { kind: 'outcome-partial', lines: ['start gpu-train-2 batch-7', `confirm ${key}`] },
  { kind: 'outcome-failed', lines: ['start gpu-train-2', `confirm ${key}`] },
  { kind: 'approval-wanted', lines: ['release 198.51.100.38', `confirm ${key} 198.51.100.38`] },
  { kind: 'approval-asked', lines: ['release 198.51.100.38', `confirm ${key} 198.51.100.38`, 'plans'], as: 'ines' },
  { kind: 'list', lines: ['list'] },
  { kind: 'show', lines: ['show web-1'] },
  { kind: 'price', lines: ['price m5.large'] },
  { kind: 'price-with-picture', lines: ['price m5.large term:ri-1y-all'] },
  { kind: 'compare', lines: ['compare m5.large c5.large r5.large t3.large m7g.large'] },
  { kind: 'explain', lines: ['explain spot'] },
  { kind: 'problem', lines: ['stop weeb-1'] },
  { kind: 'ambiguous', lines: ['show web'] },
  { kind: 'help', lines: ['help'] },
  { kind: 'cost', lines: ['cost'] },
  { kind: 'alert-subscribed', lines: ['alerts subscribe idle-addresses weekdays 9:00 Europe/Paris days:3'] },
  { kind: 'alert', lines: ['alerts subscribe budget limit:30 tag:env=dev quiet:22-7', 'alerts show budget'] },
  {
    kind: 'alerts',
    lines: [
      'alerts subscribe idle-addresses weekdays 9:00 Europe/Paris to:here,owner',
      'alerts subscribe cost mondays 9:00 by:owner',
      'alerts pause cost until:1w',
      'alerts list',
    ],
  },
  { kind: 'audit', lines: ['stop web-1', `confirm ${key}`, 'audit'] },
];

/** Kinds that no line of the demo account makes, or not at once. */
export const made: readonly { readonly kind: string; readonly reply: Reply }[] = [
  { kind: 'savings', reply: savedOfLate },
  { kind: 'cost-report', reply: costReport },
  { kind: 'budget-above', reply: budgetAbove },
  { kind: 'budget-below', reply: budgetBelow },
  ...digests.map(([kind, , one]) => ({ kind, reply: one })),
  {
    kind: 'choice-of-one',
    reply: reply('problem', say`2 instances answer to ${code('web')}.`, {
      kind: 'choice',
      label: 'Which one?',
      of: 'one',
      options: [
        { word: 'i-0a1', label: 'web-1', about: 'demo-dev, us-east-1, running' },
        { word: 'i-0a2', label: 'web-2 <!channel>' },
        { word: 'x'.repeat(76), label: 'too long to be chosen' },
      ],
      before: 'stop ',
      after: ' reason:"a test"',
    }),
  },
  {
    kind: 'choice-of-many',
    reply: reply(
      'warning',
      'Stop 2 instances?',
      {
        kind: 'choice',
        label: 'Untick what is to stay.',
        of: 'many',
        options: [
          { word: 'i-0a1', label: 'web-1' },
          { word: 'i-0a2', label: 'web-2' },
        ],
        before: 'stop ',
        after: '',
        first: `cancel ${key}`,
      },
      actions(
        action('Confirm', `confirm ${key}`, 'danger', { typed: '2', reason: true }),
        action('Cancel', `cancel ${key}`),
        action('Cancel', 'cancel B4XN9WHR'),
      ),
    ),
  },
];

/** What the last of some lines is answered with, in the demo account. */
export async function answered(lines: readonly string[], as?: 'ines'): Promise<Reply> {
  const talk = await openTalk();
  try {
    let last: Reply | undefined;
    for (const [at, line] of lines.entries())
      last = (await talk.ask(line, as === 'ines' && at === lines.length - 1 ? ines : undefined)).reply;
    if (last === undefined) throw new Error('nothing was said');
    return last;
  } finally {
    await talk.close();
  }
}

/** Holds a file of a folder to what is shown; rewrites it in a recording run. */
export async function held(folder: URL, name: string, text: string): Promise<void> {
  const file = new URL(`${name}.txt`, folder);
  if (recording) {
    await mkdir(folder, { recursive: true });
    await writeFile(file, text);
  } else expect(await readFile(file, 'utf8'), `${name}: run “npm run record” to rewrite it`).toBe(text);
}
