import type {
  Instance as WireInstance,
  InstanceNetworkInterface as WireInterface,
  Reservation as WireReservation,
} from '@aws-sdk/client-ec2';

/** What is read of the records that come by the thousand, by the SDK's name of each; the rest of them is stepped over, which is most of it. */
export const fieldsRead = {
  Reservation: ['Instances'],
  Instance: [
    'Architecture',
    'BlockDeviceMappings',
    'CapacityReservationId',
    'HibernationOptions',
    'IamInstanceProfile',
    'ImageId',
    'InstanceId',
    'InstanceLifecycle',
    'InstanceType',
    'KeyName',
    'LaunchTime',
    'NetworkInterfaces',
    'Operator',
    'Placement',
    'Platform',
    'PlatformDetails',
    'PrivateIpAddress',
    'PublicIpAddress',
    'RootDeviceName',
    'RootDeviceType',
    'SpotInstanceRequestId',
    'State',
    'StateReason',
    'StateTransitionReason',
    'SubnetId',
    'Tags',
    'UsageOperation',
    'VpcId',
  ],
  InstanceNetworkInterface: ['Association', 'Attachment'],
} as const satisfies {
  readonly Reservation: readonly (keyof WireReservation)[];
  readonly Instance: readonly (keyof WireInstance)[];
  readonly InstanceNetworkInterface: readonly (keyof WireInterface)[];
};

type Read<Record, Name extends keyof typeof fieldsRead> = Pick<
  Record,
  (typeof fieldsRead)[Name][number] & keyof Record
>;

/** An instance as it is read: a field that is not named above is not there, and does not compile. */
export type ReadInstance = Omit<Read<WireInstance, 'Instance'>, 'NetworkInterfaces'> & {
  readonly NetworkInterfaces?: readonly Read<WireInterface, 'InstanceNetworkInterface'>[] | undefined;
};
