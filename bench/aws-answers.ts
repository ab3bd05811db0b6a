/** What the estate of the benchmark is: the server makes its answers of it, and the least number of calls follows from it. */
export const scan = {
  accounts: Array.from({ length: 100 }, (_, index) => String(100_000_000_001 + index)),
  regions: [
    'us-east-1',
    'us-east-2',
    'us-west-1',
    'us-west-2',
    'ca-central-1',
    'sa-east-1',
    'eu-west-1',
    'eu-west-2',
    'eu-west-3',
    'eu-central-1',
    'eu-north-1',
    'ap-south-1',
    'ap-northeast-1',
    'ap-northeast-2',
    'ap-northeast-3',
    'ap-southeast-1',
    'ap-southeast-2',
  ],
} as const;

/** Two regions with many instances: time for a thousand of them should be the same in both. */
export const large = {
  account: '200000000001',
  perPage: 1_000,
  instances: { 'us-east-1': 40_000, 'us-west-2': 10_000 },
} as const;
/** The one that ratios are of, and the one with a quarter of its instances. */
export const [whole, quarter] = ['us-east-1', 'us-west-2'] as const;

/** What a region of an account holds: 12 of 17 no address, 3 two on instances, 1 one on an interface and one on an instance, 1 a free one. */
export const kindOf = (account: string, region: string): 'none' | 'held' | 'mixed' | 'free' => {
  const at = (Number(account) + scan.regions.findIndex((one) => one === region)) % scan.regions.length;
  return at < 3 ? 'held' : at === 3 ? 'mixed' : at === 4 ? 'free' : 'none';
};

const idOf = (kind: string, account: string, region: string, index: number): string =>
  `${kind}-0${account.slice(-3)}${String(scan.regions.findIndex((one) => one === region)).padStart(2, '0')}${String(index).padStart(11, '0')}`;

/** The addresses of a region as EC2 writes them. */
export function addressesOf(account: string, region: string): string {
  const item = (index: number, use: string): string =>
    `<item><publicIp>198.51.${Number(account.slice(-3))}.${index}</publicIp><allocationId>${idOf('eipalloc', account, region, index)}</allocationId><domain>vpc</domain>${use}<publicIpv4Pool>amazon</publicIpv4Pool><networkBorderGroup>${region}</networkBorderGroup><tagSet><item><key>Name</key><value>edge-${index}</value></item><item><key>owner</key><value>maria</value></item></tagSet></item>`;
  const held = (index: number): string =>
    item(
      index,
      `<instanceId>${idOf('i', account, region, index)}</instanceId><associationId>${idOf('eipassoc', account, region, index)}</associationId><networkInterfaceId>${idOf('eni', account, region, index)}</networkInterfaceId><networkInterfaceOwnerId>${account}</networkInterfaceOwnerId><privateIpAddress>10.0.0.${index}</privateIpAddress>`,
    );
  const on = (index: number): string =>
    item(
      index,
      `<associationId>${idOf('eipassoc', account, region, index)}</associationId><networkInterfaceId>${idOf('eni', account, region, index)}</networkInterfaceId><networkInterfaceOwnerId>${account}</networkInterfaceOwnerId><privateIpAddress>10.0.0.${index}</privateIpAddress>`,
    );
  const all = {
    none: '',
    held: held(1) + held(2),
    mixed: held(1) + on(2),
    free: item(1, ''),
  }[kindOf(account, region)];
  return all === '' ? '<addressesSet/>' : `<addressesSet>${all}</addressesSet>`;
}

/** Interfaces of a NAT gateway. */
export const interfacesOf = (account: string, ids: readonly string[]): string =>
  `<networkInterfaceSet>${ids
    .map(
      (id) =>
        `<item><networkInterfaceId>${id}</networkInterfaceId><ownerId>${account}</ownerId><description>Interface for NAT Gateway nat-0123456789abcdef0</description><interfaceType>nat_gateway</interfaceType><requesterManaged>true</requesterManaged><requesterId>amazon-nat</requesterId><status>in-use</status><attachment><instanceOwnerId>amazon-aws</instanceOwnerId><status>attached</status></attachment></item>`,
    )
    .join('')}</networkInterfaceSet>`;

/** One page of a large region, without what comes after it. */
export const pageOfInstances = (page: number): string =>
  instancesOf(
    Array.from({ length: large.perPage }, (_, index) => idOf('i', large.account, whole, page * large.perPage + index)),
  );

/** The instances of these ids; each record as long as EC2's are. */
export const instancesOf = (ids: readonly string[]): string =>
  `<reservationSet>${ids.map(reservation).join('')}</reservationSet>`;

const reservation = (id: string): string =>
  `<item><reservationId>r-${id.slice(2)}</reservationId><ownerId>111122223333</ownerId><groupSet/><instancesSet><item><instanceId>${id}</instanceId><imageId>ami-0abcdef1234567890</imageId><instanceState><code>16</code><name>running</name></instanceState><privateDnsName>ip-10-0-0-1.ec2.internal</privateDnsName><dnsName/><reason/><keyName>ops</keyName><amiLaunchIndex>0</amiLaunchIndex><productCodes/><instanceType>m5.large</instanceType><launchTime>2026-10-01T10:00:00.000Z</launchTime><placement><availabilityZone>us-east-1a</availabilityZone><groupName/><tenancy>default</tenancy></placement><monitoring><state>disabled</state></monitoring><subnetId>subnet-0123456789abcdef0</subnetId><vpcId>vpc-0123456789abcdef0</vpcId><privateIpAddress>10.0.0.1</privateIpAddress><sourceDestCheck>true</sourceDestCheck><groupSet><item><groupId>sg-0123456789abcdef0</groupId><groupName>web</groupName></item></groupSet><architecture>x86_64</architecture><rootDeviceType>ebs</rootDeviceType><rootDeviceName>/dev/xvda</rootDeviceName><blockDeviceMapping><item><deviceName>/dev/xvda</deviceName><ebs><volumeId>vol-${id.slice(2)}</volumeId><status>attached</status><attachTime>2026-01-01T10:00:00.000Z</attachTime><deleteOnTermination>true</deleteOnTermination></ebs></item><item><deviceName>/dev/sdf</deviceName><ebs><volumeId>vol-f${id.slice(3)}</volumeId><status>attached</status><attachTime>2026-01-01T10:00:00.000Z</attachTime><deleteOnTermination>false</deleteOnTermination></ebs></item></blockDeviceMapping><virtualizationType>hvm</virtualizationType><clientToken>11111111-2222-3333-4444-555555555555</clientToken><tagSet><item><key>Name</key><value>web-${id.slice(-5)}</value></item><item><key>owner</key><value>maria</value></item><item><key>env</key><value>prod</value></item><item><key>service</key><value>search</value></item><item><key>cost-centre</key><value>4711</value></item></tagSet><hypervisor>xen</hypervisor><networkInterfaceSet><item><networkInterfaceId>eni-${id.slice(2)}</networkInterfaceId><subnetId>subnet-0123456789abcdef0</subnetId><vpcId>vpc-0123456789abcdef0</vpcId><description/><ownerId>111122223333</ownerId><status>in-use</status><macAddress>0a:00:00:00:00:01</macAddress><privateIpAddress>10.0.0.1</privateIpAddress><privateDnsName>ip-10-0-0-1.ec2.internal</privateDnsName><sourceDestCheck>true</sourceDestCheck><groupSet><item><groupId>sg-0123456789abcdef0</groupId><groupName>web</groupName></item></groupSet><attachment><attachmentId>eni-attach-0123456789abcdef0</attachmentId><deviceIndex>0</deviceIndex><status>attached</status><attachTime>2026-01-01T10:00:00.000Z</attachTime><deleteOnTermination>true</deleteOnTermination><networkCardIndex>0</networkCardIndex></attachment><privateIpAddressesSet><item><privateIpAddress>10.0.0.1</privateIpAddress><privateDnsName>ip-10-0-0-1.ec2.internal</privateDnsName><primary>true</primary></item></privateIpAddressesSet><ipv6AddressesSet/><interfaceType>interface</interfaceType></item></networkInterfaceSet><iamInstanceProfile><arn>arn:aws:iam::111122223333:instance-profile/web</arn><id>AIPA0123456789EXAMPLE</id></iamInstanceProfile><ebsOptimized>false</ebsOptimized><enaSupport>true</enaSupport><cpuOptions><coreCount>1</coreCount><threadsPerCore>2</threadsPerCore></cpuOptions><capacityReservationSpecification><capacityReservationPreference>open</capacityReservationPreference></capacityReservationSpecification><hibernationOptions><configured>false</configured></hibernationOptions><metadataOptions><state>applied</state><httpTokens>required</httpTokens><httpPutResponseHopLimit>2</httpPutResponseHopLimit><httpEndpoint>enabled</httpEndpoint></metadataOptions><enclaveOptions><enabled>false</enabled></enclaveOptions><platformDetails>Linux/UNIX</platformDetails><usageOperation>RunInstances</usageOperation><usageOperationUpdateTime>2026-01-01T10:00:00.000Z</usageOperationUpdateTime><privateDnsNameOptions><hostnameType>ip-name</hostnameType><enableResourceNameDnsARecord>false</enableResourceNameDnsARecord></privateDnsNameOptions><maintenanceOptions><autoRecovery>default</autoRecovery></maintenanceOptions><currentInstanceBootMode>legacy-bios</currentInstanceBootMode></item></instancesSet></item>`;
