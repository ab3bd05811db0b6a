import { fromRecord, hoursPerMonth, times, type Money } from '../core/money.ts';
import type { ReleasedRecord } from '../core/changes/released.ts';
import { isResting, type Rest } from '../core/people/rests.ts';
import { isProblem } from '../core/problem.ts';
import { code, command as typed, figure, say, time, type Spans } from '../core/text.ts';
import { isoTime, spanInWords, type Instant } from '../core/time.ts';
import { keyOf, monthOf, type FoundRecord } from '../core/watch/finding.ts';
import type { Rule } from '../core/watch/rules/rule.ts';
import { command, type Context } from './command.ts';
import { knownOf, type Known } from './found-record.ts';
import { findingOf, sayingWith, where, type Sought } from './matters.ts';
import { foundThing } from './options/found.ts';
import { actionsFor, snoozeChoice } from './reply/finding-actions.ts';
import { anHour, lineOf, leftInWords, ownerInWords, soFarSpan, thingOf, wastesInWords } from './reply/finding-words.ts';
import { changeAction } from './reply/plan-reply.ts';
import { action, actions, fields, line, paragraph, reply, type Action, type Block, type Reply } from './reply/reply.ts';
import { deletesNoData, ipv4Notes, listingNotes } from './words.ts';

/** One finding, explained. */
export const finding = command({
  name: 'finding',
  summary: 'One thing that wastes, explained: since when, what it has cost, and what can be done',
  examples: ['finding 198.51.100.45', 'finding vol-7eedcae53cb88b131 account:demo-dev region:us-east-1'],
  options: { what: foundThing().required(), ...where },
  effect: 'reads',
  audience: 'person',
  alone: false,
  async run(named, context) {
    const { core, now } = context;
    const sought = await findingOf(named, sayingWith('finding'), context);
    if (isProblem(sought)) {
      const released = sought.problem === 'address-not-found' ? await core.released.find(named.what) : undefined;
      return released === undefined ? sought : releasedReply(released);
    }
    if (sought.is === 'fine') return fineReply(named.what, sought, context);
    const known = await knownOf(sought.finding, sought.rule, core, now);
    const rest = await core.rests.of(known.record.key);
    const { record } = known;
    const rests = isResting(rest, now);
    const left = leftInWords(record);
    const month = monthOf(record);
    return reply(
      record.weak === true || rests ? 'plain' : 'warning',
      record.weak === true
        ? say`${thingOf(record)}: ${record.says}`
        : say`${thingOf(record)} ${wastesInWords(record, now, known.since !== undefined)}`,
      fields(
        ['Why', record.weak === true ? undefined : record.says],
        ['Since', sinceField(known, now)],
        ['A month', month && say`${figure(month)}${hourly(record, month)}`],
        ['So far', month && known.since !== undefined ? soFarSpan(record, now) : undefined],
        ['Owner', record.is === 'account' ? undefined : ownerInWords(record)],
        ['Left by', record.left && say`${left}, at ${time(record.left.at)}`],
        ['Id', code(record.id)],
        ['Account', record.account.name],
        ['Region', record.region],
        ['Rule', say`${code(record.rule)}: ${sought.rule.title}`],
      ),
      paragraph(sought.rule.explains),
      hintOf(record, sought.rule),
      rest && paragraph(restInWords(rest, now)),
      ...(record.is === 'address' ? ipv4Notes(core.prices, [record.region], now) : []),
      ...listingNotes({ ...sought.swept, items: [] }),
      actions(
        ...actionsFor(record, 'explained').filter(({ does }) => !rests || !does.startsWith('keep ')),
        ...(rests && rest ? [wakes(rest)] : []),
        record.is === 'instance' ? action('Show', line`show ${record.id}`) : undefined,
      ),
      rests ? undefined : snoozeChoice(record),
    );
  },
});

/** What AWS bills by the hour; volumes are billed by the month. */
const hourly = ({ is }: FoundRecord, month: Money): Spans =>
  is === 'volume' || is === 'instance' ? [] : say`, ${figure(anHour(month), 'exact')} an hour`;

function sinceField({ record, since }: Known, now: Instant): Spans {
  if (since === undefined) return say`not known: AWS does not tell, and no alert has seen it before`;
  const span = spanInWords(now - since);
  return record.sinceBy === 'aws'
    ? say`${time(since)}, for ${span}, as AWS tells it`
    : say`at least ${time(since)}, for ${span}, when an alert saw it first`;
}

/** What is done elsewhere, or by another change. */
function hintOf({ is, id, account, region }: FoundRecord, { matter }: Rule): Block | undefined {
  switch (is) {
    case 'volume':
      return paragraph(deletesNoData);
    case 'reservation':
      return paragraph(
        say`A Capacity Reservation is cancelled, or made smaller, in the EC2 console or with ${code(`aws ec2 cancel-capacity-reservation --capacity-reservation-id ${id} --region ${region}`)}: Quartermaster does neither.`,
      );
    case 'instance':
      return matter === 'stopped'
        ? paragraph(
            say`${typed(line`start ${id}`)} uses it again, and ${typed(line`terminate ${id}`)} ends it, with the volumes that go with it: both show a plan first.`,
          )
        : undefined;
    case 'account':
      return paragraph(say`${typed(line`addresses account:${account.name}`)} lists them.`);
    case 'address':
      return undefined;
  }
}

/** Who lets it rest, why and until when; of one that is over, that it is. */
function restInWords({ by, at, reason, until }: Rest, now: Instant): Spans {
  const over = until !== undefined && until <= now;
  const what = reason === undefined ? 'Snoozed' : 'Kept on purpose';
  const why = reason === undefined ? say`` : say`: ${reason}`;
  if (until === undefined) return say`${what} by ${by.name} since ${time(at)}, for good${why}`;
  const end = reason === undefined ? time(until) : isoTime(until).slice(0, 10);
  return over
    ? say`It was ${what.toLowerCase()} by ${by.name} until ${end}, which is over${why}`
    : say`${what} by ${by.name} since ${time(at)}, until ${end}${why}`;
}

const wakes = ({ of, reason }: Rest): Action =>
  action(reason === undefined ? 'Snooze no longer' : 'Keep no longer', lineOf('unkeep', of));

/** There is such a thing, and no rule finds anything in it now. */
async function fineReply(
  word: string,
  { at, address, swept }: Extract<Sought, { is: 'fine' }>,
  { core, now }: Context<'reads'>,
): Promise<Reply> {
  const id = address?.address?.allocationId ?? word;
  const rest = at && (await core.rests.of(keyOf(at, id)));
  const rests = isResting(rest, now);
  return reply(
    'plain',
    address === undefined
      ? say`${code(word)} is no waste now: no rule finds anything in it`
      : say`${code(address.ip)} is no waste now: ${address.verdict.says()}`,
    rest && paragraph(restInWords(rest, now)),
    ...listingNotes({ ...swept, items: [] }),
    actions(
      ...(rests && rest ? [wakes(rest)] : []),
      address === undefined ? undefined : action('Show', line`addresses ${address.ip}`),
      word.startsWith('i-') ? action('Show', line`show ${word}`) : undefined,
      word.startsWith('vol-') ? action('Show', line`volumes ${word}`) : undefined,
    ),
  );
}

/** It was released here, and waste no longer. */
const releasedReply = ({ ip, by, at, perHour }: ReleasedRecord): Reply =>
  reply(
    'plain',
    say`${code(ip)} was released by ${by.name} at ${time(at)}${perHour === undefined ? '' : say`, which saves ${figure(times(fromRecord(perHour), hoursPerMonth))} a month`}`,
    actions(changeAction('recover', ip)),
  );
