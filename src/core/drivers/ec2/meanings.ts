/** What one of AWS's error codes means. */
export interface Meaning {
  /** Completes “AWS refused i-…:”. */
  readonly say: string;
  readonly todo: string;
  /** The whole call is refused whatever its ids are: smaller batches would be refused too. */
  readonly wholeCall?: true;
}

/** EC2 does not take what we sent: whoever asked cannot mend it. */
const ourFault = (say: string): Meaning => ({
  say,
  todo: "That is a fault of Quartermaster's own: report it with the request id.",
  wholeCall: true,
});
const listAgain = { todo: 'Ask again: the list is then read from its beginning.', wholeCall: true } as const;
/** EC2 says these also of work that it may have begun ("Error codes", server errors). */
const theirFault: Meaning = {
  say: 'AWS has a fault of its own',
  todo: 'Try again in a moment; AWS may have done the work, so look first.',
  wholeCall: true,
};

/** EC2's error codes in plain words, and what to do (EC2 API reference, "Error codes"; STS for credentials). */
export const meanings: Readonly<Record<string, Meaning>> = {
  UnauthorizedOperation: {
    say: 'the role lacks the right for this, or a policy denies it',
    todo: 'Ask whoever keeps the role to allow it.',
  },
  AccessDenied: {
    say: 'the credentials may not do this, or the trust policy of the role does not let them assume it',
    todo: 'Check the permissions, and in the trust policy the external id and sts:SetSourceIdentity.',
    wholeCall: true,
  },
  AuthFailure: {
    say: 'the credentials are wrong, the region is not enabled, or the instance belongs to another account',
    todo: 'Check the role, the region and the account.',
    wholeCall: true,
  },
  Blocked: { say: 'AWS has blocked the account', todo: 'Contact AWS Support.', wholeCall: true },
  PendingVerification: {
    say: 'AWS is still verifying the account',
    todo: 'Wait until AWS has finished; it takes minutes to hours.',
    wholeCall: true,
  },
  OptInRequired: {
    say: 'the region or the service is not enabled for the account',
    todo: 'Enable the region in the account settings.',
    wholeCall: true,
  },
  RequestExpired: {
    say: 'the clock is off by more than 15 minutes, or the credentials have run out',
    todo: 'Correct the clock, or renew the credentials.',
    wholeCall: true,
  },
  InvalidClientTokenId: { say: 'AWS does not know the access key', todo: 'Check the credentials.', wholeCall: true },
  ExpiredToken: { say: 'the session is over', todo: 'Renew the credentials.', wholeCall: true },
  RequestLimitExceeded: {
    say: 'the account makes more calls than EC2 allows',
    todo: 'Wait a little; other tools share the limit.',
    wholeCall: true,
  },
  NotSent: {
    say: 'the call could not be sent',
    todo: 'Check network, endpoint and credentials; nothing was changed.',
    wholeCall: true,
  },
  IncorrectInstanceState: { say: 'the instance is not in a state that allows it', todo: 'Look at it and ask again.' },
  IncorrectState: {
    say: 'something that belongs to it is not in a state that allows it',
    todo: 'Wait, look at it, and ask again.',
  },
  IncorrectSpotRequestState: {
    say: 'its Spot request does not allow it',
    todo: 'Only EC2 starts an interrupted Spot Instance again.',
  },
  'InvalidInstanceID.NotFound': {
    say: 'there is no such instance in this account and region',
    todo: 'Check account and region; it may be gone.',
  },
  'InvalidInstanceID.Malformed': { say: 'that is no instance id', todo: 'An id is i- and 8 or 17 hexadecimal digits.' },
  OperationNotPermitted: {
    say: 'it is protected, or another rule forbids it',
    todo: 'Quartermaster never switches protection off; whoever may can do so in the console.',
  },
  UnsupportedOperation: {
    say: 'this kind of instance cannot do that',
    todo: 'Instance-store roots and one-time Spot Instances can only be rebooted or terminated.',
  },
  UnsupportedHibernationConfiguration: { say: 'it cannot hibernate', todo: 'Stop it instead.' },
  Unsupported: {
    say: 'the type is not offered in its zone, or not with its image',
    todo: 'Choose another zone or type.',
  },
  InsufficientInstanceCapacity: {
    say: 'AWS has no room for this type in its zone now',
    todo: 'Try again later, or change its type.',
  },
  InsufficientHostCapacity: {
    say: 'there is no room on the Dedicated Hosts',
    todo: 'Use another host, or allocate one.',
  },
  InsufficientCapacityOnHost: {
    say: 'there is no room on its Dedicated Host',
    todo: 'Use another host, or allocate one.',
  },
  UnavailableHostRequirements: { say: 'no Dedicated Host fits it', todo: 'Check host type and affinity.' },
  IncompatibleHostRequirements: { say: 'no Dedicated Host fits it', todo: 'Check host type and affinity.' },
  ReservationCapacityExceeded: {
    say: 'its Capacity Reservation is full',
    todo: 'Enlarge the reservation, or take the instance out of it.',
  },
  VcpuLimitExceeded: {
    say: 'the quota of vCPUs of the account is used up in this region',
    todo: 'Ask for more in Service Quotas, or stop something.',
    wholeCall: true,
  },
  InstanceLimitExceeded: {
    say: 'the quota of instances of the account is used up in this region',
    todo: 'Ask for more in Service Quotas, or stop something.',
    wholeCall: true,
  },
  MaxSpotInstanceCountExceeded: { say: 'the Spot quota is used up', todo: 'Ask for more in Service Quotas.' },
  SpotMaxPriceTooLow: {
    say: 'the maximum price of its Spot request is below the market',
    todo: 'Raise or drop the maximum price.',
  },
  InsufficientFreeAddressesInSubnet: {
    say: 'its subnet has no free address',
    todo: 'Free some, or use another subnet.',
  },
  AddressLimitExceeded: {
    say: 'the quota of Elastic IPs of the account is used up in this region',
    todo: 'Release one that is idle, or ask for more in Service Quotas.',
    wholeCall: true,
  },
  InsufficientAddressCapacity: { say: 'AWS has no address to give now', todo: 'Try again later.' },
  'InvalidAddress.NotFound': {
    say: 'the address is not ours here, or somebody else has it now',
    todo: 'Look at the addresses; a released one can be recovered only while nobody else has it.',
  },
  'InvalidAllocationID.NotFound': {
    say: 'the address is not, or no longer, ours here',
    todo: 'Look at the addresses before asking again.',
  },
  'InvalidAssociationID.NotFound': {
    say: 'the address was disassociated by somebody else',
    todo: 'Look at the address before asking again.',
  },
  'InvalidIPAddress.InUse': {
    say: 'the address is still associated',
    todo: 'Disassociate it first; a release asked anew plans that step.',
  },
  'InvalidAddress.Locked': {
    say: 'the address has a reverse DNS name of its own',
    todo: 'Reset its reverse DNS first; a release asked anew plans that step.',
  },
  'Resource.AlreadyAssociated': { say: 'the address is in use already', todo: 'Look at what holds it.' },
  'Gateway.NotAttached': { say: 'its VPC has no internet gateway', todo: 'Attach one first.' },
  CustomerKeyHasBeenRevoked: { say: 'the KMS key of a volume cannot be used', todo: 'Restore the key or its grant.' },
  EncryptedVolumesNotSupported: { say: 'its type takes no encrypted volumes', todo: 'Change its type.' },
  ConcurrentTagAccess: { say: 'something else writes its tags at the same moment', todo: 'Ask again in a moment.' },
  TagPolicyViolation: {
    say: 'a tag policy of the organization does not allow one of the tags',
    todo: 'Give the tag a value that the policy allows; whoever keeps the organization knows it.',
  },
  IdempotentParameterMismatch: {
    say: 'the same token was used before for another request',
    todo: 'Ask anew: a fresh request has a fresh token.',
    wholeCall: true,
  },
  'InvalidAMIID.NotFound': {
    say: 'its image is gone, is private, or is cut off by the Allowed AMIs setting of the account',
    todo: 'Check the image and that setting.',
  },
  InvalidParameterValue: ourFault('a value in the request is not one that EC2 takes'),
  InvalidParameterCombination: ourFault('two values in the request do not go together'),
  MissingParameter: ourFault('a value is missing in the request'),
  InvalidPaginationToken: { ...listAgain, say: 'a list was gone on with from a place that AWS no longer knows' },
  FilterLimitExceeded: { ...listAgain, say: 'the request has more filter values than EC2 takes' },
  InternalError: theirFault,
  ServiceUnavailable: theirFault,
  Unavailable: theirFault,
};

/** Other spellings of the same: of other services, of other times ("Error codes"; the SDK's own list of throttling codes). */
const aliases: Readonly<Record<string, keyof typeof meanings>> = {
  ExpiredTokenException: 'ExpiredToken',
  UnrecognizedClientException: 'InvalidClientTokenId',
  AccessDeniedException: 'AccessDenied',
  InternalFailure: 'InternalError',
  ServerInternal: 'InternalError',
  BandwidthLimitExceeded: 'RequestLimitExceeded',
  EC2ThrottledException: 'RequestLimitExceeded',
  RequestLimitExceededException: 'RequestLimitExceeded',
  RequestThrottled: 'RequestLimitExceeded',
  RequestThrottledException: 'RequestLimitExceeded',
  SlowDown: 'RequestLimitExceeded',
  Throttling: 'RequestLimitExceeded',
  ThrottlingException: 'RequestLimitExceeded',
  ThrottledException: 'RequestLimitExceeded',
  TooManyRequestsException: 'RequestLimitExceeded',
  'InvalidAddressID.NotFound': 'InvalidAllocationID.NotFound',
};

/** The code under which the table knows it: an alias under its first spelling, any other as it is. */
export const firstSpelling = (code: string): string =>
  (Object.hasOwn(aliases, code) ? aliases[code] : undefined) ?? code;

/** Every code that has words of its own, in every spelling. */
export const explainedCodes: readonly string[] = [...Object.keys(meanings), ...Object.keys(aliases)];
