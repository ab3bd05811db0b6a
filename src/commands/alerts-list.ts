import { alertsAtMost } from '../core/watch/alerts.ts';
import type { Known } from '../core/watch/alert.ts';
import { command as typed, say, strong, time, type Spans } from '../core/text.ts';
import { subscribeForm } from './alerts/forms.ts';
import { nextOf, restInWords, toldInWords, watchedInWords } from './alerts/words.ts';
import { command, type Context } from './command.ts';
import { leftOut } from './left-out.ts';
import { action, actions, column, line, note, reply, table, type Table } from './reply/reply.ts';

/** Alerts that get buttons of their own. */
const offered = 3;

/** Alerts, when they are due, and whom they tell. */
export const alertsList = command({
  name: 'alerts list',
  summary: 'What is looked for of itself, when it is due next, and who is told',
  examples: ['alerts list'],
  options: {},
  effect: 'reads',
  audience: 'person',
  alone: true,
  async run(_, context) {
    const { core, place } = context;
    const all = await core.alerts.list();
    return reply(
      'plain',
      all.length === 0 ? say`There is no alert yet` : say`${all.length} alert${all.length === 1 ? '' : 's'}`,
      all.length === 0 ? undefined : alertTable(all, context),
      leftOut(await core.unseen.alerts(), 'alert', 'alerts', core.shownIn(place)),
      note(
        all.length === 0
          ? say`${typed('alerts subscribe idle-addresses weekdays 9:00')} tells this place of idle addresses; ${typed('alerts rules')} lists what else can be looked for.`
          : say`${typed('alerts show NAME')} tells all of one, ${typed('alerts rules')} what else can be looked for.`,
      ),
      actions(
        ...all.slice(0, offered).map(({ alert: { name } }) => action(`Show ${name}`, line`alerts show ${name}`)),
        all.length < alertsAtMost ? action('Subscribe', 'alerts subscribe', 'primary', subscribeForm) : undefined,
      ),
    );
  },
});

/** A row an alert. */
function alertTable(all: readonly Known[], { now, place }: Context<'reads'>): Table {
  return table(
    [
      column('Alert'),
      column('Looks for', 'left', 1),
      column('When', 'left', 2),
      column('Next'),
      column('Told to', 'left', 3),
      column('Made by', 'left', 4),
    ],
    all.map((known) => {
      const { alert, made } = known;
      return [
        strong(alert.name),
        watchedInWords(alert.watches),
        alert.when.said,
        nextInWords(known, now),
        toldInWords(alert.to, place),
        made === undefined ? 'the configuration' : made.by.name,
      ];
    }),
  );
}

function nextInWords(known: Known, now: number): Spans {
  const next = nextOf(known, now);
  if (next !== undefined) return [time(next)];
  return known.paused === undefined ? [] : say`rests, ${restInWords(known.paused)}`;
}
