/** What was said of EC2 in 2021 and is not so any longer, and how a sentence that says it is found. */
export type OutdatedClaim = readonly [said: string, finds: RegExp];

/** Each sentence is one that was true once, or that was wrong then. */
export const outdatedClaims: readonly OutdatedClaim[] = [
  // Addresses
  ['Elastic IPs support only IPv6.', /elastic ips? .{0,20}only (for )?ipv6/i],
  ['An Elastic IP is free while it is associated with a running instance.', /elastic ip.{0,40}\b(is|are) free\b/i],
  ['You are charged only if the Elastic IP is not associated.', /charged only (if|when|while)/i],
  [
    'Auto-assigned public IP addresses are free of charge.',
    /public (ip|ipv4)[^.]{0,30}(free of charge|cost nothing|for free)/i,
  ],
  ['Only idle addresses are charged.', /only (idle|unused|unassociated) addresses/i],
  ['In EC2-Classic the address is disassociated at a stop.', /ec2-classic/i],
  [
    'A public IP cannot be added or removed after launch.',
    /public ip[^.]{0,30}(cannot|can not|can't) be (added|removed|changed)( or \w+)? after/i,
  ],
  [
    'NAT gateways bring addresses that no list of Elastic IPs shows.',
    /nat gateways?( \w+){0,4} addresses that no list/i,
  ],
  ['One Elastic IP for each running instance is free of charge.', /one elastic ip/i],
  // Ways to pay
  ['AWS offers two types of Savings Plans.', /(two|three|2|3) (types|kinds) of savings plans/i],
  ['Savings Plans do not cover RDS.', /savings plans? (do|does) not (cover|apply to|include) (rds|databases)/i],
  ['T2 types are On-Demand only.', /\bt2\b[^.]{0,60}on-demand only/i],
  [
    'Spot blocks run for one to six hours without interruption.',
    /spot blocks? (run|last|let|allow)|defined[- ]duration/i,
  ],
  ['Bid above the Spot price to get an instance.', /\bbid(s|ding)?\b(?![?])/i],
  ['Your instance is terminated when the price exceeds your bid.', /price (exceeds|rises above|goes over)/i],
  [
    'Scheduled Reserved Instances recur daily, weekly or monthly.',
    /scheduled reserved instances (recur|are available|let|can be)/i,
  ],
  ['Prices range from 0.0042 to 54.60 USD.', /54\.60?\b/],
  ['On-Demand Instances are billed by the full hour.', /billed by the full hour|rounded up to (a|the) full hour/i],
  // Types
  ['EC2 offers more than 350 instance types.', /\b(3[0-9]0|400)\b[^.]{0,20}\binstance types/i],
  ['A1 is the only Arm based family.', /a1 is the (only|current|latest)/i],
  ['t4g.nano has 1 vCPU.', /t4g\.nano (has|with) 1 vcpu/i],
  [
    'M5 is the latest generation of general purpose instances.',
    /\b[mcr]5\b[^.]{0,20}(is|are) the (latest|newest|current)/i,
  ],
  ['Newer generations are always cheaper.', /newer (generations|types) (is|are) always/i],
  ['T3 instances launch in standard mode.', /\bt3\b[^.]{0,40}(launch|begin|start) (in|as) standard/i],
  // Free offer
  ['Every new account gets 750 hours of t2.micro for 12 months.', /(every|each|any) new account/i],
  ['The free tier includes t2.micro for the first year.', /free tier (includes|covers|contains)/i],
  // CLI and SDKs
  ['Install AWS CLI version 2 with pip.', /\bpip3? install|with pip\b/i],
  ['Run the CLI in a virtual environment (venv).', /virtual environment|\bvenv\b/i],
  ['Both AWS CLI v1 and v2 are fully supported.', /v1 and v2 are|cli v1 (is|are) (fully )?supported/i],
  ['Use the AWS SDK for JavaScript v2.', /use the (aws )?sdk for (javascript v2|java 1|go v1|\.net v3)/i],
  ['boto3 supports Python 3.6.', /supports? python (2|3\.[0-9])\b/i],
  ['Sign requests with Signature Version 2.', /signature version [23]\b/i],
  // Images and disks
  ['An AMI can be available, invalid or deregistered.', /available, invalid(,)? (or|and) deregistered/i],
  [
    'Deregistering an AMI never deletes its snapshots.',
    /deregister\w* [^.]{0,30}(never|does not|doesn't|do not) delete/i,
  ],
  [
    'You must delete the snapshots yourself after deregistering.',
    /must delete (the|its) snapshots (yourself|by hand)/i,
  ],
  [
    'Amazon Linux 2 is the recommended image.',
    /amazon linux 2\b(?!023)[^.]{0,30}(recommended|supported until|is supported|the default)/i,
  ],
  ['gp2 is the default root volume.', /gp2\b[^.]{0,30}(is|as) (the )?default/i],
  ['gp3 volumes are up to 16,384 GiB with 16,000 IOPS.', /gp3[^.]{0,60}\b16,?(384|000)\b/i],
  ['gp3 reaches 1,000 MiB/s at most.', /gp3[^.]{0,60}\b1,?000 mib/i],
  ['io2 has 64,000 IOPS at most.', /io2[^.]{0,40}\b64,?000\b/i],
  ['PV AMIs run on all current instance types.', /\bpv\b[^.]{0,40}\ball (current )?(instance )?types/i],
  ['Members of an Auto Scaling group cannot hibernate.', /members (of [^.]{0,30})?cannot hibernate/i],
  // Launch and login
  ['The launch wizard has seven pages.', /(seven|7)[- ](pages|steps|screens)/i],
  ['EC2 key pairs are 2048-bit RSA keys only.', /rsa (keys? )?only|only rsa/i],
  [
    'Allow SSH from 0.0.0.0/0.',
    /(allow|open) (ssh|port 22|22)[^.]{0,20}(0\.0\.0\.0\/0|anywhere|everybody|to the world)(?! is wrong)/i,
  ],
  ['IMDSv1 is used by default.', /imdsv1 (is|are) (used |on |enabled )?by default/i],
  // Identity
  [
    'A role cannot be attached after launch.',
    /role[^.]{0,20}(cannot|can not|can't) be (attached|assigned|added|changed) (after|later|to a running)/i,
  ],
  ['An instance can have several roles.', /instance (can|may) have (several|many|two|more than one) roles/i],
  ['Credentials of AssumeRole last 15 minutes by default.', /15 minutes by default/i],
  ['Use the global STS endpoint sts.amazonaws.com.', /use the global (sts )?endpoint/i],
  ['Create an access key for each application on EC2.', /create (an )?access keys? for/i],
  ['IAM users are the recommended way for people to sign in.', /iam users? (is|are) (the )?recommended/i],
  // Cognito
  ['Cognito is free for the first 50,000 monthly active users.', /50,?000 (monthly|mau)/i],
  ['Use the hosted UI of Cognito.', /(use|customi[sz]e) the hosted ui/i],
  ['Cognito Sync keeps user data in step across devices for new apps.', /cognito sync (keeps|synchroni[sz]es|lets)/i],
  ['Use the implicit grant for single-page apps.', /use the implicit grant/i],
  // Inspector
  ['Choose an assessment template and start an assessment run.', /assessment (template|run|target)/i],
  ['Install the Inspector agent on each instance.', /inspector agent/i],
  ['Inspector assesses EC2 instances only.', /inspector[^.]{0,40}(ec2|instances) only/i],
  ['Inspector Classic is charged per agent-assessment.', /agent-assessment/i],
  // KMS
  ['A customer master key (CMK) never leaves KMS.', /customer master key|\bcmks?\b/i],
  ['Every volume under a disabled key is unreadable.', /every volume[^.]{0,30}unreadable/i],
  ['A symmetric key has 256 bytes.', /256[- ]bytes?/i],
  ['Keys are rotated once a year, which cannot be changed.', /rotat\w+[^.]{0,30}(cannot|can not) be changed/i],
  ['Every rotation adds 1 USD a month.', /(every|each) rotation adds/i],
  ['KMS has RSA and ECC keys only.', /rsa and ecc/i],
  ['A key is deleted at once.', /deleted (at once|immediately)/i],
];
