import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { aboutOf, formView } from '../../../src/bot/discord/form.ts';
import { readId } from '../../../src/bot/discord/press.ts';
import { render } from '../../../src/bot/discord/render.ts';
import { actionsOf, type Form } from '../../../src/commands/reply/reply.ts';
import { openTalk } from '../../commands/house.ts';
import { wordLimit } from '../../../src/bot/tokens.ts';
import { hostile } from '../replies.ts';
import { controlsIn, markdownIn, readModal } from './limits-check.ts';
import { kindsIn, readMarkdown } from './markdown.ts';

const of = { id: 'f0|x', label: 'Confirm', command: '/ec2' };
const viewOf = (form: Form, does = 'confirm K', more: Partial<Parameters<typeof formView>[1]> = {}) =>
  readModal(formView({ kind: 'form', does, form }, { ...of, ...more }));
const fieldsOf = (view: ReturnType<typeof readModal>) =>
  view.components.flatMap((one) => (one.type === 18 ? [one] : []));
const topOf = (view: ReturnType<typeof readModal>) =>
  view.components.flatMap((one) => (one.type === 10 ? [one.content] : [])).join('\n');

describe('a form', () => {
  it.each([
    ['Confirm', { act: 'Terminate', typed: 'web-1' }, 'Terminate'],
    ['Keep 198.51.100.100', { reason: true, until: true }, 'Keep'],
    ['Deny 7QK2M8TD', { reason: true }, 'Deny'],
    ['', { reason: true }, 'Confirm'],
  ])('of %j with %j is headed by what is done by it: %s', (label, form, act) => {
    expect(viewOf(form, 'x', { label }).title).toBe(act);
  });

  it('asks for what a press must bring along, and no more', () => {
    const fields = fieldsOf(viewOf({ typed: 'web-1', reason: true, until: true }));
    expect(fields.map(({ label, component }) => [label, component.custom_id, component.required])).toEqual([
      ['Type web-1 to confirm', 'typed', true],
      ['Why', 'reason', true],
      ['Until', 'until', false],
    ]);
    expect(
      fields.map(({ component }) =>
        component.type === 4 ? [component.style, component.max_length, component.placeholder] : [],
      ),
    ).toEqual([
      [1, undefined, undefined],
      [2, 500, undefined],
      [1, undefined, '2027-03-01'],
    ]);
    expect(fieldsOf(viewOf({}))).toEqual([]);
  });

  it('does without a reason where no is said', () => {
    expect(fieldsOf(viewOf({ reason: true }, 'deny K'))).toMatchObject([{ component: { required: false } }]);
    expect(fieldsOf(viewOf({ reason: true }, 'keep eip-1'))).toMatchObject([{ component: { required: true } }]);
  });

  it('says a word above that is too long for what stands over a field', () => {
    const name = 'a-machine-with-a-name-that-is-as-long-as-names-may-be';
    const view = viewOf({ typed: name });
    expect(fieldsOf(view).map(({ label }) => label)).toEqual(['Type what is said above to confirm']);
    expect(topOf(view)).toContain(`To type: \`${name}\``);
  });

  it('says what it is about, and what could be typed', () => {
    expect(topOf(viewOf({ about: 'Stop *web-1*' }))).toBe('Stop \\*web-1\\*\n`/ec2 confirm K`');
    expect(topOf(viewOf({}, 'confirm K', { about: aboutOf('### ⚠️ Stop `web-1`?\nMore') }))).toBe(
      '⚠️ Stop `web-1`?\n`/ec2 confirm K`',
    );
  });

  it('fills in options as they are, with what a value looks like', () => {
    const view = viewOf({
      fields: [
        { key: 'when', label: 'When', value: 'hourly UTC', hint: 'weekdays 9:00' },
        { key: 'days', label: 'Days', optional: true, hint: '3' },
        { key: 'form', label: 'Form', value: 'each', choices: ['digest', 'each'] },
      ],
    });
    expect(fieldsOf(view)).toEqual([
      {
        type: 18,
        label: 'When',
        component: {
          type: 4,
          custom_id: 'when',
          style: 1,
          required: true,
          placeholder: 'weekdays 9:00',
          value: 'hourly UTC',
        },
      },
      {
        type: 18,
        label: 'Days',
        component: { type: 4, custom_id: 'days', style: 1, required: false, placeholder: '3' },
      },
      {
        type: 18,
        label: 'Form',
        component: {
          type: 3,
          custom_id: 'form',
          required: true,
          options: [
            { label: 'digest', value: 'digest' },
            { label: 'each', value: 'each', default: true },
          ],
        },
      },
    ]);
    expect(topOf(view)).toContain('/ec2 confirm K');
  });

  it('leaves out what it is about where five fields take all the room', () => {
    const fields = ['a', 'b', 'c', 'd', 'e', 'f'].map((key) => ({ key, label: key }));
    expect(fieldsOf(viewOf({ fields: fields.slice(0, 5) })).map(({ label }) => label)).toEqual([
      'a',
      'b',
      'c',
      'd',
      'e',
    ]);
    expect(topOf(viewOf({ fields: fields.slice(0, 5) }))).toBe('');
    expect(fieldsOf(viewOf({ fields }))).toHaveLength(5);
    expect(topOf(viewOf({ fields: fields.slice(0, 4) }))).not.toBe('');
  });

  it('is within the limits of Discord, and holds no markup of somebody else', () => {
    const some = fc.record(
      {
        about: hostile,
        act: hostile,
        typed: hostile,
        reason: fc.boolean(),
        until: fc.boolean(),
        // Labels and hints are ours, and values words that the grammar has read.
        fields: fc.array(
          fc.record(
            {
              key: fc.uuid(),
              label: fc.constant('x'.repeat(60)),
              value: hostile.filter((text) => text.length <= wordLimit),
              hint: fc.constant('y'.repeat(200)),
            },
            { requiredKeys: ['key', 'label'] },
          ),
          {
            maxLength: 6,
          },
        ),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(some, hostile, hostile, (form, does, label) => {
        const view = viewOf(form, does, { label });
        const top = topOf(view);
        const kinds = top === '' ? [] : kindsIn(readMarkdown(top));
        expect(kinds.filter((kind) => kind !== 'text' && kind !== 'code')).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });

  it('of a plan has the id of its button, and says what the message says first', async () => {
    const talk = await openTalk();
    try {
      const plan = await talk.reply('terminate web-1');
      const [message] = render(plan, { command: '/ec2' }).messages;
      const [confirm] = controlsIn(message?.components ?? []);
      expect(actionsOf(plan)[0]?.label).toBe('Confirm');
      const id = confirm?.custom_id ?? '';
      const read = readId(id);
      if (read?.kind !== 'form') throw new Error(`no form opens at ${id}`);
      const about = aboutOf(markdownIn(message?.components ?? [])[0] ?? '');
      const view = readModal(formView(read, { id, label: 'Confirm', about, command: '/ec2' }));
      expect([view.title, view.custom_id]).toEqual(['Terminate', id]);
      expect(topOf(view)).toMatch(/Terminate .*web-1.*\n`\/ec2 confirm/s);
    } finally {
      await talk.close();
    }
  });
});
