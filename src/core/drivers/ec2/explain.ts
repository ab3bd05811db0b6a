import type { Problem } from '../../problem.ts';
import { code, say, type Spans } from '../../text.ts';
import type { Ec2Error } from './error.ts';

interface Meaning {
  readonly say: string;
  readonly todo: string;
  /** The whole call is refused whatever its ids are: smaller batches would be refused too. */
  readonly wholeCall?: true;
}

/** EC2's error codes in plain words, and what to do (EC2 API reference, "Error codes"; STS for credentials). */
const meanings: Readonly<Record<string, Meaning>> = {
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
  ExpiredTokenException: { say: 'the session is over', todo: 'Renew the credentials.', wholeCall: true },
  RequestLimitExceeded: {
    say: 'the account makes more calls than EC2 allows',
    todo: 'Wait a little; other tools share the limit.',
    wholeCall: true,
  },
  Throttling: {
    say: 'the account makes more calls than AWS allows',
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
  'InvalidAddressID.NotFound': {
    say: 'the address is not, or no longer, ours here',
    todo: 'Look at the addresses before asking again.',
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
};

/** EC2 refused for its rate alone: the call was not done, and may be made again later. */
export const isThrottle = (errorCode: string): boolean =>
  errorCode === 'RequestLimitExceeded' || errorCode === 'Throttling';

/** Whether a call with fewer ids would be refused just the same. */
export const concernsWholeCall = (errorCode: string): boolean => meanings[errorCode]?.wholeCall === true;

/** Codes with words of their own; every other is shown as AWS says it. */
export const explainedCodes = Object.keys(meanings);

/** A refusal of EC2's in plain words, with its code and AWS's request id. Its message is AWS's text, shown as text. */
export function explain(error: Ec2Error, target?: { readonly id: string; readonly region: string }): Problem {
  const meaning = meanings[error.code];
  const subject: Spans = target === undefined ? say`AWS refused` : say`AWS refused ${code(target.id)}`;
  const id = error.requestId === undefined ? '' : say`, request ${code(error.requestId)}`;
  return {
    problem: target === undefined || meaning?.wholeCall === true ? 'cloud-refused' : 'target-refused',
    what:
      meaning === undefined
        ? say`${subject}: ${error.message} (${code(error.code)}${id}).`
        : say`${subject}: ${meaning.say} (${code(error.code)}${id}).`,
    ...(target !== undefined && { where: say`In ${target.region}.` }),
    todo: say`${meaning?.todo ?? 'Read what AWS says, and look at the instance before asking again.'}`,
  };
}
