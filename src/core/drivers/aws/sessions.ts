import { AssumeRoleCommand, type STSClient } from '@aws-sdk/client-sts';
import type { Clock } from '../../ports/clock.ts';
import { minuteMs, type Instant } from '../../time.ts';
import type { AccountConfig } from './account.ts';
import { NotAnswered } from './errors.ts';

/** Temporary credentials as the SDK takes them. */
interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
  readonly expiration: Date;
}

/** Gives credentials, fresh whenever it is asked. */
export type CredentialProvider = () => Promise<Credentials>;

/** How long a session lasts. A role that is assumed by a role lasts an hour at most (STS API, "AssumeRole"). */
const sessionSeconds = 3_600;
/** A session is renewed so long before it ends: a call that is under way must not outlive it. */
const renewMs = 5 * minuteMs;
/** Sessions kept at once; those of people who asked longest ago go first. */
const sessionsKept = 500;
/** What the sessions of reads are called in CloudTrail. */
const readsAs = 'quartermaster';
/** STS API, "AssumeRole": RoleSessionName and SourceIdentity. */
const nameLength = { least: 2, most: 64 } as const;

/** A person's id within STS's alphabet and length: `os:maria` → `os-maria`. */
export const sessionNameOf = (personId: string): string =>
  personId
    .replaceAll(/[^\w+=,.@-]/g, '-')
    .slice(0, nameLength.most)
    .padEnd(nameLength.least, '-');

/** Assumes the roles of accounts: once a role and session for everybody who needs it, and again before it ends. */
export interface Sessions {
  /** @param personId Who asked, where CloudTrail is to name them; undefined: the session that reads share. */
  of(account: AccountConfig & { readonly roleArn: string }, personId?: string): CredentialProvider;
}

/** @param caller The client that assumes: with the credentials of the account's profile, on a regional endpoint. */
export function createSessions(caller: (account: AccountConfig) => STSClient, clock: Clock): Sessions {
  const held = new Map<string, { readonly credentials: Promise<Credentials>; endsAt: Instant }>();

  const assume = async (
    account: AccountConfig & { readonly roleArn: string },
    personId: string | undefined,
  ): Promise<Credentials> => {
    const name = personId === undefined ? readsAs : sessionNameOf(personId);
    const { Credentials: given } = await caller(account).send(
      new AssumeRoleCommand({
        RoleArn: account.roleArn,
        RoleSessionName: name,
        DurationSeconds: sessionSeconds,
        ...(account.externalId !== undefined && { ExternalId: account.externalId }),
        ...(personId !== undefined && { SourceIdentity: name }),
      }),
    );
    if (
      given?.AccessKeyId === undefined ||
      given.SecretAccessKey === undefined ||
      given.SessionToken === undefined ||
      given.Expiration === undefined
    )
      throw new NotAnswered();
    return {
      accessKeyId: given.AccessKeyId,
      secretAccessKey: given.SecretAccessKey,
      sessionToken: given.SessionToken,
      expiration: given.Expiration,
    };
  };

  return {
    of: (account, personId) => () => {
      const key = `${account.name} ${personId ?? ''}`;
      const known = held.get(key);
      if (known !== undefined && clock.now() < known.endsAt - renewMs) return known.credentials;
      const credentials = assume(account, personId);
      // Until the answer tells when it ends, everybody who asks shares this one.
      const entry = { credentials, endsAt: Number.POSITIVE_INFINITY };
      held.delete(key);
      held.set(key, entry);
      const [oldest] = held.keys();
      if (held.size > sessionsKept && oldest !== undefined) held.delete(oldest);
      credentials.then(
        ({ expiration }) => {
          entry.endsAt = expiration.getTime();
        },
        () => {
          if (held.get(key) === entry) held.delete(key);
        },
      );
      return credentials;
    },
  };
}
