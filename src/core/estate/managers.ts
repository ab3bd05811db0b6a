import type { Instance } from '../ports/instance.ts';
import { say, type Spans } from '../text.ts';

/** Somebody else who makes, keeps or removes an instance. */
export interface Manager {
  readonly kind:
    | 'auto-scaling'
    | 'cloudformation'
    | 'fleet'
    | 'eks'
    | 'karpenter'
    | 'beanstalk'
    | 'emr'
    | 'ecs'
    | 'service-catalog'
    | 'terraform'
    | 'service';
  readonly name: string;
  /** Which group, stack, cluster … */
  readonly id?: string;
  /** What happens to a change by hand, and what to do instead. */
  readonly advice: Spans;
  /** `aws:` tags cannot be written by users and prove it; others only hint at it. */
  readonly proof: boolean;
}

interface Row {
  readonly kind: Manager['kind'];
  readonly name: string;
  /** Tag keys; the first that is there gives the id. */
  readonly keys: readonly string[];
  readonly advice: Spans;
}

/** Who marks what it manages by which tag (the services' own guides). */
const rows: readonly Row[] = [
  {
    kind: 'auto-scaling',
    name: 'Auto Scaling group',
    keys: ['aws:autoscaling:groupName'],
    advice: say`a stopped member counts as unhealthy and is replaced; change the desired capacity instead.`,
  },
  {
    kind: 'cloudformation',
    name: 'CloudFormation stack',
    keys: ['aws:cloudformation:stack-name', 'aws:cloudformation:stack-id'],
    advice: say`a later update of the stack may undo this or rebuild it.`,
  },
  {
    kind: 'fleet',
    name: 'EC2 Fleet',
    keys: ['aws:ec2:fleet-id', 'aws:ec2spot:fleet-request-id'],
    advice: say`change the fleet's target instead.`,
  },
  {
    kind: 'karpenter',
    name: 'Karpenter node pool',
    keys: ['karpenter.sh/nodepool'],
    advice: say`delete its NodeClaim instead.`,
  },
  {
    kind: 'eks',
    name: 'EKS cluster',
    keys: ['aws:eks:cluster-name', 'eks:cluster-name', 'eks:nodegroup-name'],
    advice: say`drain the node first.`,
  },
  {
    kind: 'beanstalk',
    name: 'Elastic Beanstalk environment',
    keys: ['elasticbeanstalk:environment-name', 'elasticbeanstalk:environment-id'],
    advice: say`the environment may replace it; change the environment instead.`,
  },
  {
    kind: 'emr',
    name: 'EMR cluster',
    keys: ['aws:elasticmapreduce:job-flow-id'],
    advice: say`resize or end the cluster instead.`,
  },
  {
    kind: 'ecs',
    name: 'ECS capacity provider',
    keys: ['AmazonECSManaged'],
    advice: say`drain the container instance first.`,
  },
];

const kubernetes = 'kubernetes.io/cluster/';
const serviceCatalog = 'aws:servicecatalog:';
/** Terraform writes no tag by itself; teams mark what it made in these ways. */
const terraformKeys = new Set([
  'managedby',
  'managed-by',
  'managed_by',
  'provisioner',
  'iac',
  'createdby',
  'created-by',
]);

/** `terraform: true`, `ManagedBy: terraform` and the like; `terraform: false` says the opposite. */
const saysTerraform = (key: string, value: string): boolean =>
  key === 'terraform' ? !/^(false|no|0)$/i.test(value) : terraformKeys.has(key) && /terraform/i.test(value);

/** Who else manages an instance, by its tags and its operator, those that prove it first. */
export function managersOf(tags: Readonly<Record<string, string>>, operator?: string): readonly Manager[] {
  const found: Manager[] = [];
  for (const { kind, name, keys, advice } of rows) {
    const key = keys.find((one) => tags[one] !== undefined);
    if (key === undefined) continue;
    const id = tags[key];
    found.push({
      kind,
      name,
      ...(id !== undefined && id !== '' && id !== 'true' && { id }),
      advice,
      proof: key.startsWith('aws:'),
    });
  }
  for (const [key, value] of Object.entries(tags)) {
    if (key.startsWith(kubernetes) && !found.some(({ kind }) => kind === 'eks')) {
      found.push({
        kind: 'eks',
        name: 'Kubernetes cluster',
        id: key.slice(kubernetes.length),
        advice: say`drain the node first.`,
        proof: false,
      });
    }
    if (key.startsWith(serviceCatalog) && !found.some(({ kind }) => kind === 'service-catalog')) {
      found.push({
        kind: 'service-catalog',
        name: 'Service Catalog',
        advice: say`change the provisioned product instead.`,
        proof: true,
      });
    }
    if (saysTerraform(key.toLowerCase(), value) && !found.some(({ kind }) => kind === 'terraform')) {
      found.push({
        kind: 'terraform',
        name: 'Terraform',
        advice: say`a later apply may undo this or rebuild it.`,
        proof: false,
      });
    }
  }
  if (operator !== undefined)
    found.push({
      kind: 'service',
      name: 'A service of AWS',
      id: operator,
      advice: say`change it through that service.`,
      proof: true,
    });
  return found.toSorted((one, other) => Number(other.proof) - Number(one.proof));
}

/** Managers that make and replace instances by themselves: what is to be otherwise, is changed there. The others only write down what people make. */
const makers: ReadonlySet<Manager['kind']> = new Set([
  'auto-scaling',
  'fleet',
  'eks',
  'karpenter',
  'beanstalk',
  'emr',
  'ecs',
  'service',
]);

/** Whether something makes and replaces such an instance by itself. */
export const isMadeByOthers = ({ tags, operator }: Pick<Instance, 'tags' | 'operator'>): boolean =>
  managersOf(tags, operator).some(({ kind }) => makers.has(kind));

/** The Auto Scaling group an instance belongs to, where it does. */
export const autoScalingGroupOf = (tags: Readonly<Record<string, string>>): string | undefined =>
  tags['aws:autoscaling:groupName'];

/** Tags that name who answers for an instance, in this order, letters of any case. */
export const ownerTags = ['owner', 'team', 'created-by', 'createdby'] as const;

/** The owner by the first of the {@link ownerTags} that is set and not empty. Called for every instance of a long list: the usual spelling is looked up first. */
export function ownerOf(tags: Readonly<Record<string, string>>): string | undefined {
  for (const wanted of ownerTags) {
    const usual = tags[wanted];
    if (usual !== undefined && usual !== '') return usual;
    for (const key in tags) {
      if (key.length === wanted.length && key.toLowerCase() === wanted && tags[key] !== '') return tags[key];
    }
  }
  return undefined;
}
