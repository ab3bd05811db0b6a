import type { RuleFault } from '../core/ports/policy.ts';
import { code, list, say, strong, type Spans } from '../core/text.ts';
import { command } from './command.ts';
import { column, fields, note, paragraph, prose, reply, table, type Block } from './reply/reply.ts';
import { ruleName, ruleSentence } from './reply/rule-words.ts';

/** Who may do what. */
export const accessShow = command({
  name: 'access show',
  summary: 'Who may do what: the access rules in words, and who has which role',
  examples: ['access show'],
  options: {},
  effect: 'reads',
  audience: 'person',
  alone: false,
  async run(_, { core }) {
    const { rules, file, faults } = await core.access.inForce();
    return reply(
      faults.length > 0 ? 'warning' : 'plain',
      file === undefined ? say`Access rules: those that come with Quartermaster` : say`Access rules of ${code(file)}`,
      ...faultBlocks(file, faults),
      rules.length === 0
        ? paragraph('There is no rule: nobody may do anything.')
        : table(
            [column('Rule'), column('Effect', 'left', 1), prose('In words')],
            rules.map((rule) => [ruleName(rule), rule.effect === 'permit' ? 'allows' : 'forbids', ruleSentence(rule)]),
          ),
      fields(...Object.entries(core.directory.roles ?? {}).map(([role, ids]) => [role, membersOf(ids)] as const)),
      core.directory.roles === undefined
        ? note(say`${code('roles:')} is not configured: ${withoutRoles(core.cloud.demo)}`)
        : undefined,
      note(
        say`What no rule allows is not allowed, and a rule that forbids wins. ${file === undefined ? say`Rules of your own stand in ${code('access.cedar')} beside the configuration; docs/access.md has these to begin with.` : say`docs/access.md tells how they are written.`}`,
      ),
    );
  },
});

/** What is wrong with the file as it stands now. */
function faultBlocks(file: string | undefined, faults: readonly RuleFault[]): readonly Block[] {
  if (faults.length === 0) return [];
  const isNamed = file !== undefined;
  return [
    paragraph(
      say`${strong('The file is bad as it stands now.')} ${isNamed ? 'The rules below are those of before, and stay in force.' : 'The rules that come with Quartermaster stay in force.'}`,
    ),
    table(
      [column('Line', 'right'), column('Column', 'right', 1), prose('What is wrong'), column('Nearest')],
      faults.map(({ line, column: at, says, nearest = '' }) => [String(line), String(at), says, nearest]),
    ),
  ];
}

const membersOf = (ids: readonly string[]): Spans | string => (ids.length === 0 ? '(nobody)' : list(ids.map(code)));

/** What the local user of the terminal is then. */
const withoutRoles = (demo: boolean): Spans =>
  demo
    ? say`the user of the terminal has the roles operator, approver and admin, for this is the demo account.`
    : say`the local user of the terminal is an operator, and nobody can approve.`;
