import { setFlagsFromString } from 'node:v8';
import type * as cedarWasm from '@cedar-policy/cedar-wasm/nodejs';

/** Cedar itself, compiled to WebAssembly. */
export type Cedar = typeof cedarWasm;

/** The version that is installed; a test compares. A check is remembered for as long as this stays. */
export const cedarVersion = '4.13.0';

/** Loads Cedar: some 30 ms, and 4 MB of code. Nothing but a question about access needs it. */
export async function loadCedar(): Promise<Cedar> {
  // Node.js 20 and 22 abort the whole process where V8 inlines a call into WebAssembly and then has to give up the optimised
  // code in the middle of it. The flag counts for what is compiled from here on, so it is set before there is anything to call.
  setFlagsFromString('--no-turbo-inline-js-wasm-calls');
  return import('@cedar-policy/cedar-wasm/nodejs');
}
