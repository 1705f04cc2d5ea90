// A process that wants to keep as many values at once in the system's keychain as it is told, and exits: node keychain-process.ts <how many>
// <exit code>. Says how many were refused, and that it can read a file while nobody has answered.
import { readFile } from 'node:fs/promises';
import { systemKeychain } from '../../src-main/engine/secrets/index.ts';

const [count, code] = process.argv.slice(2).map(Number);
const logger = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };
const keychain = systemKeychain({ logger, answerMs: 1000 });
// The signals of an engine: they are not what ends this.
for (const signal of ['SIGTERM', 'SIGINT']) process.on(signal, () => undefined);
const asked = await Promise.allSettled(Array.from({ length: count ?? 0 }, (_, i) => keychain.set(`test/${i}`, 'kept')));
const { length } = await readFile(import.meta.filename);
process.stdout.write(JSON.stringify({ refused: asked.filter(({ status }) => status === 'rejected').length, read: length > 0 }));
process.exit(code);
