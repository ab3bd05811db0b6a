import { kindNames, type Kind } from '../core/changes/kinds.ts';
import type { Person, Place } from '../core/people/person.ts';
import { whoIs } from '../core/people/who.ts';
import { isProblem, type Problem } from '../core/problem.ts';
import { code, command as typed, say, type Spans } from '../core/text.ts';
import { command, type Context, type Parsed } from './command.ts';
import { badValue, oneWord, optionOf } from './options/option.ts';
import { freeText, word } from './options/kinds.ts';
import { houseTestReply, lookTestReply, changeTestReply, type Tested } from './reply/access-reply.ts';
import { houseActionOf } from './reach.ts';
import { subjectsOf } from './subjects.ts';

/** The longest line that is tested, in characters. */
const lineAtMost = 2_000;

const line = () =>
  oneWord({
    shape: '"LINE"',
    about: 'What they would say, in quotes',
    bare: true,
    parse: (value) =>
      value.trim() === '' || value.length > lineAtMost
        ? badValue('"LINE"', value.slice(0, 20), `a line of at most ${lineAtMost} characters`)
        : value,
    print: (value) => value,
  });

const roles = () =>
  optionOf<readonly string[]>({
    shape: 'ROLE,…',
    about: 'Roles that they would have; left out: those of the configuration',
    parse: (words) => words.flatMap((one) => one.split(',')).filter((one) => one !== ''),
    print: (value) => [value.join(',')],
    suggest: async (begun, { core }) =>
      Object.keys(core.directory.roles ?? {})
        .filter((role) => role.startsWith(begun))
        .map((role) => ({ word: role })),
  });

/** What the access rules say of a line, without running it. */
export const accessTest = command({
  name: 'access test',
  summary: 'Whether somebody may do something, and by which rule; nothing is done',
  examples: [
    'access test who:maria does:"terminate web-1"',
    'access test who:os:olga roles:operator does:"stop web-1 web-2" reason:"no traffic"',
    'access test who:maria roles:admin does:"freeze on reason:later"',
  ],
  options: {
    who: word('A person: an id as os:maria, or a name').required(),
    does: line().required(),
    roles: roles(),
    reason: freeText('A reason that they would give'),
    approver: word('Another person who would approve'),
  },
  effect: 'reads',
  audience: 'person',
  alone: false,
  async run({ who, does, roles: own, reason, approver: other }, context) {
    const { core, place, now } = context;
    const naming = { directory: core.directory, by: context.person, demo: core.cloud.demo };
    const by = whoIs(who, { ...naming, roles: own });
    if (isProblem(by)) return by;
    const approver = other === undefined ? undefined : whoIs(other, naming);
    if (isProblem(approver)) return approver;
    const parsed = context.parse(does);
    if (isProblem(parsed)) return within(parsed);
    const wrong = parsed.command.bind(parsed.raw);
    if (isProblem(wrong)) return within(wrong);
    const where: Place = { id: place.id, ...(place.privateTo !== undefined && { privateTo: by.id }) };
    const [said] = parsed.raw['reason'] ?? [];
    const why = reason ?? said;
    const tested: Tested = {
      by,
      where,
      now,
      does,
      ...(why !== undefined && { reason: why }),
      ...(approver && { approver }),
    };
    return run(tested, parsed, context);
  },
});

async function run(tested: Tested, parsed: Parsed, context: Context<'reads'>) {
  const { core } = context;
  const { by, where } = tested;
  const { name, effect } = parsed.command;
  const kind = kindNames.find((one) => one === name);
  if (kind !== undefined) return change(tested, kind, parsed, context);
  if (effect === 'changes') return decidedElsewhere(name);
  const action = houseActionOf(name);
  if (action === undefined) return lookTestReply(tested, await hiddenFrom(by, where, context));
  // What only the person's own place has is theirs to set.
  if (name === 'use' && (where.privateTo !== undefined || isEmpty(parsed))) return houseTestReply(tested, undefined);
  return houseTestReply(tested, await core.access.houseRuling(by, where, action));
}

async function change(tested: Tested, kind: Kind, { raw }: Parsed, context: Context<'reads'>) {
  const { core } = context;
  const { by, where } = tested;
  const found = await subjectsOf(kind, raw, context);
  if (isProblem(found)) return found;
  const { subjects, movable } = found;
  const sight = await core.access.sight(by, where);
  const results = [];
  for (const subject of subjects) {
    const wanted = { ...tested, targets: Math.max(1, movable) };
    const rulings = [];
    for (const does of subject.steps) rulings.push(await core.access.change({ ...wanted, does }, subject.facts));
    const [hidden] = sight?.hidden([subject.facts]) ?? [];
    results.push({ subject, rulings, hidden });
  }
  const frozen = await core.freeze.now();
  const glass = frozen === undefined ? undefined : await core.access.houseRuling(by, where, 'break-glass');
  return changeTestReply(tested, kind, {
    ...found,
    results,
    frozen: frozen && { frozen, mayBreak: glass?.is === 'allowed' },
  });
}

/** What they may not look at, of what the asker sees. */
async function hiddenFrom(by: Person, where: Place, { core }: Context<'reads'>): Promise<readonly Problem[]> {
  const sight = await core.access.sight(by, where);
  if (sight === undefined) return [];
  const homes = await core.cloud.homes();
  return sight.hidden(homes.flatMap(({ account, regions }) => regions.map((region) => ({ account, region }))));
}

const isEmpty = ({ raw }: Parsed): boolean => Object.keys(raw).length === 0;

/** What is wrong with the line, told of the line. */
const within = (problem: Problem): Problem => ({
  ...problem,
  where: problem.where ?? say`In the line of ${code('does:')}.`,
});

const decidedElsewhere = (name: string): Problem => ({
  problem: 'bad-value',
  what: say`Whether somebody may ${typed(name)} depends on the change that it is for.`,
  todo: say`Test the change itself, as ${code('does:"terminate web-1"')}${approvalToo(name)}.`,
});

const approvalToo = (name: string): Spans =>
  name === 'approve' || name === 'deny' ? say` with ${code('approver:')} and who would approve` : [];
