export declare function bundledFolders(inputs: readonly string[]): readonly string[];
export declare function thirdParty(root: string, inputs: readonly string[]): Promise<string>;
