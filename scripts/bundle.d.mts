import type { BuildOptions } from 'esbuild';

export declare const bundle: BuildOptions;

export declare const entries: { readonly main: string; readonly raster: string; readonly 'health-check': string };
