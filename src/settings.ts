import type { Setting, Settings } from './commands/command.ts';
import type { LeftBehind, LeftBehindRecord } from './core/changes/left-behind.ts';
import type { AuditRecord } from './core/people/audit.ts';
import type { PlaceDefaults } from './core/people/defaults.ts';
import type { Person } from './core/people/person.ts';
import type { Clock } from './core/ports/clock.ts';
import type { Journal } from './core/ports/store.ts';
import { isProblem, type Problem } from './core/problem.ts';
import { code, command, say } from './core/text.ts';

/** What the settings are made of. */
export interface SettingsParts {
  readonly clock: Clock;
  readonly journal: Journal<AuditRecord>;
  readonly defaults: PlaceDefaults;
  readonly leftBehind: LeftBehind;
  mayChange(person: Person): Problem | undefined;
  /** Absent on real accounts. */
  readonly resetDemo?: () => Promise<void>;
}

/** What people alter in Quartermaster itself; written into the audit before it is done. */
export function createSettings({
  clock,
  journal,
  defaults,
  leftBehind,
  mayChange,
  resetDemo,
}: SettingsParts): Settings {
  const write = async (
    { by, where, request }: Setting,
    does: string,
    says: string,
    targets: AuditRecord['targets'] = [],
  ): Promise<void> => {
    await journal.append({
      event: 'settings',
      request,
      person: { id: by.id, name: by.name },
      place: where.id,
      does,
      targets,
      says,
    });
  };
  /** What was left behind, by its id or address; a Problem where the person may not alter it, or there is no such thing. */
  const left = async ({ by }: Setting, word: string): Promise<LeftBehindRecord | Problem> =>
    mayChange(by) ??
    (await leftBehind.list()).find(({ id, label, what }) => id === word || (what === 'address' && label === word)) ??
    notLeft(word);
  return {
    async resetDemo(asked) {
      if (resetDemo === undefined) return notTheDemo;
      const denied = mayChange(asked.by);
      if (denied !== undefined) return denied;
      await write(asked, 'demo reset', 'the demo account starts over');
      await resetDemo();
      return undefined;
    },

    async use(asked, to) {
      // A place that others share is not narrowed by who may only look.
      const denied = asked.where.privateTo === asked.by.id ? undefined : mayChange(asked.by);
      if (denied !== undefined) return denied;
      await write(asked, 'use', `${to.account ?? 'every account'}, ${to.region ?? 'every region'}`);
      await defaults.set(asked.where.id, to);
      return undefined;
    },

    async keep(asked, word, reason, until) {
      const found = await left(asked, word);
      if (isProblem(found)) return found;
      await write(asked, 'keep', `kept: ${reason}`, [namedOf(found)]);
      const kept = {
        by: { id: asked.by.id, name: asked.by.name },
        at: clock.now(),
        reason,
        ...(until !== undefined && { until }),
      };
      return (await leftBehind.keep(found, kept)) ? { ...found, kept } : notLeft(word);
    },

    async unkeep(asked, word) {
      const found = await left(asked, word);
      if (isProblem(found)) return found;
      if (found.kept === undefined) return notKept(word);
      await write(asked, 'unkeep', 'kept no longer', [namedOf(found)]);
      return (await leftBehind.keep(found, undefined)) ? found : notLeft(word);
    },
  };
}

const notTheDemo: Problem = {
  problem: 'demo-only',
  what: say`Real accounts are configured; there is no demo account to reset.`,
  todo: say`Start without accounts in the configuration to use the demo account.`,
};

const namedOf = ({ id, label, account, region }: LeftBehindRecord): AuditRecord['targets'][number] => ({
  id,
  name: label,
  account: account.name,
  region,
});

const notKept = (word: string): Problem => ({
  problem: 'nothing-to-undo',
  what: say`${code(word)} is not kept.`,
  todo: say`${command('leftovers kept')} lists what is.`,
});

const notLeft = (word: string): Problem => ({
  problem: 'bad-value',
  what: say`No change made here left ${code(word)} behind.`,
  todo: say`${command('leftovers')} lists what can be kept.`,
});
