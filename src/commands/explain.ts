import { isProblem } from '../core/problem.ts';
import { command } from './command.ts';
import { explainClass } from './explain/class.ts';
import type { Explainer, Wanted } from './explain/explainer.ts';
import { explainFamily } from './explain/family.ts';
import { explainMentioned } from './explain/mentioned.ts';
import { explainOwn } from './explain/own.ts';
import { explainType } from './explain/type.ts';
import { explainNamedTopic, explainTopic } from './explain/topic.ts';
import { explainMistypedClass } from './explain/unknown.ts';
import { explained } from './options/explained.ts';
import { os, yesNo } from './options/kinds.ts';
import { missing } from './options/option.ts';
import { quotedRegion, quoteRegion } from './quote-region.ts';

/** In turn: the first that knows the words answers. */
const explainers: readonly Explainer[] = [
  explainType,
  explainFamily,
  explainNamedTopic,
  explainOwn,
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
    name: explained(),
    region: quotedRegion(),
    os: os(),
    more: yesNo('All there is to say, not the first screen alone'),
  },
  effect: 'reads',
  audience: 'person',
  alone: true,
  async run({ name, region: asked, os: named, more = false }, context, raw) {
    // Words such as `windows` are taken for a setting; in a question they may be what it is about.
    const question = [name ?? '', ...(raw['region'] ?? []), ...(raw['os'] ?? [])].join(' ').trim().toLowerCase();
    if (question === '') return missing('explain', 'name', explained());
    const words = name ?? question;
    const quoted = await quoteRegion(asked, context);
    if (isProblem(quoted)) return quoted;
    const wanted: Wanted = {
      ...quoted,
      words,
      os: named ?? 'linux',
      more,
    };
    for (const explainer of explainers) {
      const told = await explainer(wanted, context);
      if (told !== undefined) return told;
    }
    return explainTopic({ ...wanted, words: question }, context);
  },
});
