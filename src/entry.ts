#!/usr/bin/env node
import { heedEndSignals } from './core/end-signals.ts';

heedEndSignals();
// Loading it takes most of the start: what comes meanwhile is heard.
await import('./main.ts');
