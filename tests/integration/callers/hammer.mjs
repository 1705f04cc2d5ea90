// What a runaway agent does, as a program inside a session: node hammer.mjs <out> <ms>. Calls in a loop on many connections at
// once for `ms`, on a slow machine until it was refused once, and writes down how it was answered, by status, whether it was told when to come
// back, and how long it called, ms.
import { writeFileSync } from 'node:fs';
import { request } from 'node:http';

const LOOPS = 32;
/** Who is not refused in this time is held to nothing. */
const MOST_MS = 60_000;
const [out, ms] = process.argv.slice(2);
const { KIMI_SHELL_SOCKET: socketPath, KIMI_SHELL_TOKEN: token } = process.env;
const begun = performance.now();
const statuses = {};
let retryAfter = null;

function call() {
  return new Promise((resolve) => {
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
    const outgoing = request({ socketPath, path: '/rpc/system/whoami', method: 'POST', agent: false, headers }, (response) => {
      retryAfter ??= response.headers['retry-after'] ?? null;
      response.resume();
      response.on('close', () => resolve(response.statusCode));
    });
    outgoing.on('error', () => resolve('refused'));
    outgoing.end('{"json":{}}');
  });
}

function called() {
  return performance.now() - begun;
}

async function loop() {
  while (called() < Number(ms) || (retryAfter === null && called() < MOST_MS)) {
    const status = await call();
    statuses[status] = (statuses[status] ?? 0) + 1;
  }
}

await Promise.all(Array.from({ length: LOOPS }, loop));
writeFileSync(out, JSON.stringify({ statuses, retryAfter, tookMs: called() }));
