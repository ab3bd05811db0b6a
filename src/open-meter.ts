import type { HealthConfig } from './config/health.ts';
import type { ScrapedMeter } from './core/ports/meter.ts';
import { version } from './version.ts';

/** What this process is counted with; undefined where nobody is told: then nothing is loaded, and nothing counted. */
export async function openMeter(health: HealthConfig | undefined): Promise<ScrapedMeter | undefined> {
  if (health === undefined) return undefined;
  const { prometheusMeter } = await import('./core/drivers/prometheus/meter.ts');
  const meter = prometheusMeter();
  meter.set('quartermaster_build_info', { version, node: process.version }, 1);
  return meter;
}
