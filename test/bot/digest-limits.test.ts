import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { render as inDiscord } from '../../src/bot/discord/render.ts';
import { render as inSlack } from '../../src/bot/slack/render.ts';
import { render as inTerminal } from '../../src/bot/terminal/render.ts';
import { styler } from '../../src/bot/terminal/style.ts';
import { widthOf } from '../../src/bot/width.ts';
import { digestReply } from '../../src/commands/reply/digest-reply.ts';
import type { RunPart } from '../../src/core/watch/run.ts';
import { dayMs } from '../../src/core/time.ts';
import { keyOf, type FoundRecord } from '../../src/core/watch/finding.ts';
import { runAt } from '../core/watch/records.ts';
import { anyRun, runOf } from '../commands/reply/runs.ts';
import { faultsOf as faultsInDiscord } from './discord/limits-check.ts';
import { shown as discordWords } from './discord/shown.ts';
import { faultsOf as faultsInSlack } from './slack/limits-check.ts';
import { shown as slackWords } from './slack/shown.ts';

const how = { command: '/ec2' };

/** A stopped instance whose name, owner and account have so many letters as AWS and a configuration let them. */
const long = (index: number): FoundRecord => {
  const home = { account: { name: 'a'.repeat(40), id: '444455556666' }, region: 'ap-southeast-3' };
  const id = `i-${String(index).padStart(17, '0')}`;
  return {
    ...home,
    key: keyOf(home, id, 'stopped'),
    rule: 'stopped-instance-volumes',
    is: 'instance',
    id,
    label: `${'n'.repeat(37)}${String(index).padStart(3, '0')}`,
    owner: 'o'.repeat(40),
    says: 'stopped for 140 days; its 2 volumes of 1200 GiB go on costing',
    facts: '',
    since: runAt - 140 * dayMs,
    sinceBy: 'aws',
    perMonth: String(1_000 - index),
    left: { by: 'm'.repeat(40), at: runAt, kind: 'terminate', of: 'w'.repeat(40) },
  };
};
const hundred = runOf({ told: Array.from({ length: 100 }, (_, index) => long(index)) });
const wishes: readonly RunPart[] = [
  { of: 'all' },
  { of: 'escalated' },
  { of: 'rest' },
  { of: 'owner', owner: 'o'.repeat(40) },
  { of: 'one', index: 0 },
];
const digest = (run: typeof hundred, part: RunPart) => digestReply(run, { part, shown: 'all' });

describe('a hundred findings with long names', () => {
  it('are told in Slack within its limits, with the buttons of the first and the others by name', () => {
    const { messages, cut } = inSlack(digest(hundred, { of: 'all' }), { ...how, fileOf: () => 'F0123' });
    for (const { blocks, text } of messages) {
      expect(faultsInSlack(blocks, 'message')).toEqual([]);
      expect(text.length).toBeLessThanOrEqual(4_000);
    }
    const words = messages.map(slackWords).join('\n');
    expect(words).toContain(`[Keep ${'n'.repeat(23)}…]`);
    expect(words.match(/\[Explain\]/g)).toHaveLength(3);
    expect(words.match(/^    444455556666\/ap-southeast-3\/i-\d{17}\/stopped: n{37}/gm)).toHaveLength(97);
    expect(words).toContain('And 80 more: $75,240.00 a month.');
    expect(cut).toBe(false);
  });

  it('are told in Discord within its limits, in lines that hide nothing', () => {
    const rendered = inDiscord(digest(hundred, { of: 'all' }), { ...how, pictureOf: () => true });
    for (const { components, pictures } of rendered.messages)
      expect(
        faultsInDiscord(
          components,
          pictures.map(({ name }) => name),
        ),
      ).toEqual([]);
    const words = discordWords(rendered);
    expect(words.match(/^ {2}- \*\*n{37}\d{3}\*\*: stopped/gm)).toHaveLength(20);
    expect(words.match(/\[Explain\]/g)).toHaveLength(3);
    expect(words).toContain('72 more are not offered here');
    expect(words).not.toContain('Hidden');
    expect(words).not.toContain('as:csv');
  });

  it.each([100, 60, 36])('are told in a terminal of %i columns', (columns) => {
    const lines = inTerminal(digest(hundred, { of: 'all' }), columns, styler(false));
    const table = lines.slice(
      lines.findIndex((line) => line.startsWith('What')),
      lines.findIndex((line) => line.startsWith('Hidden')),
    );
    expect(table.length).toBeGreaterThan(20);
    for (const line of table) expect(widthOf(line)).toBeLessThanOrEqual(columns);
  });
});

describe('any digest, whatever things are called', () => {
  it('is taken by Slack and by Discord', () => {
    fc.assert(
      fc.property(anyRun, fc.constantFrom(...wishes), fc.boolean(), (run, wish, drawn) => {
        if (typeof wish === 'object' && 'index' in wish && run.told.length === 0) return;
        const reply = digest(run, wish);
        for (const { blocks } of inSlack(reply, { ...how, ...(drawn && { fileOf: () => 'F0123' }) }).messages)
          expect(faultsInSlack(blocks, 'message')).toEqual([]);
        for (const { components, pictures } of inDiscord(reply, { ...how, pictureOf: () => drawn }).messages)
          expect(
            faultsInDiscord(
              components,
              pictures.map(({ name }) => name),
            ),
          ).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });
});
