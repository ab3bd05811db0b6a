import type { Settings } from './commands/command.ts';
import type { Setting } from './commands/setting.ts';
import type { AuditRecord } from './core/people/audit.ts';
import type { PlaceDefaults } from './core/people/defaults.ts';
import type { Access, HouseAction } from './core/people/access/access.ts';
import { groupsMaxAgeMs, type Directory } from './core/people/directory.ts';
import type { Freeze } from './core/people/freeze.ts';
import { isPrivateTo } from './core/people/person.ts';
import { isResting, type Matter, type Rest, type Rests } from './core/people/rests.ts';
import type { Clock } from './core/ports/clock.ts';
import type { Journal } from './core/ports/store.ts';
import { isProblem, type Problem } from './core/problem.ts';
import { code, command, say } from './core/text.ts';
import { isoTime } from './core/time.ts';
import { createAlertSettings, type AlertSettingsParts } from './settings-of-alerts.ts';

/** What the settings are made of. */
export interface SettingsParts {
  readonly clock: Clock;
  readonly journal: Journal<AuditRecord>;
  readonly defaults: PlaceDefaults;
  readonly rests: Rests;
  readonly freeze: Freeze;
  readonly access: Pick<Access, 'house'>;
  readonly directory: Pick<Directory, 'refresh' | 'now'>;
  readonly alerts: Pick<AlertSettingsParts, 'alerts' | 'seen' | 'outbox'>;
  /** Absent on real accounts. */
  readonly resetDemo?: () => Promise<void>;
}

/** What people alter in Quartermaster itself; written into the audit before it is done. */
export function createSettings({
  clock,
  journal,
  defaults,
  rests,
  freeze,
  access,
  directory,
  alerts,
  resetDemo,
}: SettingsParts): Settings {
  const write = async (
    { by, where, request }: Setting,
    does: string,
    says: string,
    targets: AuditRecord['targets'] = [],
    event: AuditRecord['event'] = 'settings',
  ): Promise<void> => {
    await journal.append({
      event,
      request,
      person: { id: by.id, name: by.name },
      place: where.id,
      does,
      targets,
      says,
    });
  };
  /** Why the person may not. Whoever answers writes a refusal down, with the rules that decided. */
  const denied = async ({ by, where }: Setting, action: HouseAction): Promise<Problem | undefined> => {
    await directory.refresh([by], groupsMaxAgeMs.changes);
    return access.house(directory.now(by), where, action);
  };
  return {
    async resetDemo(asked) {
      if (resetDemo === undefined) return notTheDemo;
      const no = await denied(asked, 'settings');
      if (no !== undefined) return no;
      await write(asked, 'demo reset', 'the demo account starts over');
      await resetDemo();
      return undefined;
    },

    async use(asked, to) {
      // A place that others share is not narrowed by who may only look.
      const no = isPrivateTo(asked.where, asked.by) ? undefined : await denied(asked, 'settings');
      if (no !== undefined) return no;
      await write(asked, 'use', `${to.account ?? 'every account'}, ${to.region ?? 'every region'}`);
      await defaults.set(asked.where.id, to);
      return undefined;
    },

    async rest(asked, find, { reason, until }) {
      const no = await denied(asked, 'settings');
      if (no !== undefined) return no;
      const matter = await find();
      if (isProblem(matter)) return matter;
      const before = await rests.of(matter.key);
      if (reason === undefined && before?.reason !== undefined && isResting(before, clock.now())) return isKept(before);
      const { id, name } = asked.by;
      const rest: Rest = {
        of: matter,
        by: { id, name },
        at: clock.now(),
        ...(reason !== undefined && { reason }),
        ...(until !== undefined && { until }),
      };
      const [does, says] =
        reason === undefined ? ['snooze', `snoozed until ${isoTime(until)}`] : ['keep', `kept: ${reason}`];
      await write(asked, does, says, [namedOf(matter)]);
      await rests.set(rest);
      return rest;
    },

    async wake(asked, find) {
      const no = await denied(asked, 'settings');
      if (no !== undefined) return no;
      const found = await find();
      if (isProblem(found)) return found;
      await write(asked, 'unkeep', found.reason === undefined ? 'snoozed no longer' : 'kept no longer', [
        namedOf(found.of),
      ]);
      await rests.lift(found.of.key);
      return found;
    },

    async freeze(asked, reason, until) {
      const no = await denied(asked, 'freeze');
      if (no !== undefined) return no;
      const { id, name } = asked.by;
      const frozen = { by: { id, name }, at: clock.now(), reason, ...(until !== undefined && { until }) };
      const end = until === undefined ? '' : `, until ${isoTime(until)}`;
      const before = await freeze.now();
      const instead = before === undefined ? '' : `; in place of ${before.by.name}'s: ${before.reason}`;
      await write(asked, 'freeze on', `changes are frozen${end}: ${reason}${instead}`, [], 'frozen');
      await freeze.on(frozen);
      return { frozen, before };
    },

    async thaw(asked) {
      const no = await denied(asked, 'freeze');
      if (no !== undefined) return no;
      const frozen = await freeze.now();
      if (frozen === undefined) return notFrozen;
      await write(asked, 'freeze off', 'changes go on', [], 'unfrozen');
      await freeze.off();
      return frozen;
    },

    alerts: createAlertSettings({ ...alerts, clock, write, denied: (asked) => denied(asked, 'settings') }),
  };
}

const notTheDemo: Problem = {
  problem: 'demo-only',
  what: say`Real accounts are configured; there is no demo account to reset.`,
  todo: say`Start without accounts in the configuration to use the demo account.`,
};

const namedOf = ({ id, label, account, region }: Matter): AuditRecord['targets'][number] => ({
  id,
  name: label,
  account: account.name,
  region,
});

/** To put it off would end what somebody had a reason for. */
const isKept = ({ of, by, reason, until }: Rest): Problem => ({
  problem: 'nothing-to-do',
  what: say`${code(of.label)} is kept by ${by.name}${until === undefined ? '' : ` until ${isoTime(until).slice(0, 10)}`}: ${reason ?? ''}`,
  todo: say`It is asked about by no alert meanwhile; ${command(`unkeep ${of.id}`)} takes that back.`,
});

const notFrozen: Problem = {
  problem: 'nothing-to-undo',
  what: say`Changes are not frozen.`,
  todo: say`${command('freeze on')} lets them rest.`,
};
