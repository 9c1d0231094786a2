import fc from 'fast-check'

// The same cases each time: a change that breaks a property is to blame for it, and not the day. Other cases come
// with ROLLBOOK_SEED, and a counterexample names its seed.
fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: Number(process.env.ROLLBOOK_SEED ?? 20261125) })
