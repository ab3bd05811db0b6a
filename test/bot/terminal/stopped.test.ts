import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { openAwsMachine, type AwsMachine } from '../../aws-machine.ts';
import { key, openTty } from './tty.ts';

describe('Ctrl-C while a list is read', () => {
  let machine: AwsMachine;
  beforeEach(async () => {
    machine = await openAwsMachine();
    // One region never answers.
    machine.peer.fault = ({ region, service }) =>
      service === 'ec2' && region === 'eu-west-1' ? { until: new Promise(() => {}) } : undefined;
  });
  afterEach(() => machine.close());

  it('tells what was read so far, and names what was not', async () => {
    const tty = await openTty({ columns: 120, rows: 50, machine });
    await tty.press('list region:us-east-1,eu-west-1', key.enter);
    await tty.press(key.ctrlC);
    await tty.until('not read before the stop');
    const seen = tty.seen().join('\n');
    expect(seen).toMatch(/\d\d instances/);
    expect(seen).toContain('us-east-1');
    expect(seen).toContain('demo-prod in eu-west-1: not read before the stop.');
    expect(seen).not.toContain('Stopped before the end');
    await tty.close();
  });

  it('tells the sums by the figures at hand where the price list does not answer', async () => {
    const tty = await openTty({ columns: 120, rows: 50, machine });
    machine.peer.fault = ({ service }) => (service === 'pricing' ? { until: new Promise(() => {}) } : undefined);
    await tty.press('cost region:us-east-1', key.enter);
    await vi.waitFor(() => expect(machine.peer.seen.some(({ service }) => service === 'pricing')).toBe(true));
    await tty.press(key.ctrlC);
    await tty.until('$/hour');
    const seen = tty.seen().join('\n');
    expect(seen).toMatch(/\$[\d.]+ an hour, \$[\d.,]+ a month/);
    expect(seen).toContain('embedded catalogue');
    expect(seen).not.toContain('Stopped before the end');
    await tty.close();
  });

  it('a second time ends it at once, with nothing told', async () => {
    const tty = await openTty({ columns: 120, rows: 50, machine });
    machine.peer.fault = () => ({ until: new Promise(() => {}) });
    await tty.press('price m5.large', key.enter, key.ctrlC);
    expect(tty.seen().join('\n')).not.toContain('Stopped before the end');
    await tty.press(key.ctrlC);
    await tty.until('Stopped before the end');
    await tty.close();
  });
});
