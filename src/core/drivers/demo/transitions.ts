import { createHash } from 'node:crypto';
import { secondMs, type Instant } from '../../time.ts';
import type { DemoInstance } from './ec2.ts';

/** A moment as EC2 writes it into StateTransitionReason: `2026-01-31 10:00:00 GMT`. */
export const awsTime = (at: Instant): string => `${new Date(at).toISOString().slice(0, 19).replace('T', ' ')} GMT`;

/** A number from 0 to below `below` that is always the same for the same words. */
const chance = (words: string, below: number): number =>
  createHash('sha256').update(words).digest().readUInt32BE(0) % below;

/** Starting takes 4 to 9 seconds, stopping 6 to 15, hibernating twice that, terminating 5 to 12. */
const startMs = (id: string, seed: number): number => (4 + chance(`${id} start ${seed}`, 6)) * secondMs;
const stopMs = (id: string, seed: number): number => (6 + chance(`${id} stop ${seed}`, 10)) * secondMs;
const terminateMs = (id: string, seed: number): number => (5 + chance(`${id} terminate ${seed}`, 8)) * secondMs;

/** Something that will happen by itself. */
export interface Pending {
  readonly at: Instant;
  readonly id: string;
  readonly then: (instance: DemoInstance) => DemoInstance;
}

/** An instance on its way, and when it arrives. */
export interface Moved {
  readonly instance: DemoInstance;
  readonly pending: Pending;
}

/** EC2 takes a StartInstances: the instance gets a new public address, and is running some seconds later. */
export function starting(instance: DemoInstance, at: Instant, seed: number, freeIp: () => string): Moved {
  const { stateReason: _, publicIp, ...rest } = instance;
  const address =
    publicIp?.elastic === true ? publicIp : instance.assignsPublicIp ? { ip: freeIp(), elastic: false } : undefined;
  return {
    instance: {
      ...rest,
      state: 'pending',
      transitionReason: '',
      launchedAt: at,
      ...(address && { publicIp: address }),
    },
    pending: { at: at + startMs(instance.id, seed), id: instance.id, then: running },
  };
}

/** EC2 takes a StopInstances: the instance is stopped some seconds later, and gives an auto-assigned address back then. */
export function stopping(instance: DemoInstance, at: Instant, seed: number): Moved {
  return {
    instance: {
      ...instance,
      state: 'stopping',
      transitionReason: `User initiated (${awsTime(at)})`,
      stateReason: {
        code: 'Client.UserInitiatedShutdown',
        message: 'Client.UserInitiatedShutdown: User initiated shutdown',
      },
    },
    pending: { at: at + stopMs(instance.id, seed), id: instance.id, then: stopped },
  };
}

/** EC2 takes a StopInstances with Hibernate. */
export function hibernating(instance: DemoInstance, at: Instant, seed: number): Moved {
  const { instance: stops, pending } = stopping(instance, at, seed);
  return {
    instance: {
      ...stops,
      stateReason: {
        code: 'Client.UserInitiatedHibernate',
        message: 'Client.UserInitiatedHibernate: User initiated hibernate',
      },
    },
    pending: { ...pending, at: at + 2 * stopMs(instance.id, seed) },
  };
}

/** EC2 takes a TerminateInstances: gone some seconds later, and visible for an hour. */
export function terminating(instance: DemoInstance, at: Instant, seed: number): Moved {
  return {
    instance: {
      ...instance,
      state: 'shutting-down',
      transitionReason: `User initiated (${awsTime(at)})`,
      stateReason: {
        code: 'Client.UserInitiatedShutdown',
        message: 'Client.UserInitiatedShutdown: User initiated shutdown',
      },
    },
    pending: { at: at + terminateMs(instance.id, seed), id: instance.id, then: terminated },
  };
}

/** It has started. */
export const running = (instance: DemoInstance): DemoInstance => ({ ...instance, state: 'running' });

/** Its start has failed, and it is stopped again: the key of a volume cannot be used. EC2 gives no time with such a reason. */
export function fallenBack(instance: DemoInstance): DemoInstance {
  const message = 'Client.InternalError: Client error on launch';
  return {
    ...stopped(instance),
    transitionReason: message,
    stateReason: { code: 'Client.InternalError', message },
  };
}

/** It has stopped, and an auto-assigned address is given back. */
export function stopped(instance: DemoInstance): DemoInstance {
  const { publicIp, ...rest } = instance;
  return { ...rest, state: 'stopped', ...(publicIp?.elastic === true && { publicIp }) };
}

/** It is gone, but still visible. */
export function terminated(instance: DemoInstance): DemoInstance {
  const { publicIp: _, ...rest } = instance;
  return { ...rest, state: 'terminated', disks: [] };
}
