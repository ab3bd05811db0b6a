import { code, command as typed, say } from '../core/text.ts';
import { makeRun } from '../core/watch/make-run.ts';
import { noAlert } from './alerts/no-alert.ts';
import { command } from './command.ts';
import { alertName } from './options/alert-kinds.ts';
import { watched } from './progress.ts';
import { beforeActions, note } from './reply/reply.ts';
import { runReply } from './reply/run-reply.ts';

/** What an alert would tell now. */
export const alertsRun = command({
  name: 'alerts run',
  summary: 'Look now for what an alert looks for, and tell all of it here; nothing is posted elsewhere',
  examples: ['alerts run idle-addresses'],
  options: { name: alertName().required() },
  effect: 'reads',
  audience: 'person',
  alone: false,
  async run({ name }, context) {
    const { core, now, place } = context;
    const known = await core.alerts.find(name);
    if (known === undefined) return noAlert(name, await core.alerts.list());
    const { alert } = known;
    const { run } = await makeRun(
      { alert, slot: now, now, told: new Map(), state: { committed: 0, points: [] } },
      core,
      { ...core, firstSeen: (sweep) => core.seen.look(sweep) },
      watched(context),
    );
    const told = runReply(run, {
      part: { of: 'all' },
      shown: core.shownIn(place),
      now,
      timeZone: alert.when.timeZone,
    });
    return beforeActions(told, [
      note(
        say`This is what ${code(name)} finds now, with what it has told before: its own posts tell what is new, and are due ${alert.when.said}. ${typed(`alerts show ${name}`)} tells more.`,
      ),
    ]);
  },
});
