import { alertsAtMost } from '../core/watch/alerts.ts';
import type { Known } from '../core/watch/alert.ts';
import { alertOf } from '../core/watch/notice.ts';
import type { DeadLetter } from '../core/watch/outbox.ts';
import { code, command as typed, say, strong, time, type Spans } from '../core/text.ts';
import { subscribeForm } from './alerts/forms.ts';
import { nextOf, restInWords, toldAt, toldInWords, watchedInWords } from './alerts/words.ts';
import { command, type Context } from './command.ts';
import { leftOut } from './left-out.ts';
import {
  action,
  actions,
  column,
  line,
  note,
  paragraph,
  prose,
  reply,
  table,
  type Block,
  type Table,
} from './reply/reply.ts';

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
    const lasts = await Promise.all(all.map((known) => core.alerts.last(known)));
    const dead = await core.alerts.dead();
    return reply(
      dead.length === 0 ? 'plain' : 'warning',
      all.length === 0 ? say`There is no alert yet` : say`${all.length} alert${all.length === 1 ? '' : 's'}`,
      all.length === 0 ? undefined : alertTable(all, lasts, context),
      ...deadBlocks(dead),
      leftOut(await core.unseen.alerts(), 'alert', 'alerts', core.shownIn(place)),
      note(
        all.length === 0
          ? say`${typed('alerts subscribe idle-addresses weekdays 9:00')} tells this place of idle addresses; ${typed('alerts rules')} lists what else can be looked for.`
          : say`${typed('alerts show NAME')} tells all of one, ${typed('alerts rules')} what else can be looked for.`,
      ),
      actions(
        ...all.slice(0, offered).map(({ alert: { name } }) => action(`Show ${name}`, line`alerts show ${name}`)),
        dead.length === 0 ? undefined : action('Post all again', 'alerts resend all'),
        all.length < alertsAtMost
          ? action('Subscribe', 'alerts subscribe', 'primary', subscribeForm(core.alerts.timeZone))
          : undefined,
      ),
    );
  },
});

type Last = Awaited<ReturnType<Context<'reads'>['core']['alerts']['last']>>;

/** A row an alert. */
function alertTable(all: readonly Known[], lasts: readonly Last[], { now, place }: Context<'reads'>): Table {
  return table(
    [
      column('Alert'),
      column('Looks for', 'left', 1),
      column('When', 'left', 2),
      column('Next'),
      prose('Last', 2),
      column('Told to', 'left', 3),
      column('Made by', 'left', 4),
    ],
    all.map((known, index) => {
      const { alert, made } = known;
      const last = lasts[index];
      return [
        strong(alert.name),
        watchedInWords(alert.watches),
        alert.when.said,
        nextInWords(known, now),
        lastInWords(last),
        toldInWords(alert.to, place),
        made === undefined ? 'the configuration' : made.by.name,
      ];
    }),
  );
}

function lastInWords(last: Last): Spans {
  if (last === undefined) return [];
  return last.says === undefined ? [time(last.at)] : say`${time(last.at)}: ${last.says}`;
}

function nextInWords(known: Known, now: number): Spans {
  const next = nextOf(known, now);
  if (next !== undefined) return [time(toldAt(known.alert, next))];
  return known.paused === undefined ? [] : say`rests, ${restInWords(known.paused)}`;
}

/** Messages that could not be posted are told so far; of more the rest is counted. */
const deadShown = 10;

/** What could not be posted, and why. */
function deadBlocks(dead: readonly DeadLetter[]): readonly Block[] {
  if (dead.length === 0) return [];
  const more = dead.length - deadShown;
  return [
    paragraph(
      say`${strong(`${dead.length} message${dead.length === 1 ? '' : 's'} could not be posted.`)} ${typed('alerts resend KEY')} posts one again, ${typed('alerts drop KEY')} forgets it.`,
    ),
    table(
      [
        column('Key'),
        column('Place'),
        column('Of', 'left', 1),
        column('Why', 'left', 2),
        column('Tried', 'right', 4),
        column('Given up', 'left', 3),
      ],
      dead
        .slice(0, deadShown)
        .map(({ key, place, notice, error, attempts, givenUp }) => [
          code(key),
          code(place),
          alertOf(notice) ?? notice.says,
          error,
          String(attempts),
          time(givenUp),
        ]),
    ),
    ...(more > 0 ? [note(say`And ${more} more.`)] : []),
  ];
}
