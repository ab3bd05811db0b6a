import { constants } from 'node:os';

const endSignals = ['SIGINT', 'SIGTERM'] as const;
type EndSignal = (typeof endSignals)[number];

/** By the number that shells give for it. */
const endAtOnce = (signal: EndSignal): never => process.exit(128 + constants.signals[signal]);

/**
 * Linux hands process 1 of a container no signal that it does not listen to: what ends any other process would be lost. From now on it ends
 * that one, too, until somebody wants to be told.
 */
export function heedEndSignals(): void {
  if (process.pid === 1) for (const signal of endSignals) process.on(signal, endAtOnce);
}

/** From now on `told` is called instead, with each signal that asks for the end. Gives how that is over. */
export function onEndSignals(told: (signal: EndSignal) => void): () => void {
  for (const signal of endSignals) {
    process.on(signal, told);
    process.off(signal, endAtOnce);
  }
  return () => {
    heedEndSignals();
    for (const signal of endSignals) process.off(signal, told);
  };
}
