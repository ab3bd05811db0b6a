import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { cloudFormation, terraform } from '../../scripts/roles.ts';
import { fileAt, root } from '../house-files.ts';
import { recording } from '../marked.ts';
import { runProgram } from '../program.ts';
import { evaluated } from './cloudformation.ts';
import { planned } from './terraform.ts';

const files = {
  'deploy/cloudformation/roles.yaml': cloudFormation,
  'deploy/terraform/roles/roles.tf.json': terraform,
} as const;

/** What somebody may ask for. */
interface Asked {
  readonly principal: string;
  readonly externalId?: string;
  readonly tag?: { readonly key: string; readonly value: string };
}

const asked: readonly (readonly [string, Asked])[] = [
  ['nothing but who runs it', { principal: 'arn:aws:iam::111122223333:role/bot' }],
  ['an external id', { principal: 'arn:aws:iam::111122223333:role/bot', externalId: 'qm-4711' }],
  ['a tag', { principal: 'arn:aws:iam::111122223333:root', tag: { key: 'team', value: 'web' } }],
  [
    'all of it, with every sign that may stand there',
    {
      principal: 'arn:aws-us-gov:iam::111122223333:role/path/of_a+role=x,y.z@w-1',
      externalId: 'a_b+c=d,e.f@g:h/i-j',
      tag: { key: 'a:b/c_d+e.f@g-h', value: 'x=1:2/3_4+5.6@7-8' },
    },
  ],
];

const Statement = z.strictObject({
  Sid: z.string(),
  Effect: z.literal('Allow'),
  Principal: z.strictObject({ AWS: z.union([z.string(), z.array(z.string())]) }).optional(),
  Action: z.union([z.string(), z.array(z.string())]),
  Resource: z.union([z.string(), z.array(z.string())]).optional(),
  Condition: z
    .strictObject({ StringEquals: z.record(z.string(), z.union([z.string(), z.array(z.string())])) })
    .optional(),
});
const Policy = z.strictObject({ Version: z.literal('2012-10-17'), Statement: z.array(Statement) });

const sorted = (value: string | readonly string[]): readonly string[] => [value].flat().toSorted();

/** A policy as IAM reads it: neither the order of statements, actions and resources nor a list of one alters what it means. */
const meant = (policy: unknown) =>
  Policy.parse(policy)
    .Statement.map(({ Sid, Effect, Principal, Action, Resource = [], Condition }) => ({
      Sid,
      Effect,
      who: sorted(Principal?.AWS ?? []),
      Action: sorted(Action),
      Resource: sorted(Resource),
      when: Object.entries(Condition?.StringEquals ?? {})
        .map(([key, values]) => `${key} = ${sorted(values).join(' or ')}`)
        .toSorted(),
    }))
    .toSorted((one, other) => (one.Sid < other.Sid ? -1 : 1));

const Printed = z.record(z.enum(['reader', 'operator']), z.strictObject({ policy: z.unknown(), trust: z.unknown() }));

const Template = z.strictObject({
  AWSTemplateFormatVersion: z.literal('2010-09-09'),
  Description: z.string(),
  Resources: z.record(
    z.string(),
    z.strictObject({
      Type: z.literal('AWS::IAM::Role'),
      Properties: z.strictObject({
        RoleName: z.string(),
        Description: z.string(),
        AssumeRolePolicyDocument: z.unknown(),
        Policies: z.array(z.strictObject({ PolicyName: z.string(), PolicyDocument: z.unknown() })),
      }),
    }),
  ),
  Outputs: z.record(z.string(), z.unknown()),
});

/** A document in a template may be a text of JSON. */
const parsed = (document: unknown): unknown => (typeof document === 'string' ? JSON.parse(document) : document);

function byCloudFormation({ principal, externalId, tag }: Asked) {
  const template = Template.parse(
    evaluated(fileAt('deploy/cloudformation/roles.yaml').text, {
      Principal: principal,
      ...(externalId !== undefined && { ExternalId: externalId }),
      ...(tag && { TagKey: tag.key, TagValue: tag.value }),
    }),
  );
  return Object.values(template.Resources).map(({ Properties }) => ({
    name: Properties.RoleName,
    trust: meant(parsed(Properties.AssumeRolePolicyDocument)),
    policies: Properties.Policies.map(({ PolicyDocument }) => meant(parsed(PolicyDocument))),
  }));
}

function byTerraform({ principal, externalId, tag }: Asked) {
  const roles = planned(fileAt('deploy/terraform/roles/roles.tf.json').text, {
    principal,
    ...(externalId !== undefined && { external_id: externalId }),
    ...(tag && { tag_key: tag.key, tag_value: tag.value }),
  });
  return Object.values(roles).map(({ name, trust, policies }) => ({
    name,
    trust: meant(trust),
    policies: policies.map(meant),
  }));
}

describe('the templates of the two roles', () => {
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'quartermaster-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  /** What the program prints. */
  const printed = async ({ principal, externalId, tag }: Asked) => {
    const { code, out } = await runProgram(
      folder,
      [
        'iam-policy',
        '--principal',
        principal,
        ...(externalId === undefined ? [] : ['--external-id', externalId]),
        ...(tag === undefined ? [] : ['--tag', `${tag.key}=${tag.value}`]),
      ],
      [],
    );
    expect(code).toBe(0);
    return Object.entries(Printed.parse(JSON.parse(out))).map(([name, { policy, trust }]) => ({
      name: `quartermaster-${name}`,
      trust: meant(trust),
      policies: [meant(policy)],
    }));
  };

  it.each(Object.entries(files))('%s is what scripts/roles.ts makes', async (path, make) => {
    if (recording) await writeFile(join(root, path), make());
    expect(fileAt(path).text, 'run “npm run record” to rewrite it').toBe(make());
  });

  it.each(asked)('make the roles that the program prints, asked for %s', async (_, one) => {
    const roles = await printed(one);
    expect(roles).toHaveLength(2);
    expect(byCloudFormation(one)).toEqual(roles);
    expect(byTerraform(one)).toEqual(roles);
  });

  it.each<[string, Asked]>([
    ['a principal that is no ARN', { principal: 'bot' }],
    ['everybody', { principal: '*' }],
    ['an external id that ends a text', { principal: 'arn:aws:iam::111122223333:root', externalId: 'x"y' }],
    ['a tag that ends a text', { principal: 'arn:aws:iam::111122223333:root', tag: { key: 'a"b', value: 'c' } }],
    ['a tag that may be anything', { principal: 'arn:aws:iam::111122223333:root', tag: { key: 'a', value: '' } }],
  ])('take no parameter such as %s', (_, one) => {
    expect(() => byCloudFormation(one)).toThrow('has another form');
    expect(() => byTerraform(one)).toThrow('has another form');
  });

  it('fit into what IAM takes of a role’s own policies', () => {
    // IAM guide, "IAM and AWS STS quotas": 10,240 characters without white space.
    for (const { policies } of byTerraform({ principal: 'arn:aws:iam::111122223333:root' }))
      expect(JSON.stringify(policies).length).toBeLessThan(10_240);
  });

  it('differ from what is printed wherever a right is added or taken away', async () => {
    const [, one] = asked[0] ?? ['', { principal: '' }];
    const roles = await printed(one);
    const { text } = fileAt('deploy/cloudformation/roles.yaml');
    for (const [from, to] of [
      ['"ec2:StopInstances",', ''],
      ['"ec2:AllocateAddress"', '"ec2:*"'],
      ['aws:ResourceTag/', 'aws:RequestTag/'],
      ['- ec2:DescribeImages', '- ec2:RunInstances'],
    ] as const) {
      expect(text).toContain(from);
      const altered = Template.parse(evaluated(text.replace(from, to), { Principal: one.principal }));
      const policies = Object.values(altered.Resources).flatMap(({ Properties }) =>
        Properties.Policies.map(({ PolicyDocument }) => meant(parsed(PolicyDocument))),
      );
      expect(policies).not.toEqual(roles.flatMap((role) => role.policies));
    }
  });
});
