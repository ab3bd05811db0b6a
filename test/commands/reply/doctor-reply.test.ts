import { describe, expect, it } from 'vitest';
import { doctorReply, isWell } from '../../../src/commands/reply/doctor-reply.ts';
import { thisMachine, type Check } from '../../../src/core/ports/examiner.ts';
import { plain, say } from '../../../src/core/text.ts';

const check = (over: Partial<Check> = {}): Check => ({
  account: 'prod',
  region: 'eu-west-1',
  what: 'ec2:StopInstances',
  is: 'unknown',
  needed: false,
  says: say`There is no instance here.`,
  ...over,
});
const lines = (...checks: readonly Check[]): readonly string[] => {
  const { title, blocks } = doctorReply(checks);
  return [title, ...blocks.flatMap((block) => ('spans' in block ? [block.spans] : []))].map(plain);
};

describe('what the doctor found', () => {
  it('is told once of several places of which the same is said, with what was looked at', () => {
    const regions = ['eu-west-1', 'us-east-1', 'ap-south-1', 'sa-east-1', 'ca-west-1', 'me-south-1', 'eu-north-1'];
    const all = regions.flatMap((region) => [check({ region }), check({ region, what: 'ec2:StartInstances' })]);
    expect(lines(...all)).toEqual([
      'Everything works that answers need.',
      'Unknown, wanted for changes and extras: ec2:StopInstances and ec2:StartInstances in prod, eu-west-1; prod, us-east-1; prod, ap-south-1; prod, sa-east-1; prod, ca-west-1 and 2 more places. There is no instance here.',
      '0 checks fine, 14 could not be told. Changes are tried by dry runs alone; nothing was changed.',
    ]);
  });

  it('counts what it does not name', () => {
    const all = Array.from({ length: 6 }, (_, at) => check({ region: `r${at}` }));
    expect(lines(...all)[1]).toContain('prod, r4 and 1 more place.');
  });

  it.each([
    ['other words', check({ region: 'us-east-1', says: say`It is not to be had.` })],
    ['another check', check({ region: 'us-east-1', what: 'ec2:StartInstances' })],
    ['another verdict', check({ region: 'us-east-1', is: 'missing' })],
    ['another need', check({ region: 'us-east-1', needed: true })],
  ])('is told apart where a place has %s', (_, other) => {
    expect(lines(check(), other).filter((line) => /^(?:Unknown|Missing)/.test(line))).toHaveLength(2);
  });

  it('begins with what answers need, and says how many that are', () => {
    const store = check({ account: thisMachine, what: 'store', is: 'missing', needed: true, says: say`It is away.` });
    const { region: _, ...here } = store;
    expect(isWell([check(), here])).toBe(false);
    expect(lines(check(), here).slice(0, 2)).toEqual([
      'Answers lack something: 1 check of 2.',
      'Missing, needed for answers: store on this machine. It is away.',
    ]);
  });
});
