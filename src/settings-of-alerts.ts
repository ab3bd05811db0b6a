import type { AlertSettings } from './commands/alert-settings.ts';
import { alertLine } from './commands/alerts/line.ts';
import { noAlert } from './commands/alerts/no-alert.ts';
import type { Setting } from './commands/setting.ts';
import type { AlertReads } from './commands/core-reads.ts';
import { isPrivateTo, isSame } from './core/people/person.ts';
import type { Clock } from './core/ports/clock.ts';
import { isProblem, type Problem } from './core/problem.ts';
import { code, command, say, type Spans } from './core/text.ts';
import { isoTime, type Instant } from './core/time.ts';
import {
  eyesOf,
  isSameAlert,
  isTurned,
  placesOf,
  toldBy,
  type Alert,
  type Known,
  type Made,
} from './core/watch/alert.ts';
import { alertsAtMost, type Alerts } from './core/watch/alerts.ts';
import type { Outbox } from './core/watch/outbox.ts';

/** What they are made of. */
export interface AlertSettingsParts {
  readonly alerts: Alerts;
  /** Those that the person may look at. */
  readonly seen: Pick<AlertReads, 'list' | 'find' | 'dead'>;
  readonly outbox: Pick<Outbox, 'put' | 'again' | 'drop'>;
  readonly clock: Pick<Clock, 'now'>;
  /** Into the audit. */
  write(asked: Setting, does: string, says: string): Promise<void>;
  /** Why the access rules do not let the person alter what is kept for everybody. */
  denied(asked: Setting): Promise<Problem | undefined>;
}

/** See {@link AlertSettings}. */
export function createAlertSettings({ alerts, seen, outbox, clock, write, denied }: AlertSettingsParts): AlertSettings {
  /** Why the person may not; an alert that is made or changed is judged as it is `to` be. */
  const refused = async (asked: Setting, before: Known | undefined, to?: Alert): Promise<Problem | undefined> =>
    isTheirs(asked, before, to) ? undefined : denied(asked);
  const found = async (name: string): Promise<Known | Problem> =>
    (await seen.find(name)) ?? noAlert(name, await seen.list());
  /** The alert as it is now, where it is still there. */
  const after = async (name: string, done: boolean): Promise<Known | Problem> =>
    done ? ((await alerts.find(name)) ?? changedMeanwhile(name)) : changedMeanwhile(name);
  /** One that the person may alter. */
  const theirs = async (asked: Setting, name: string): Promise<Known | Problem> => {
    const known = await found(name);
    return isProblem(known) ? known : ((await refused(asked, known)) ?? known);
  };
  /** The name, or it with the first number that is free. */
  const freeName = async (name: string): Promise<string | undefined> => {
    for (let number = 1; number <= alertsAtMost + 1; number += 1) {
      const tried = number === 1 ? name : `${name}-${number}`;
      if ((await alerts.find(tried)) === undefined) return tried;
    }
    return undefined;
  };

  /** Does it to one dead letter, or to all; gives their places. */
  const ofDead = async (
    asked: Setting,
    does: 'alerts resend' | 'alerts drop',
    what: string,
    work: (key: string) => Promise<boolean>,
  ): Promise<readonly string[] | Problem> => {
    const no = await denied(asked);
    if (no !== undefined) return no;
    const dead = await seen.dead();
    const meant = what === 'all' ? dead : dead.filter(({ key }) => key === what);
    if (what !== 'all' && meant.length === 0) return noSuchLetter(what);
    if (meant.length > 0) await write(asked, does, meant.map(({ key }) => key).join(', '));
    const places: string[] = [];
    // Somebody else may have been quicker.
    for (const { key, place } of meant) if (await work(key)) places.push(place);
    return places;
  };

  return {
    resend: (asked, what) => ofDead(asked, 'alerts resend', what, (key) => outbox.again(key)),
    drop: (asked, what) => ofDead(asked, 'alerts drop', what, (key) => outbox.drop(key)),

    async add(asked, wanted, naming) {
      const no = await refused(asked, undefined, wanted);
      if (no !== undefined) return no;
      const name = naming === 'numbered' ? await freeName(wanted.name) : wanted.name;
      if (name === undefined || (await alerts.find(name)) !== undefined) return taken(wanted.name);
      const alert = { ...wanted, name };
      await write(asked, 'alerts subscribe', alertLine(alert));
      switch (await alerts.add(alert, madeBy(asked, clock.now()))) {
        case 'added':
          return after(name, true);
        case 'taken':
          return taken(name);
        case 'full':
          return full;
      }
    },

    async change(asked, name, edit) {
      const known = await theirs(asked, name);
      if (isProblem(known)) return known;
      if (known.made === undefined) return ofConfiguration(name);
      const to = edit(known.alert);
      if (isProblem(to)) return to;
      const no = await refused(asked, known, to);
      if (no !== undefined) return no;
      if (isSameAlert(known.alert, to)) return { is: 'same', known };
      await write(asked, 'alerts edit', alertLine(to));
      const now = clock.now();
      const done = await after(
        name,
        await alerts.change(known, to, now, lends(asked, known, to) ? madeBy(asked, now) : undefined),
      );
      return isProblem(done) ? done : { is: 'changed', known: done };
    },

    async remove(asked, name) {
      const known = await theirs(asked, name);
      if (isProblem(known)) return known;
      if (known.made === undefined) return ofConfiguration(name);
      await write(asked, 'alerts remove', alertLine(known.alert));
      return (await alerts.remove(name)) ? known : changedMeanwhile(name);
    },

    async pause(asked, name, until) {
      const known = await theirs(asked, name);
      if (isProblem(known)) return known;
      await write(asked, 'alerts pause', `${name} rests${until === undefined ? '' : ` until ${isoTime(until)}`}`);
      const { id, name: called } = asked.by;
      const paused = { by: { id, name: called }, at: clock.now(), ...(until !== undefined && { until }) };
      return after(name, await alerts.pause(name, paused));
    },

    async resume(asked, name) {
      const known = await theirs(asked, name);
      if (isProblem(known)) return known;
      if (known.paused === undefined) return notPaused(name);
      await write(asked, 'alerts resume', `${name} goes on`);
      return (await alerts.resume(name, clock.now())) ? after(name, true) : notPaused(name);
    },

    async test(asked, name) {
      const known = await theirs(asked, name);
      if (isProblem(known)) return known;
      const places = placesOf(known.alert);
      await write(asked, 'alerts test', `a sample of ${name} to ${places.join(', ')}`);
      for (const place of places)
        await outbox.put(`alert-test/${name}/${place}/${asked.request}`, place, {
          says: 'alert-test',
          alert: name,
          at: clock.now(),
        });
      return known;
    },
  };
}

/**
 * Whether it is the person's own, as it is `to` be: nobody else is told than they, where they say it; or they have made it, and
 * nobody is told who was not before.
 */
function isTheirs({ by, where }: Setting, before: Known | undefined, to = before?.alert): boolean {
  const told = before === undefined ? [] : toldBy(before.alert);
  const wanted = to === undefined ? [] : toldBy(to);
  if (isPrivateTo(where, by) && wanted.every((place) => place === where.id)) return true;
  return before?.made !== undefined && isSame(by, before.made.by) && wanted.every((place) => told.includes(place));
}

/** Who says it, as far as it decides what they may look at. */
const madeBy = ({ by, where }: Setting, at: Instant): Made => ({
  by: { id: by.id, name: by.name, ...(by.standing !== undefined && { standing: by.standing }) },
  where: {
    id: where.id,
    ...(where.privateTo !== undefined && { privateTo: where.privateTo }),
    ...(where.workspace !== undefined && { workspace: where.workspace }),
    ...(where.outside === true && { outside: true as const }),
  },
  at,
});

/** Whoever turns an alert of somebody else, or one of before they became a guest, must not be told through it what they may not look at themselves. */
function lends({ by }: Setting, before: Known, to: Alert): boolean {
  const eyes = eyesOf(before);
  if (eyes === undefined || !isTurned(before.alert, to)) return false;
  return !isSame(by, eyes.by) || by.standing !== eyes.by.standing;
}

const noSuchLetter = (key: string): Problem =>
  bad(
    say`Nothing of the key ${code(key)} could not be posted.`,
    say`${command('alerts list')} shows what could not be.`,
  );

const bad = (what: Spans, todo: Spans): Problem => ({ problem: 'bad-value', what, todo });

const taken = (name: string): Problem =>
  bad(say`There is an alert ${code(name)} already.`, say`Give another name, as ${code(`name:${name}-2`)}.`);

const full = bad(
  say`There are ${alertsAtMost} alerts of chats, and no more are kept.`,
  say`${command('alerts remove NAME')} removes one; alerts of the configuration have no such bound.`,
);

const ofConfiguration = (name: string): Problem =>
  bad(
    say`The alert ${code(name)} stands in the configuration.`,
    say`Change it there, below ${code('alerts:')}; ${command(`alerts pause ${name}`)} lets it rest.`,
  );

const changedMeanwhile = (name: string): Problem =>
  bad(
    say`Somebody has changed or removed ${code(name)} at this moment; nothing was done.`,
    say`${command('alerts list')} tells what there is; say it again if it is still wanted.`,
  );

const notPaused = (name: string): Problem => ({
  problem: 'nothing-to-undo',
  what: say`The alert ${code(name)} does not rest.`,
  todo: say`${command(`alerts pause ${name}`)} lets it.`,
});
