import { kindNames, rowOf, type Kind } from './kinds.ts';

/** One statement of an IAM policy (IAM guide, "IAM JSON policy elements"). */
interface Statement {
  readonly Sid: string;
  readonly Effect: 'Allow';
  readonly Action: readonly string[];
  readonly Resource: readonly string[];
  readonly Condition?: { readonly StringEquals: Readonly<Record<string, string>> };
}

/** A policy as IAM takes it. */
interface Policy {
  readonly Version: '2012-10-17';
  readonly Statement: readonly Statement[];
}

/** Reads that know no resources: `*` is all that IAM takes (service authorization reference). */
export const readActions = [
  'ec2:DescribeInstances',
  'ec2:DescribeVolumes',
  'ec2:DescribeAddresses',
  'ec2:DescribeAddressTransfers',
  'ec2:DescribeAddressesAttribute',
  'ec2:DescribeNetworkInterfaces',
  'ec2:DescribeCapacityReservations',
  'ec2:DescribeRegions',
  'ec2:DescribeInstanceTypes',
  'ec2:DescribeInstanceTypeOfferings',
  'ec2:DescribeImages',
  'ec2:DescribeSpotInstanceRequests',
  'ec2:DescribeSpotPriceHistory',
  'pricing:GetProducts',
  'savingsplans:DescribeSavingsPlansOfferingRates',
  'route53:ListHostedZones',
  'route53:ListResourceRecordSets',
] as const;

/** Could also read user data, which may hold secrets and is never asked for; IAM has no finer right. */
export const protectionAction = 'ec2:DescribeInstanceAttribute';

/** Tells which right a refused change lacked, and of what IAM knows no resources; it can be left out. */
export const decodeAction = 'sts:DecodeAuthorizationMessage';

/** What IAM knows the targets of a kind by; an address that is to be recovered is not there yet. */
const resourcesOf = (kind: Kind): readonly string[] => {
  if (kind === 'recover') return ['*'];
  return rowOf(kind).of === 'instance'
    ? ['arn:aws:ec2:*:*:instance/*']
    : ['arn:aws:ec2:*:*:elastic-ip/*', 'arn:aws:ec2:*:*:network-interface/*'];
};

const policy = (...statements: readonly Statement[]): Policy => ({ Version: '2012-10-17', Statement: statements });

/** All that answers need. */
export const readerPolicy = (): Policy =>
  policy(
    { Sid: 'Look', Effect: 'Allow', Action: readActions, Resource: ['*'] },
    { Sid: 'ReadProtection', Effect: 'Allow', Action: [protectionAction], Resource: ['arn:aws:ec2:*:*:instance/*'] },
  );

/**
 * What changes need besides: only on instances and addresses that bear the tag, so that a fault of ours cannot reach the
 * rest. An interface bears no tag of ours, and a recovery has nothing yet that could bear one.
 */
export function operatorPolicy(tag: { readonly key: string; readonly value: string }): Policy {
  const Condition = { StringEquals: { [`aws:ResourceTag/${tag.key}`]: tag.value } };
  const actions = (of: readonly Kind[]): readonly string[] => [...new Set(of.map((kind) => rowOf(kind).permission))];
  const instances = kindNames.filter((kind) => rowOf(kind).of === 'instance');
  const addresses = kindNames.filter((kind) => rowOf(kind).of === 'address' && kind !== 'recover');
  return policy(
    ...readerPolicy().Statement,
    { Sid: 'ChangeInstances', Effect: 'Allow', Action: actions(instances), Resource: resourcesOf('stop'), Condition },
    {
      Sid: 'ChangeAddresses',
      Effect: 'Allow',
      Action: actions(addresses),
      Resource: ['arn:aws:ec2:*:*:elastic-ip/*'],
      Condition,
    },
    {
      Sid: 'DisassociateFromInterfaces',
      Effect: 'Allow',
      Action: actions(['disassociate']),
      Resource: ['arn:aws:ec2:*:*:network-interface/*'],
    },
    { Sid: 'RecoverAddresses', Effect: 'Allow', Action: actions(['recover']), Resource: resourcesOf('recover') },
    { Sid: 'ReadRefusals', Effect: 'Allow', Action: [decodeAction], Resource: ['*'] },
  );
}

/** Who may assume a role. */
interface Trust {
  /** ARN of who runs Quartermaster: a role, a user, or an account's root. */
  readonly principal: string;
  readonly externalId?: string;
  /** Sessions may bear who asked as SourceIdentity (`namesPeople`). */
  readonly namesPeople: boolean;
}

/** The trust policy of a role for it. */
export const trustPolicy = ({ principal, externalId, namesPeople }: Trust) => ({
  Version: '2012-10-17',
  Statement: [
    {
      Sid: 'Assume',
      Effect: 'Allow',
      Principal: { AWS: principal },
      Action: 'sts:AssumeRole',
      ...(externalId !== undefined && { Condition: { StringEquals: { 'sts:ExternalId': externalId } } }),
    },
    ...(namesPeople
      ? [{ Sid: 'NamePeople', Effect: 'Allow', Principal: { AWS: principal }, Action: 'sts:SetSourceIdentity' }]
      : []),
  ],
});

/** Stands where nobody has said who runs Quartermaster: IAM refuses it, so that it cannot be taken as it is. */
const nobodyYet = 'THE ARN OF WHO RUNS QUARTERMASTER';

/** Both roles with their trust policies, as `quartermaster iam-policy` prints them. */
export const bothRoles = ({
  tag,
  principal = nobodyYet,
  externalId,
}: {
  readonly tag: { readonly key: string; readonly value: string };
  readonly principal?: string;
  readonly externalId?: string;
}) => {
  const who = { principal, ...(externalId !== undefined && { externalId }) };
  return {
    reader: { policy: readerPolicy(), trust: trustPolicy({ ...who, namesPeople: false }) },
    operator: { policy: operatorPolicy(tag), trust: trustPolicy({ ...who, namesPeople: true }) },
  };
};

/** The tag that opens instances and addresses to changes where no other is said. */
export const usualTag = { key: 'quartermaster', value: 'allowed' } as const;
