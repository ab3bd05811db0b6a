import { code, command as typed, say } from '../../core/text.ts';
import { action, actions, paragraph, reply } from '../reply/reply.ts';
import type { Explainer } from './explainer.ts';

/** What is Quartermaster's own and nothing of AWS: no topic tells of it. */
const ownWords: ReadonlySet<string> = new Set(
  'alert alerts alerting digest digests waste wasted wasting finding findings'.split(' '),
);

/** Leads from such a word to the commands that are about it. */
export const explainOwn: Explainer = async ({ words }) =>
  ownWords.has(words)
    ? reply(
        'plain',
        say`Alerts tell of themselves what wastes money, and what everything costs`,
        paragraph(
          say`An alert looks at every account at its time, and tells a place what has come up since: ${typed('alerts rules')} lists what counts as waste and why, ${typed('alerts subscribe idle-addresses weekdays 9:00')} makes one, ${typed('alerts list')} lists all there are.`,
        ),
        paragraph(
          say`What it tells is a finding: ${code('finding ID')} explains it, ${code('keep ID')} and ${code('snooze ID')} let it be. ${typed('savings')} tells what stops, terminations and releases made here have saved.`,
        ),
        actions(
          action('What is looked for', 'alerts rules', 'primary'),
          action('Alerts', 'alerts list'),
          action('Savings', 'savings'),
          action('All about alerts', 'help alerts'),
        ),
      )
    : undefined;
