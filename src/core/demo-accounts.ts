/** How the two accounts are called that are there where none is configured: a configuration and a filter name them so. */
export const demoAccountNames = { prod: 'demo-prod', dev: 'demo-dev' } as const;
