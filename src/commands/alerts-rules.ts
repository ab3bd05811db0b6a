import { code, command as typed, list, say } from '../core/text.ts';
import { ruleGroups, rules } from '../core/watch/rules/index.ts';
import type { Rule } from '../core/watch/rules/rule.ts';
import { command } from './command.ts';
import { ruleId } from './options/found.ts';
import { column, fields, note, paragraph, prose, reply, table, type Reply } from './reply/reply.ts';

/** What is looked for, and why it is waste. */
export const alertsRules = command({
  name: 'alerts rules',
  summary: 'The rules that find waste: which are in which group and what each finds; why, with the name of one',
  examples: ['alerts rules', 'alerts rules address-unassociated'],
  options: { rule: ruleId('A rule, to be told why what it finds is waste', true) },
  effect: 'reads',
  audience: 'person',
  alone: false,
  async run({ rule }) {
    const one = rules.find(({ id }) => id === rule);
    return one === undefined ? allRules() : oneRule(one);
  },
});

const allRules = (): Reply =>
  reply(
    'plain',
    say`${rules.length} rules find waste`,
    fields(
      ...Object.entries(ruleGroups).map(
        ([group, own]) =>
          [group, own.length === rules.length ? 'every rule' : list(own.map(({ id }) => code(id)))] as const,
      ),
    ),
    table(
      [column('Rule'), prose('Finds', 1), column('Summed', 'left', 2)],
      rules.map(({ id, title, sums }) => [code(id), title, inWords(sums)]),
    ),
    note(
      say`${typed('alerts rules RULE')} tells why what it finds is waste. ${notSummed} ${typed('alerts subscribe idle-addresses weekdays 9:00')} tells this place of a group.`,
    ),
  );

const oneRule = (rule: Rule): Reply =>
  reply(
    'plain',
    say`${code(rule.id)}: ${rule.title}`,
    paragraph(rule.explains),
    fields(
      ['Groups', list(groupsOf(rule).map((group) => code(group)))],
      ['Summed', rule.sums ? inWords(true) : say`${inWords(false)}. ${notSummed}`],
    ),
    note(say`${typed(`alerts subscribe ${rule.id} weekdays 9:00`)} tells this place what it finds.`),
  );

const inWords = (sums: boolean): string => (sums ? 'yes' : 'no');
const notSummed = 'What is not summed may be meant as it is: it is told, and not counted as waste.';

const groupsOf = (rule: Rule): readonly string[] =>
  Object.entries(ruleGroups).flatMap(([group, own]) => (own.some(({ id }) => id === rule.id) ? [group] : []));
