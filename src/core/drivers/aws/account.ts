/** One account as the configuration names it. */
export interface AccountConfig {
  readonly name: string;
  /** Profile of the AWS configuration files; the default credential chain where it is left out. */
  readonly profile?: string | undefined;
  /** The role that is assumed with those credentials; left out, they are used themselves. */
  readonly roleArn?: string | undefined;
  readonly externalId?: string | undefined;
  /** Changes bear the name of who asked, as session and SourceIdentity. */
  readonly namesPeople?: boolean | undefined;
  readonly regions: readonly string[] | 'all';
  /** Of `all`: where to look as long as AWS does not tell which regions are enabled; the first is asked for them. */
  readonly fallbackRegions?: readonly string[] | undefined;
}

/** Where questions are asked that concern the whole account. */
export const firstRegion = ({ regions, fallbackRegions }: AccountConfig): string =>
  (regions === 'all' ? fallbackRegions : regions)?.[0] ?? 'us-east-1';

/** Regions of other partitions, which know no credentials of `aws` and none of whose credentials it knows. */
const otherPartition = /^(cn|us-gov|us-iso\w*|eu-iso\w*|eusc)-/;

/** Where STS is asked of an account, in order: the regional endpoints of its regions, then one that cannot be switched off (IAM guide, "Manage AWS STS in an AWS Region"). */
export function homeRegions(account: AccountConfig): readonly string[] {
  const own = account.regions === 'all' ? (account.fallbackRegions ?? []) : account.regions;
  const first = firstRegion(account);
  return [...new Set([first, ...own, ...(otherPartition.test(first) ? [] : ['us-east-1'])])];
}
