import { describe, expect, it } from 'vitest';
import {
  bothRoles,
  decodeAction,
  operatorPolicy,
  readerPolicy,
  usualTag,
} from '../../../src/core/changes/iam-policy.ts';
import { kindNames, rowOf } from '../../../src/core/changes/kinds.ts';

/** Actions that alter something, by their names (service authorization reference, access levels Write and Tagging). */
const writes = /^(?!\w+:(Describe|List|Get|Decode))/;

describe('the two roles', () => {
  it('of a reader grants nothing that changes anything', () => {
    const actions = readerPolicy().Statement.flatMap(({ Action }) => Action);
    expect(actions.length).toBeGreaterThan(5);
    expect(actions.filter((action) => writes.test(action))).toEqual([]);
  });

  it('of an operator grants every kind of change, and no other change', () => {
    const actions = operatorPolicy(usualTag).Statement.flatMap(({ Action }) => Action);
    expect(new Set(actions.filter((action) => writes.test(action)))).toEqual(
      new Set(kindNames.map((kind) => rowOf(kind).permission)),
    );
  });

  it('of an operator reads why a change was refused', () => {
    expect(operatorPolicy(usualTag).Statement.flatMap(({ Action }) => Action)).toContain(decodeAction);
  });

  it('of an operator reaches no instance and no address without the tag, but by what bears none', () => {
    const open = operatorPolicy({ key: 'team', value: 'web' }).Statement.filter(
      ({ Action, Condition }) => Condition === undefined && Action.some((action) => writes.test(action)),
    );
    expect(open.map(({ Action, Resource }) => [Action, Resource])).toEqual([
      [['ec2:DisassociateAddress'], ['arn:aws:ec2:*:*:network-interface/*']],
      [['ec2:AllocateAddress'], ['*']],
    ]);
    const tagged = operatorPolicy({ key: 'team', value: 'web' }).Statement.flatMap(({ Condition }) => Condition ?? []);
    expect(tagged).toEqual([
      { StringEquals: { 'aws:ResourceTag/team': 'web' } },
      { StringEquals: { 'aws:ResourceTag/team': 'web' } },
    ]);
  });

  it('have trust policies with the external id, and of the operator with SourceIdentity', () => {
    const roles = bothRoles({ tag: usualTag, principal: 'arn:aws:iam::111122223333:role/qm', externalId: 'x-1' });
    expect(roles.reader.trust.Statement).toEqual([
      {
        Sid: 'Assume',
        Effect: 'Allow',
        Principal: { AWS: 'arn:aws:iam::111122223333:role/qm' },
        Action: 'sts:AssumeRole',
        Condition: { StringEquals: { 'sts:ExternalId': 'x-1' } },
      },
    ]);
    expect(roles.operator.trust.Statement.map(({ Action }) => Action)).toEqual([
      'sts:AssumeRole',
      'sts:SetSourceIdentity',
    ]);
  });

  it('name nobody where nobody was said, in a way that IAM refuses', () => {
    expect(JSON.stringify(bothRoles({ tag: usualTag }))).toContain('THE ARN OF WHO RUNS QUARTERMASTER');
  });
});
