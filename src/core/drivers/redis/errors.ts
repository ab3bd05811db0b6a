/** How a call failed, and what that means for it. */
export interface Fault {
  /**
   * `refused`: the server said no, and nothing was done. `unsent`: it never got there. `lost`: it may have been done, and no answer
   * came. `foreign`: something else stands where ours should be.
   */
  readonly is: 'refused' | 'unsent' | 'lost' | 'foreign';
  /** What is wrong, a clause. */
  readonly why: string;
  /** What can be done, a sentence without its full stop. */
  readonly todo: string;
  /** It may be over in a moment: the call is made again as long as there is time. */
  readonly passes: boolean;
}

const wait = 'Ask again when it answers; whoever runs Quartermaster looks at the server';

const moves = { why: 'a part of the Cluster moves', todo: wait, passes: true };
const ofCluster = {
  why: 'it is a node of a Cluster',
  todo: 'Name the nodes of the Cluster in redis.nodes',
  passes: false,
};

/** What Redis answers in place of a result, by the first word ("Redis serialization protocol specification", Simple errors; source: server.c). */
const replies: Readonly<Record<string, Omit<Fault, 'is'>>> = {
  LOADING: { why: 'it still reads its data from the disk', todo: wait, passes: true },
  BUSY: { why: 'a script of somebody else holds it', todo: wait, passes: true },
  TRYAGAIN: moves,
  CLUSTERDOWN: { why: 'a part of the Cluster has no master', todo: wait, passes: true },
  MASTERDOWN: { why: 'it is a replica that has lost its master', todo: wait, passes: true },
  READONLY: {
    why: 'it is a replica, which takes no writes',
    todo: 'Name its master in redis.url, or the sentinels that know it in redis.sentinels',
    passes: true,
  },
  NOREPLICAS: {
    why: 'too few replicas are connected to it (min-replicas-to-write)',
    todo: 'Start the replicas, or lower min-replicas-to-write',
    passes: true,
  },
  MISCONF: {
    why: 'it cannot save its data to its disk',
    todo: 'Free space on the disk of Redis; its log says what failed',
    passes: false,
  },
  OOM: { why: 'its memory is full (maxmemory)', todo: 'Give Redis more memory (maxmemory)', passes: false },
  NOAUTH: {
    why: 'it wants a password',
    todo: 'Set REDIS_PASSWORD, or REDIS_PASSWORD_FILE to a file that it stands in',
    passes: false,
  },
  WRONGPASS: {
    why: 'it does not take the user or the password',
    todo: 'Set REDIS_PASSWORD to the password of the user in redis.username',
    passes: false,
  },
  NOPERM: {
    why: 'its user may not do this',
    todo: 'Allow the user of redis.username all commands on the keys of redis.prefix (ACL SETUSER)',
    passes: false,
  },
  MOVED: ofCluster,
  ASK: ofCluster,
  CROSSSLOT: ofCluster,
};

/** Why there is no connection (Node.js, "Errors": Common system errors; OpenSSL's of certificates). */
const reasons: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'the connection is refused',
  ECONNRESET: 'the connection was cut',
  EPIPE: 'the connection was cut',
  ETIMEDOUT: 'no connection was had in time',
  ENOTFOUND: 'its name is not known',
  EAI_AGAIN: 'its name cannot be looked up now',
  EHOSTUNREACH: 'there is no way to it',
  ENETUNREACH: 'there is no way to it',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'nobody we trust vouches for its certificate',
  SELF_SIGNED_CERT_IN_CHAIN: 'nobody we trust vouches for its certificate',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'nobody we trust vouches for its certificate',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'nobody we trust vouches for its certificate',
  CERT_HAS_EXPIRED: 'its certificate has expired',
  ERR_TLS_CERT_ALTNAME_INVALID: 'its certificate is for another name',
  ERR_SSL_WRONG_VERSION_NUMBER: 'it does not speak TLS there',
};

/** Too few replicas had a write in time. */
export class TooFewReplicas extends Error {
  override readonly name = 'TooFewReplicas';
}

/** Another node of the Cluster has what was asked for; from the next time on it is asked there. */
export class SlotMoves extends Error {
  override readonly name = 'SlotMoves';
}

/** No answer in time. */
export class Unanswered extends Error {
  override readonly name = 'Unanswered';
}

const isError = (error: unknown): error is Error => error instanceof Error;
/** redis-errors: what the server answered in place of a result. */
const isReply = (error: Error): boolean => error.name === 'ReplyError';
/** The first word, also of what a command within a script was answered (Redis before 7). */
const wordOf = (message: string): string => /^(?:ERR .*?-)?([A-Z]+)\b/.exec(message)?.[1] ?? '';

/** Whether somebody who should take writes says that it is a replica. */
export const isReadOnly = (error: Error): boolean => wordOf(error.message) === 'READONLY';

/** Whether the server does not know a script that it is asked for by its hash. */
export const isUnknownScript = (error: unknown): boolean =>
  isError(error) && isReply(error) && error.message.startsWith('NOSCRIPT');

/** Whether a node of a Cluster names another one that has what it was asked for. */
export const isRedirection = (error: unknown): boolean =>
  isError(error) && isReply(error) && ['MOVED', 'ASK'].includes(wordOf(error.message));

/** ioredis: it was never written to a connection. */
const neverSent = /^(?:Stream isn't writeable|Cluster isn't ready|None of startup nodes|Failed to refresh slots cache)/;

/**
 * What a failure means. Undefined: it is none of the server's or the connection's, but a fault of ours.
 * @param last What went wrong with the connection last: ioredis tells a call only that there is none.
 */
export function faultOf(error: unknown, last: Error | undefined): Fault | undefined {
  if (!isError(error)) return undefined;
  if (isReply(error)) return ofReply(error.message);
  if (error instanceof TooFewReplicas)
    return {
      is: 'lost',
      why: 'too few replicas had it in time',
      todo: 'Start the replicas, or lower redis.replicas',
      passes: true,
    };
  if (error instanceof SlotMoves) return { is: 'refused', ...moves };
  const isSent = !neverSent.test(error.message);
  if (isSent && !isOfConnection(error)) return undefined;
  const before = last !== undefined && isReply(last) ? replies[wordOf(last.message)] : undefined;
  return {
    is: isSent ? 'lost' : 'unsent',
    why: before?.why ?? reasonOf(error) ?? (last && reasonOf(last)) ?? 'there is no answer',
    todo: before?.todo ?? wait,
    passes: true,
  };
}

function ofReply(message: string): Fault | undefined {
  const word = wordOf(message);
  const known = replies[word];
  if (known !== undefined) return { is: 'refused', ...known };
  if (word === 'WRONGTYPE' || /\bFOREIGN\b/.test(message))
    return {
      is: 'foreign',
      why: 'something else stands at its keys',
      todo: 'Set redis.prefix to another',
      passes: false,
    };
  if (/stream ID|ID specified in X(?:ADD|SETID)/.test(message))
    return {
      is: 'foreign',
      why: 'a journal of it ends in what is no entry',
      todo: 'Put a copy of the store back',
      passes: false,
    };
  return undefined;
}

const noSentinel = 'All sentinels are unreachable';

/** ioredis's words for a connection that is lost or given up, and the system's codes. */
const ofConnection =
  /^(?:Connection is closed|Reached the max retries per request|Socket timeout|Command aborted|Too many Cluster redirections|Cluster is (?:disconnect|ended)|connect ETIMEDOUT|All sentinels are unreachable)/;
const isOfConnection = (error: Error): boolean =>
  error instanceof Unanswered || ofConnection.test(error.message) || codeOf(error) in reasons;

const codeOf = (error: Error): string => ('code' in error ? String(error.code) : '');

/** Whether none of the sentinels, or of the nodes of a Cluster, could be asked. */
export const isOfNobody = ({ message }: Error): boolean =>
  message.startsWith(noSentinel) || message.startsWith('Failed to refresh slots cache');

/** Whether sentinels answer that they watch no master of that name. */
const isUnknownMaster = ({ message }: Error): boolean =>
  message.startsWith(noSentinel) && message.includes('No such master with that name');

/** Whether what is wrong is the certificate of the other end. */
export const isOfCertificate = (error: Error): boolean => /CERT|VERIFY/.test(codeOf(error));

/** Words for why there is no connection; undefined where the error says no more than that. */
function reasonOf(error: Error): string | undefined {
  const known = reasons[codeOf(error)] ?? Object.entries(reasons).find(([code]) => error.message.includes(code))?.[1];
  if (known !== undefined) return known;
  if (isUnknownMaster(error)) return 'the sentinels know no master of this name';
  if (error.message.startsWith(noSentinel)) return 'none of the sentinels answers';
  return error instanceof Unanswered || error.message.startsWith('Socket timeout') ? 'it owes an answer' : undefined;
}

/** Whether it is of no use to wait for a connection: what opens it is wrong. */
export const isFinal = (error: Error): boolean =>
  isReply(error) ? replies[wordOf(error.message)]?.passes === false : isOfCertificate(error) || isUnknownMaster(error);

/** What is wrong with a connection, with what to do about it. */
export const faultOfConnection = (error: Error | undefined): Pick<Fault, 'why' | 'todo'> =>
  (error && isReply(error) ? replies[wordOf(error.message)] : undefined) ?? {
    why: (error && reasonOf(error)) ?? 'there is no answer',
    todo: (error && todoOf(error)) ?? wait,
  };

const todoOf = (error: Error): string | undefined =>
  isUnknownMaster(error)
    ? 'Set redis.name to what the sentinels call it'
    : isOfCertificate(error)
      ? 'Set redis.caFile to the certificates that vouch for it'
      : undefined;
