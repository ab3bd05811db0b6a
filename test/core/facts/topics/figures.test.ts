import { describe, expect, it } from 'vitest';
import { familyOf, openCatalogue } from '../../../../src/core/facts/instance-types/catalogue.ts';
import { savingsPlans } from '../../../../src/core/facts/topics/savings-plans.ts';
import { spot } from '../../../../src/core/facts/topics/spot.ts';
import { plain } from '../../../../src/core/text.ts';

const saidBy = ({ answers }: typeof spot, question: string): string =>
  answers.flatMap(({ asked, says }) => (asked[0] === question ? [plain(says)] : [])).join('');

describe('what topics say of figures', () => {
  it('names the types without Spot as the facts have them', async () => {
    const catalogue = await openCatalogue();
    const without = catalogue.names().filter((name) => catalogue.find(name)?.usageClasses.includes('spot') === false);
    expect(saidBy(spot, 'Which types have no Spot?')).toMatch(
      /^t2\.nano, and all c8ine, m8ine, hpc, mac, u- and u7i types /,
    );
    const all = /^(c8ine|m8ine|hpc\w+|mac.*|u-.*|u7i.*)$/;
    expect(without).toEqual(catalogue.names().filter((name) => name === 't2.nano' || all.test(familyOf(name))));
  });

  it('has a Savings Plan pay from the hour on from which it costs less', () => {
    const [, plan = '', onDemand = '', hours = ''] =
      /\$(0\.\d+) against \$(0\.\d+) costs less from (\d+) of 730/.exec(
        saidBy(savingsPlans, 'When does it pay back?'),
      ) ?? [];
    expect(Number(hours)).toBe(Math.ceil((730 * Number(plan)) / Number(onDemand)));
  });
});
