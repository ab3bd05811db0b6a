import { ownerTags } from '../core/estate/managers.ts';
import { ownerPerson } from '../core/people/owners.ts';
import { isProblem, type Problem } from '../core/problem.ts';
import { code, command as typed, list, mention, say } from '../core/text.ts';
import type { Instant } from '../core/time.ts';
import { leaverOf, ownerWord, type FoundRecord } from '../core/watch/finding.ts';
import { command } from './command.ts';
import { knownOf, type Known } from './found-record.ts';
import { findingOf, sayingWith, where } from './matters.ts';
import { foundThing } from './options/found.ts';
import { actionsFor } from './reply/finding-actions.ts';
import { forSoLong, leftInWords, thingOf, wastesInWords } from './reply/finding-words.ts';
import { actions, line, paragraph, reply, type Block, type CodeBlock } from './reply/reply.ts';
import { listingNotes } from './words.ts';

/** Asks whoever owns something whether it is still wanted. */
export const owner = command({
  name: 'owner',
  summary: 'Ask the owner, by tag, else who left it behind, whether what wastes is still wanted; writes no tag',
  examples: ['owner 198.51.100.38'],
  options: { what: foundThing().required(), ...where },
  effect: 'reads',
  audience: 'place',
  alone: false,
  async run(named, context) {
    const { core, now, place } = context;
    const sought = await findingOf(named, sayingWith('owner'), context);
    if (isProblem(sought)) return sought;
    if (sought.is === 'fine') return noWaste(named.what);
    const known = await knownOf(sought.finding, sought.rule, core, now);
    const { record } = known;
    const owner = ownerWord(record);
    if (owner === undefined) return noOwner(record);
    const who = ownerPerson(core.directory, owner, place.id) ?? leaverOf(record);
    const asks = say`is ${thingOf(record)} still wanted?`;
    const asked = reply(
      'plain',
      who === undefined ? say`${thingOf(record)} belongs to ${code(owner)}` : say`${mention(who)}: ${asks}`,
      paragraph(about(known, now)),
      ...(who === undefined ? unknownOwner(owner, core.directory.called(owner.trim()).length, place.id) : []),
      ...listingNotes({ ...sought.swept, items: [] }),
      actions(...actionsFor(record, 'alone').filter(({ does }) => !does.startsWith('owner '))),
    );
    // Of an answer that fills in what was promised nobody is told: then the platform calls them below it.
    return who === undefined ? asked : { ...asked, aloud: { to: [who], says: asks } };
  },
});

/** `demo-dev, us-east-1: associated with nothing, for at least 3 days. It wastes …` */
function about({ record, since }: Known, now: Instant) {
  const { account, region, says } = record;
  // Where AWS tells since when, its reason does so as well.
  const span = since === undefined || record.sinceBy === 'aws' ? '' : `, ${forSoLong(record, now)}`;
  const leaver = record.owner === undefined ? leftInWords(record) : '';
  const left = leaver === '' ? '' : ` It has no owner tag, and was left behind by ${leaver}.`;
  return say`${account.name}, ${region}: ${says}${span}. It ${wastesInWords(record, now, since !== undefined)}.${left}`;
}

/** @param named Ids that the configuration has for the tag. */
const unknownOwner = (tag: string, named: number, placeId: string): readonly Block[] =>
  named === 0
    ? [
        paragraph(
          say`That is its owner tag. The configuration names nobody by it, so nobody is called here. With this it would:`,
        ),
        configured(tag, placeId),
      ]
    : [
        paragraph(
          say`That is its owner tag. The configuration names several persons by it, so nobody is called here; with a name that is one person’s alone, that person would be.`,
        ),
      ];

/** How ids of a place's platform look. */
const idsLike: Readonly<Record<string, string>> = {
  slack: 'slack:U0123456789',
  discord: 'discord:123456789012345678',
};

/** The lines of the configuration that say who it is. */
const configured = (tag: string, placeId: string): CodeBlock => ({
  kind: 'code',
  lines: [
    'people:',
    `  ${/^[a-z][\w.-]*$/i.test(tag) ? tag : JSON.stringify(tag)}: [${idsLike[placeId.split(':')[0] ?? ''] ?? 'os:NAME'}]`,
  ],
});

const noWaste = (word: string): Problem => ({
  problem: 'nothing-to-do',
  what: say`No rule finds anything in ${code(word)} now, so there is nothing to ask its owner.`,
  todo: say`${typed(line`finding ${word}`)} tells how it stands.`,
});

const noOwner = (record: FoundRecord): Problem => ({
  problem: 'nothing-to-do',
  what: say`${thingOf(record)} has no owner tag: none of ${list(ownerTags.map(code), 'and')}.`,
  todo:
    record.left === undefined
      ? say`Ask in the place of its account, or set a tag in the EC2 console: Quartermaster writes none.`
      : say`It was left behind by ${leftInWords(record)}.`,
});
