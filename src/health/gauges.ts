import type { Freeze } from '../core/people/freeze.ts';
import type { Clock } from '../core/ports/clock.ts';
import type { Meter } from '../core/ports/meter.ts';
import { secondMs } from '../core/time.ts';
import { inTime } from '../core/until-aborted.ts';
import type { Outbox } from '../core/watch/outbox.ts';

/** What the gauges are read from. */
export interface GaugeParts {
  readonly outbox: Pick<Outbox, 'waiting'>;
  readonly freeze: Pick<Freeze, 'now'>;
  readonly clock: Clock;
  readonly meter: Meter;
}

/** The store has so long to answer. */
const answerMs = 2 * secondMs;

/** Reads from the store what is counted there, and sets it. What cannot be read is told no longer: an old figure would look as if all were well. Never rejects. */
export async function readGauges({ outbox, freeze, clock, meter }: GaugeParts): Promise<void> {
  const letters = await inTime(clock, answerMs, outbox.waiting()).catch(() => undefined);
  const age = letters?.oldest === undefined ? 0 : Math.max(0, clock.now() - letters.oldest) / secondMs;
  meter.set('quartermaster_outbox_letters', {}, letters?.letters);
  meter.set('quartermaster_outbox_oldest_seconds', {}, letters && age);
  meter.set('quartermaster_outbox_dead_letters', {}, letters?.dead);
  const frozen = await inTime(
    clock,
    answerMs,
    freeze.now().then((now) => Number(now !== undefined)),
  ).catch(() => undefined);
  meter.set('quartermaster_frozen', {}, frozen);
}
