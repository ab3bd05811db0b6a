import { code, command as typed, list, say } from '../core/text.ts';
import { ruleGroups, rules } from '../core/watch/rules/index.ts';
import { command } from './command.ts';
import { column, fields, note, prose, reply, table } from './reply/reply.ts';

/** What waste is. */
export const alertsRules = command({
  name: 'alerts rules',
  summary: 'The rules that find waste: what each finds, why that is waste, and which are in which group',
  examples: ['alerts rules'],
  options: {},
  effect: 'reads',
  audience: 'person',
  alone: false,
  async run() {
    return reply(
      'plain',
      say`${rules.length} rules find waste`,
      table(
        [column('Rule'), column('Finds', 'left', 1), prose('Why', 2), column('Summed', 'left', 3)],
        rules.map(({ id, title, explains, sums }) => [code(id), title, explains, sums ? 'yes' : 'no']),
      ),
      fields(
        ...Object.entries(ruleGroups).map(
          ([group, ids]) =>
            [group, ids.length === rules.length ? 'every rule' : list(ids.map(({ id }) => code(id)))] as const,
        ),
      ),
      note(
        say`What is not summed may be meant as it is: it is told, and not counted as waste. ${typed('alerts subscribe idle-addresses weekdays 9:00')} tells this place of a group.`,
      ),
    );
  },
});
