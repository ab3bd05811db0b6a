import { expect, it } from 'vitest';
import { editForm, subscribeForm } from '../../../src/commands/alerts/forms.ts';
import type { Alert } from '../../../src/core/watch/alert.ts';

const places = (count: number): string[] => Array.from({ length: count }, (_, at) => `slack:C${at}`);
const alert = (to: string[]): Alert => ({
  name: 'idle',
  watches: { is: 'cost', by: 'account' },
  when: { said: 'weekdays 9:00 Europe/Paris', cron: '0 9 * * 1-5', timeZone: 'Europe/Paris' },
  to,
  atLeast: {},
  form: 'digest',
  allClear: false,
});

it('a form for a new alert says which place is told, and which zone is usual', () => {
  expect(subscribeForm('Asia/Tokyo').about).toMatch(
    /^The place of this message is told\. When: weekdays 9:00, .* or 0 9 \* \* 1-5\. A time without a zone is in Asia\/Tokyo\.$/,
  );
});

it.each([
  [1, 'slack:C0.'],
  [3, 'slack:C0, slack:C1, slack:C2.'],
  [5, 'slack:C0, slack:C1, slack:C2, 2 more.'],
])('the form of one that tells %d places says which', (count, told) => {
  expect(editForm(alert(places(count))).about).toBe(
    `The alert idle: cost. It tells ${told} A time without a zone is in Europe/Paris.`,
  );
});
