import type { TopicTable } from './topic.ts';

/** The three kinds of addresses beside each other; for the topics about each. */
export const addressKinds: TopicTable = {
  columns: ['', 'Private', 'Auto-assigned public', 'Elastic IP'],
  rows: [
    ['belongs to', 'interface, subnet', "AWS's pool, lent", 'account and region'],
    ['over a reboot', 'kept', 'kept', 'kept'],
    ['over stop and start', 'kept', 'lost', 'kept'],
    ['to another instance', 'secondary only', 'no', 'yes, at once'],
    ['given', 'always', 'subnet or launch', 'by hand'],
    ['$/hour', '0', '0.005', '0.005, used or idle'],
    ['IP version', '4 and 6', '4', '4'],
  ],
};

/** The two ways to hardware of one's own. */
export const dedicatedKinds: TopicTable = {
  columns: ['', 'Dedicated Instance', 'Dedicated Host'],
  rows: [
    ['billed', 'per instance', 'per host'],
    ['sockets, cores, host id visible', 'no', 'yes'],
    ['placement, affinity', 'no', 'yes'],
    ['licences by core or socket', 'partly', 'yes'],
    ['Capacity Reservations', 'yes', 'no'],
    ['recovery', 'automatic', 'host recovery'],
  ],
};

/** What each way to end or pause a machine keeps. */
export const endings: TopicTable = {
  columns: ['', 'Reboot', 'Stop, start', 'Hibernate, start', 'Terminate'],
  rows: [
    ['host', 'same', 'usually new', 'usually new', '-'],
    ['private IP, IPv6, Elastic IP', 'kept', 'kept', 'kept', 'gone; Elastic IP stays yours'],
    ['auto-assigned public IPv4', 'kept', 'changes', 'changes', 'gone'],
    ['instance-store data', 'kept', 'erased', 'erased', 'erased'],
    ['memory', 'lost', 'lost', 'kept', 'lost'],
    ['root volume', 'kept', 'kept', 'kept', 'deleted by default'],
    ['new 60 seconds billed', 'no', 'yes', 'yes', '-'],
  ],
};

/** Who acts, and what says what they may. */
export const identities: TopicTable = {
  columns: ['', 'Role', 'User', 'Policy'],
  rows: [
    ['is', 'an identity to wear', 'an identity of one', 'a text of rules'],
    ['for', 'machines, services, other accounts', 'a person or tool outside AWS', 'roles, users, groups'],
    ['credentials', 'temporary', 'password, access keys', 'none'],
    ['carries', 'trust and permission policies', 'permission policies', '-'],
  ],
};
