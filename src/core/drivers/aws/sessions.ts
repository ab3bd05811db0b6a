import { AssumeRoleCommand, type STSClient } from '@aws-sdk/client-sts';
import type { Clock } from '../../ports/clock.ts';
import type { Caller } from '../../ports/control.ts';
import { minuteMs, type Instant } from '../../time.ts';
import { homeRegions, type AccountConfig } from './account.ts';
import { isRegionOff, NotAnswered } from './errors.ts';
import { renewEveryMs, type Forget } from './renew.ts';

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
const nameOf = (personId: string, most: number = nameLength.most): string =>
  personId
    .replaceAll(/[^\w+=,.@-]/g, '-')
    .slice(0, most)
    .padEnd(nameLength.least, '-');

/** What a session is called: who asked, and who approved it after a plus, each with half of the length: `os-maria+slack-U0123`. */
export const sessionNameOf = ({ id, approvedBy }: Caller): string => {
  const half = Math.floor((nameLength.most - 1) / 2);
  return approvedBy === undefined ? nameOf(id) : `${nameOf(id, half)}+${nameOf(approvedBy, half)}`;
};

/** Tells callers apart. */
export const callerKey = ({ id, approvedBy = '' }: Caller): string => `${id} ${approvedBy}`;

/** Assumes the roles of accounts: once a role and session for everybody who needs it, and again before it ends. */
export interface Sessions {
  /** @param by Who asked, where CloudTrail is to name them; undefined: the session that reads share. */
  of(account: AccountConfig & { readonly roleArn: string }, by?: Caller): CredentialProvider;
  /** Forgets a session that AWS does not take any more, so that the next who asks assumes the role anew, for all. */
  forget(account: AccountConfig, by?: Caller): Forget;
}

/** What is held of one session. */
interface Held {
  readonly credentials: Promise<Credentials>;
  readonly askedAt: Instant;
  /** Known once AWS has answered. */
  endsAt: Instant;
  accessKeyId?: string;
}

/** @param caller The client that assumes: with the credentials of the account's profile, on the endpoint of a region. */
export function createSessions(caller: (account: AccountConfig, region: string) => STSClient, clock: Clock): Sessions {
  const held = new Map<string, Held>();
  const keyOf = ({ name }: AccountConfig, by: Caller | undefined): string =>
    `${name} ${by === undefined ? '' : callerKey(by)}`;

  /** On the endpoint of the account's first region; where STS is off there, on another. */
  const inSomeRegion = async <T>(account: AccountConfig, ask: (client: STSClient) => Promise<T>): Promise<T> => {
    const [first = '', ...others] = homeRegions(account);
    try {
      return await ask(caller(account, first));
    } catch (error) {
      if (!isRegionOff(error)) throw error;
      for (const region of others) {
        try {
          return await ask(caller(account, region));
        } catch (again) {
          if (!isRegionOff(again)) throw again;
        }
      }
      throw error;
    }
  };

  const assume = async (
    account: AccountConfig & { readonly roleArn: string },
    by: Caller | undefined,
  ): Promise<Credentials> => {
    const asked = new AssumeRoleCommand({
      RoleArn: account.roleArn,
      RoleSessionName: by === undefined ? readsAs : sessionNameOf(by),
      DurationSeconds: sessionSeconds,
      ...(account.externalId !== undefined && { ExternalId: account.externalId }),
      // Policies may look at it: it is who asked, whoever approved.
      ...(by !== undefined && { SourceIdentity: nameOf(by.id) }),
    });
    const { Credentials: given } = await inSomeRegion(account, (client) => client.send(asked));
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
    of: (account, by) => () => {
      const key = keyOf(account, by);
      const known = held.get(key);
      if (known !== undefined && clock.now() < known.endsAt - renewMs) return known.credentials;
      const credentials = assume(account, by);
      // Until the answer tells when it ends, everybody who asks shares this one.
      const entry: Held = { credentials, askedAt: clock.now(), endsAt: Number.POSITIVE_INFINITY };
      held.delete(key);
      held.set(key, entry);
      const [oldest] = held.keys();
      if (held.size > sessionsKept && oldest !== undefined) held.delete(oldest);
      credentials.then(
        ({ expiration, accessKeyId }) => {
          entry.endsAt = expiration.getTime();
          entry.accessKeyId = accessKeyId;
        },
        () => {
          if (held.get(key) === entry) held.delete(key);
        },
      );
      return credentials;
    },
    forget: (account, by) => (accessKeyId) => {
      const key = keyOf(account, by);
      const known = held.get(key);
      // Somebody else has found out before, and there is another session, or soon will be.
      if (known?.accessKeyId !== accessKeyId) return true;
      if (clock.now() - known.askedAt < renewEveryMs) return false;
      held.delete(key);
      return true;
    },
  };
}
