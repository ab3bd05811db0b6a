import { didYouMean } from '../core/near.ts';
import type { Problem } from '../core/problem.ts';
import { code, say } from '../core/text.ts';
import { command, type Context } from './command.ts';
import { explainClass } from './explain/class.ts';
import type { Explainer, Wanted } from './explain/explainer.ts';
import { explainFamily } from './explain/family.ts';
import { explainMentioned } from './explain/mentioned.ts';
import { explainType } from './explain/type.ts';
import { explainNamedTopic, explainTopic } from './explain/topic.ts';
import { explainMistypedClass } from './explain/unknown.ts';
import { explained } from './options/explained.ts';
import { os, region, yesNo } from './options/kinds.ts';
import { quoteRegion } from './quote-region.ts';

/** In turn: the first that knows the words answers. */
const explainers: readonly Explainer[] = [
  explainType,
  explainFamily,
  explainNamedTopic,
  explainClass,
  explainMistypedClass,
  explainMentioned,
];

/** What something is, what it is good and bad for, what it costs, and what else would do. */
export const explain = command({
  name: 'explain',
  summary: 'Explain an instance type, a family, a class or a topic: what it is, what it costs, what to watch',
  examples: [
    'explain m5d.xlarge',
    'explain t3.large eu-west-1 windows',
    'explain m7g',
    'explain memory optimized',
    'explain g6.xlarge more:yes',
    'explain elastic-ip',
    'explain why am I paying for a stopped server',
  ],
  options: {
    name: explained().required(),
    region: region('A region, such as eu-west-1; us-east-1 if left out'),
    os: os(),
    more: yesNo('All there is to say, not the first screen alone'),
  },
  effect: 'reads',
  audience: 'person',
  alone: true,
  async run({ name: words, region: asked, os: named, more = false }, context, raw) {
    const nowhere = asked === undefined ? undefined : await noSuchRegion(asked, context);
    if (nowhere !== undefined) return nowhere;
    const wanted: Wanted = {
      words,
      region: quoteRegion(asked, context).region,
      regionAssumed: asked === undefined && context.uses.region === undefined,
      os: named ?? 'linux',
      more,
    };
    for (const explainer of explainers) {
      const told = await explainer(wanted, context);
      if (told !== undefined) return told;
    }
    // Words such as `windows` were taken for a setting; in a question they may be what it is about.
    return explainTopic(
      { ...wanted, words: [words, ...(raw['region'] ?? []), ...(raw['os'] ?? [])].join(' ').toLowerCase() },
      context,
    );
  },
});

/** A region is one that has prices, or that is looked at. */
async function noSuchRegion(asked: string, { core }: Context<'reads'>): Promise<Problem | undefined> {
  const priced = core.prices.regions();
  if (priced.includes(asked) || (await core.cloud.homes()).some(({ regions }) => regions.includes(asked)))
    return undefined;
  return {
    problem: 'unknown-region',
    what: say`No region ${code(asked)} is known here.`,
    todo: didYouMean(asked, priced, say`A region is written as ${code('eu-west-1')}.`),
  };
}
