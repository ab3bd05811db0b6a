import { expect, it } from 'vitest';
import { Ec2Error } from '../../src/core/drivers/ec2/error.ts';
import { explain } from '../../src/core/drivers/ec2/explain.ts';
import { distinct } from '../../src/core/problem.ts';

it('one reason is told once, whatever requests it came of; others are told beside it', () => {
  const refused = (code: string, request: string) => explain(new Ec2Error(code, '', request));
  const [one, same, other] = [
    refused('UnauthorizedOperation', 'd054de6a-7998'),
    refused('UnauthorizedOperation', 'e57f7f86-a7ed'),
    refused('RequestLimitExceeded', 'd054de6a-7998'),
  ];
  expect(distinct([one, same, other, one])).toEqual([one, other]);
});
