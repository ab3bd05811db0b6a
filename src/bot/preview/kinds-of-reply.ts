import { budgetAbove, budgetBelow, costReport } from './cost-reports.ts';
import type { Entry, Part } from './entry.ts';
import { previewKeys, type Said } from './house.ts';
import { digests } from './digests.ts';
import { savedOfLate } from './savings.ts';
import { spotPrices } from './spot-prices.ts';

/** The heading under which they stand. */
const group = 'Kinds of reply';
const [key = '', next = ''] = previewKeys;

/** One entry: its title, what is said, and what is said before. */
const entry = (
  id: string,
  title: string,
  said: Said | string,
  before: readonly (Said | string)[] = [],
  more: Partial<Pick<Entry, 'part' | 'own' | 'losesAnswers' | 'given'>> = {},
): Entry => ({
  id,
  group,
  title,
  before: before.map(saying),
  said: saying(said),
  part: 'answer',
  own: before.length > 0,
  ...more,
});

const saying = (said: Said | string): Said => (typeof said === 'string' ? { line: said } : said);
const showing = (part: Part) => ({ part });
/** It asks for a change, and another entry is not to find its plan. */
const own = { own: true } as const;

const subscribes = 'alerts subscribe idle-addresses weekdays 9:00 Europe/Paris days:3 name:idle';

/** Kinds of reply that no example of a command shows by itself, made by saying lines. */
export const kindsOfReply: readonly Entry[] = [
  entry('plain', 'Plain: fields', 'show web-1'),
  entry('good', 'Good: an outcome', `confirm ${key}`, ['stop web-1']),
  entry('plan', 'Attention: a plan of one', 'stop web-1', [], own),
  entry('danger', 'Failed: no capacity, with a way to keep trying', `confirm ${key}`, ['start gpu-train-2']),
  entry('problem', 'Problem: did you mean', 'lst running'),
  entry('bad-value', 'Problem: a value that is none', 'price m5.lrage'),
  entry('ambiguous', 'Problem: which of several', 'stop scratch', [], own),
  entry('plan-of-many', 'A plan of many, some of which can be left out', 'stop tag:env=dev region:us-east-1', [], own),
  entry('typed-word', 'A plan that wants a word typed', 'terminate crawler-spot-1', [], own),
  entry('form', 'The form of a confirmation', 'terminate crawler-spot-1', [], { ...own, ...showing('form') }),
  entry('deny-form', 'The form of a no', `confirm ${key} web-2`, ['terminate web-2'], showing('form')),
  entry('awaiting', 'Confirmed, and another person must approve', `confirm ${key} web-2`, ['terminate web-2']),
  entry('wanted', 'An approval is wanted', `confirm ${key} web-2`, ['terminate web-2'], showing('notice')),
  entry('review', 'What waits, for whoever approves', { line: `plans ${key}`, second: true }, [
    'terminate web-2',
    `confirm ${key} web-2`,
  ]),
  entry('waiting', 'What waits for whom', { line: 'plans', second: true }, [
    'stop api-1',
    'terminate web-2',
    `confirm ${next} web-2`,
  ]),
  entry('under-way', 'A change under way', `confirm ${key} 6`, ['stop web-1 web-2 api-1 api-2 indexer build-runner'], {
    part: 'progress',
  }),
  entry('partial', 'An outcome of which some failed', `confirm ${key}`, ['start batch-7 gpu-train-2']),
  entry('cannot-tell', 'An outcome that cannot be told', `confirm ${key}`, ['reboot api-1'], { losesAnswers: true }),
  entry('keep-trying', 'Trying again and again', `confirm ${next}`, ['start gpu-train-2', `confirm ${key}`], {
    part: 'progress',
  }),
  entry('frozen', 'Refused by a freeze', 'stop web-1', ['freeze on reason:"the sale is on" until:2h']),
  entry('cancelled', 'Cancelled', `cancel ${key}`, ['stop web-1']),
  entry('picture-apart', 'A picture, rows apart', 'price m5.large term:spot', [], { given: spotPrices }),
  entry('picture-together', 'A picture, lines in one frame', 'price m5.large term:ri-1y-all'),
  entry('savings-of-late', 'What was saved', 'savings since:60d', [], { given: savedOfLate }),
  entry('cost-report', 'A report of costs', 'cost by:team account:demo-dev', [], { given: costReport }),
  entry('budget-above', 'A budget that is exceeded', 'cost tag:env=dev', [], { given: budgetAbove }),
  entry('budget-below', 'A budget that is no longer exceeded', 'cost tag:env=dev', [], { given: budgetBelow }),
  entry('long-table', 'A table that is cut', { line: 'recommend vcpus:4 memory:16', everything: true }),
  entry('list-of-a-team', 'A list', 'list tag:team=web running'),
  entry('all-rows', 'All rows of a list', { line: 'list', everything: true }),
  entry('code', 'Lines to copy', 'show web-1 cli:yes'),
  entry('topic', 'A topic', 'explain elastic-ip'),
  ...digests.map(([id, title, given]) => entry(id, title, 'addresses idle', [], { part: 'notice', given })),
  entry('alert-form', 'The form of an alert', 'alerts show idle', [subscribes], showing('form')),
  entry('subscribe-form', 'The form that makes an alert', 'alerts list', [], { ...own, ...showing('form') }),
  entry('alert-test', 'A sample of an alert', 'alerts test idle', [subscribes], showing('notice')),
  entry('app-home', 'App Home', 'home', ['stop web-1', 'terminate web-2', `confirm ${next} web-2`], showing('home')),
];
