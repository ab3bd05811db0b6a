import type { Lock, Manifest } from './supply-chain.mjs';

/** What is looked at of a bill; it has more. */
export interface Bill {
  readonly components: readonly {
    readonly 'bom-ref': string;
    readonly name: string;
    readonly version: string;
    readonly purl: string;
  }[];
  readonly dependencies: readonly { readonly ref: string; readonly dependsOn: readonly string[] }[];
}

export declare function billOf(lock: Lock, manifest: Manifest): Bill;
