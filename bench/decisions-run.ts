import { performance } from 'node:perf_hooks';
import { kindNames, rowOf } from '../src/core/changes/kinds.ts';
import { createCedar } from '../src/core/drivers/cedar/cedar.ts';
import { loadCedar } from '../src/core/drivers/cedar/load.ts';
import { askedOf } from '../src/core/drivers/cedar/question.ts';
import { schemaText } from '../src/core/drivers/cedar/schema.ts';
import { starter } from '../src/core/people/access/starter.ts';
import type { Actions, Question, Rules } from '../src/core/ports/policy.ts';
import { ms, spread } from './measure.ts';

/** A process of its own, so that the first decision is cold. Prints JSON. */
const actions: Actions = { changes: Object.fromEntries(kindNames.map((kind) => [kind, rowOf(kind).of])) };
const ruleCount = 200;
const teams = 20;
const asked = 20_000;
/** Turns of the loop that V8 takes to compile its best code, see `WarmUp` of `measure.ts`. */
const warmUp = 2_000;

/** Rules as a company of twenty teams writes them: most for a team's role, every tenth for everybody. */
const text = Array.from({ length: ruleCount }, (_, index) => {
  const team = `team${index % teams}`;
  const owned = `resource.hasTag("team") && resource.getTag("team") == "${team}-${index}"`;
  return index % 10 === 9
    ? `@id("r${index}") forbid (principal, action == Action::"terminate", resource) when { ${owned} && context.private };`
    : `@id("r${index}") @says("Rule ${index}.") permit (principal in Role::"${team}", action in [Action::"start", Action::"stop"], resource) when { ${owned} && context.hour >= 8 && resource has hourlyUsd && resource.hourlyUsd.lessThan(decimal("9.5")) };`;
}).join('\n');

/** Another person, thing and place each time. */
const question = (index: number): Question => ({
  who: { id: `os:p${index % 50}`, name: 'p', roles: [`team${index % teams}`, 'operator'] },
  does: index % 3 === 0 ? 'terminate' : 'stop',
  to: {
    is: 'instance',
    id: `i-${index}`,
    name: `web-${index}`,
    account: { name: 'main', id: '111122223333' },
    region: 'eu-west-1',
    state: 'running',
    type: 'm5.large',
    tags: { team: `team${index % teams}-${index % ruleCount}`, env: 'dev', Name: `web-${index}`, owner: 'x' },
    usdPerHour: '0.0104',
  },
  context: {
    place: `place${index % 7}`,
    private: index % 2 === 0,
    reason: 'because',
    approver: { id: 'os:a', name: 'a', roles: ['approver'] },
    hour: index % 24,
    minute: 0,
    weekday: 'friday',
    date: '2026-11-27',
    targets: 1,
  },
});

async function read(from: string, checked: boolean): Promise<Rules> {
  const rules = await createCedar(actions).read(from, checked);
  if (!('all' in rules)) throw new Error(JSON.stringify(rules));
  return rules;
}

/** p50, p99 and p99.9 of single calls, in ms; and how many were allowed, so that nothing is measured that does nothing. */
function each(decide: (question: Question) => boolean) {
  for (let index = 0; index < warmUp; index += 1) decide(question(index));
  const times: number[] = [];
  let allowed = 0;
  for (let index = 0; index < asked; index += 1) {
    const one = question(index);
    const start = performance.now();
    if (decide(one)) allowed += 1;
    times.push(performance.now() - start);
  }
  const sorted = times.toSorted((one, other) => one - other);
  const at = (share: number) => Math.round((sorted[Math.floor(sorted.length * share)] ?? 0) * 1e4) / 1e4;
  return { decisions: asked, allowed, p50Ms: at(0.5), p99Ms: at(0.99), p999Ms: at(0.999) };
}

/** The rules that come with Quartermaster, or those of a company. */
const startersOwn = process.argv[2] === 'starter';
const begun = performance.now();
const cold = await read(startersOwn ? starter : text, true);
const readAt = performance.now();
cold.decide(question(1));
const decidedAt = performance.now();

const first = { readMs: ms(readAt - begun), firstDecisionMs: ms(decidedAt - readAt) };
process.stdout.write(JSON.stringify(startersOwn ? first : await warmFigures()));

/** What V8 has compiled its best code for. */
async function warmFigures() {
  const check = await spread(5, () => read(text, false), undefined, { runs: 1, ms: Infinity });

  // What the same costs where Cedar is given every rule each time.
  const cedar = await loadCedar();
  cedar.preparseSchema('bench', schemaText(actions));
  cedar.preparsePolicySet('bench', {
    staticPolicies: Object.fromEntries(cold.all.map((rule) => [rule.id, rule.text])),
  });
  const unsliced = each((one) => {
    const answer = cedar.statefulIsAuthorized({
      ...askedOf(one),
      preparsedSchemaName: 'bench',
      preparsedPolicySetId: 'bench',
      validateRequest: true,
    });
    if (answer.type === 'failure') throw new Error(JSON.stringify(answer.errors));
    return answer.response.decision === 'allow';
  });
  const warm = each((one) => cold.decide(one).allowed);
  if (warm.allowed !== unsliced.allowed || warm.allowed === 0) throw new Error('slicing decides otherwise');

  return {
    rules: ruleCount,
    cold: first,
    checkMs: check,
    warm,
    baseline: { what: 'the same questions, with every rule given to Cedar', ...unsliced },
    ratioToBaseline: ms(warm.p50Ms / unsliced.p50Ms),
    machine: { what: 'a plain loop as long as the median, alone', ...machineAlone(warm.p50Ms) },
    targets: { p99Ms: 1, longestHoldMs: 20 },
  };
}

/** What else the machine does shows here too: the p99 of so much arithmetic. @param lasts Of one loop, in ms. */
function machineAlone(lasts: number) {
  const spin = (rounds: number): number => {
    let sum = 0;
    for (let index = 0; index < rounds; index += 1) sum = (sum + index) % 1_000_003;
    return sum;
  };
  const tried = 20_000_000;
  const start = performance.now();
  spin(tried);
  const rounds = Math.round((tried * lasts) / (performance.now() - start));
  return each(() => spin(rounds) >= 0);
}
