import { describe, expect, it } from 'vitest';
import { formView, readCarried } from '../../../src/bot/slack/form.ts';
import { readPress, valueOf } from '../../../src/bot/slack/press.ts';
import { actionsOf } from '../../../src/commands/reply/reply.ts';
import { openTalk } from '../../commands/house.ts';
import { validateView } from '../../peers/slack/validate.ts';

const of = (label: string) => ({ label, from: { user: 'U1' }, command: '/ec2' });
const words = (view: ReturnType<typeof formView>) => [view?.title.text, view?.submit?.text];

describe('a form is headed by what is done by it', () => {
  it.each([
    ['Confirm', { act: 'Terminate', typed: 'web-1' }, 'Terminate'],
    ['Keep 198.51.100.100', { reason: true, until: true }, 'Keep'],
    ['Deny 7QK2M8TD', { reason: true }, 'Deny'],
    ['', { reason: true }, 'Confirm'],
  ])('%j with %j: %s', (label, form, act) => {
    const pressed = readPress(valueOf({ does: 'x', form }) ?? '') ?? { does: '' };
    expect(words(formView(pressed, of(label)))).toEqual([act, act]);
  });

  it('that of a plan by its kind', async () => {
    const talk = await openTalk();
    try {
      const confirm = actionsOf(await talk.reply('terminate web-1')).find(({ label }) => label === 'Confirm');
      expect(confirm && words(formView(confirm, of(confirm.label)))).toEqual(['Terminate', 'Terminate']);
    } finally {
      await talk.close();
    }
  });
});

describe('a form that fills in options', () => {
  const form = {
    act: 'Change idle',
    fields: [
      { key: 'when', label: 'When', value: 'hourly UTC', hint: 'weekdays 9:00' },
      { key: 'days', label: 'Days', optional: true, hint: '3' },
      { key: 'form', label: 'Form', value: 'each', choices: ['digest', 'each'] },
      { key: 'what', label: 'What', value: 'nosuch', choices: ['volumes'] },
    ],
  };
  const view = formView({ does: 'alerts edit idle', form }, of('Edit'));

  it('shows each as it is, with what a value looks like', () => {
    expect(view?.blocks.slice(1)).toMatchObject([
      {
        type: 'input',
        block_id: 'when',
        optional: false,
        label: { text: 'When' },
        element: {
          type: 'plain_text_input',
          action_id: 'when',
          initial_value: 'hourly UTC',
          placeholder: { text: 'weekdays 9:00' },
        },
      },
      { block_id: 'days', optional: true, element: { placeholder: { text: '3' } } },
      {
        block_id: 'form',
        element: {
          type: 'static_select',
          options: [{ value: 'digest' }, { value: 'each' }],
          initial_option: { text: { type: 'plain_text', text: 'each' }, value: 'each' },
        },
      },
      { block_id: 'what', element: { type: 'static_select' } },
    ]);
    expect(JSON.stringify(view?.blocks)).not.toContain('nosuch');
    expect(validateView({ ...view }).violations).toEqual([]);
  });

  it('carries what its answer is held against, and no more', () => {
    expect(readCarried(view?.private_metadata ?? '')?.fields).toEqual([
      { key: 'when', value: 'hourly UTC' },
      { key: 'days', optional: true },
      { key: 'form', value: 'each' },
      { key: 'what', value: 'nosuch' },
    ]);
    const much = { fields: [{ key: 'when', label: 'When', value: 'x'.repeat(3_000) }] };
    expect(formView({ does: 'x', form: much }, of('Edit'))).toBeUndefined();
  });

  it('fits on a button, with the longest values of an alert', async () => {
    const talk = await openTalk();
    try {
      const made = await talk.reply(
        'alerts subscribe budget name:a23456789-123456789-123456789-123456789-123456789-123456789-123 limit:123456789.0123456789 tag:' +
          `${'k'.repeat(128)}=${'v'.repeat(256)} 1,7,13,19,25,31,37,43,49,55 1,2,3,4,5 1,2,3 1,2,3 1,2,3 America/Argentina/Buenos_Aires quiet:22:00-7:00`,
      );
      const edit = actionsOf(made).find(({ label }) => label === 'Edit');
      const value = edit && valueOf(edit);
      expect(value?.length).toBeLessThanOrEqual(2_000);
      const pressed = readPress(value ?? '');
      expect(pressed && formView(pressed, of('Edit'))).toBeDefined();
    } finally {
      await talk.close();
    }
  });
});
