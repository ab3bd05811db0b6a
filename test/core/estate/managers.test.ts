import { describe, expect, it } from 'vitest';
import { autoScalingGroupOf, isMadeByOthers, managersOf, ownerOf } from '../../../src/core/estate/managers.ts';

const told = (tags: Readonly<Record<string, string>>, operator?: string) =>
  managersOf(tags, operator).map(
    ({ kind, id = '', proof }) => `${proof ? '' : '?'}${kind}${id === '' ? '' : ` ${id}`}`,
  );

describe('who else manages an instance', () => {
  it.each<readonly [tags: Readonly<Record<string, string>>, told: readonly string[]]>([
    [{ 'aws:autoscaling:groupName': 'shop' }, ['auto-scaling shop']],
    [{ 'aws:cloudformation:stack-name': 'net', 'aws:cloudformation:stack-id': 'arn:1' }, ['cloudformation net']],
    [{ 'aws:ec2:fleet-id': 'fleet-1' }, ['fleet fleet-1']],
    [{ 'aws:ec2spot:fleet-request-id': 'sfr-1' }, ['fleet sfr-1']],
    [{ 'karpenter.sh/nodepool': 'default' }, ['?karpenter default']],
    [{ 'eks:cluster-name': 'apps' }, ['?eks apps']],
    [{ 'eks:cluster-name': 'apps', 'aws:eks:cluster-name': 'apps' }, ['eks apps']],
    [{ 'kubernetes.io/cluster/apps': 'owned' }, ['?eks apps']],
    [{ 'kubernetes.io/cluster/apps': 'owned', 'eks:cluster-name': 'apps' }, ['?eks apps']],
    [{ 'elasticbeanstalk:environment-name': 'intranet' }, ['?beanstalk intranet']],
    [{ 'aws:elasticmapreduce:job-flow-id': 'j-1' }, ['emr j-1']],
    [{ AmazonECSManaged: 'true' }, ['?ecs']],
    [{ AmazonECSManaged: '' }, ['?ecs']],
    [{ 'aws:servicecatalog:productArn': 'a', 'aws:servicecatalog:portfolioArn': 'b' }, ['service-catalog']],
    [{ ManagedBy: 'Terraform' }, ['?terraform']],
    [{ terraform: 'true', 'managed-by': 'terraform cloud' }, ['?terraform']],
    [{ 'created-by': 'terraform' }, ['?terraform']],
    [{ terraform: 'false' }, []],
    [{ ManagedBy: 'hand' }, []],
    [{ note: 'terraform' }, []],
    [{ 'aws:ec2launchtemplate:id': 'lt-1' }, []],
    [{ 'aws:autoscaling:groupname': 'a tag of somebody else' }, []],
    [{}, []],
  ])('%j: %j', (tags, expected) => {
    expect(told(tags)).toEqual(expected);
  });

  it('is a service of AWS where EC2 names its operator', () => {
    expect(told({}, 'eks.amazonaws.com')).toEqual(['service eks.amazonaws.com']);
  });

  it('is told with those first that tags of AWS prove', () => {
    expect(told({ ManagedBy: 'terraform', AmazonECSManaged: '', 'aws:autoscaling:groupName': 'ecs' }, 'ecs')).toEqual([
      'auto-scaling ecs',
      'service ecs',
      '?ecs',
      '?terraform',
    ]);
  });

  it.each([
    [{ 'aws:autoscaling:groupName': 'shop' }, 'shop'],
    [{ 'autoscaling:groupName': 'shop' }, undefined],
  ] as const)('of %j the Auto Scaling group is %s', (tags, group) => {
    expect(autoScalingGroupOf(tags)).toBe(group);
  });
});

describe('something that makes and replaces instances by itself', () => {
  it.each<readonly [tags: Readonly<Record<string, string>>, operator: string | undefined, is: boolean]>([
    [{ 'aws:autoscaling:groupName': 'web' }, undefined, true],
    [{ 'aws:ec2:fleet-id': 'fleet-1' }, undefined, true],
    [{ 'kubernetes.io/cluster/apps': 'owned' }, undefined, true],
    [{}, 'eks.amazonaws.com', true],
    [{ 'aws:cloudformation:stack-name': 'web', 'aws:autoscaling:groupName': 'web' }, undefined, true],
    // These write down what people make.
    [{ 'aws:cloudformation:stack-name': 'web' }, undefined, false],
    [{ 'aws:servicecatalog:productArn': 'arn' }, undefined, false],
    [{ ManagedBy: 'terraform' }, undefined, false],
    [{ owner: 'maria' }, undefined, false],
  ])('is behind one with %j and the operator %s: %s', (tags, operator, is) => {
    expect(isMadeByOthers({ tags, operator })).toBe(is);
  });
});

describe('the owner', () => {
  it.each<readonly [tags: Readonly<Record<string, string>>, owner: string | undefined]>([
    [{ owner: 'maria' }, 'maria'],
    [{ OWNER: 'maria' }, 'maria'],
    [{ team: 'web', Owner: 'maria' }, 'maria'],
    [{ owner: '', Owner: 'maria' }, 'maria'],
    [{ owner: '', Team: 'web' }, 'web'],
    [{ CreatedBy: 'sam', 'created-by': 'lena' }, 'lena'],
    [{ CreatedBy: 'sam' }, 'sam'],
    [{ owners: 'all' }, undefined],
    [{ owner: '' }, undefined],
    [{}, undefined],
  ])('by %j is %s', (tags, owner) => {
    expect(ownerOf(tags)).toBe(owner);
  });
});
