import fc from 'fast-check';

/** In CI every run tries the same cases; elsewhere each run tries others, and a failure tells its seed. */
const seedOfCi = 20_261_124;
if (process.env['CI'] !== undefined) fc.configureGlobal({ seed: seedOfCi });
