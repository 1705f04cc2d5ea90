import { writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { ensureBuilt } from './lib/build.mjs';
import { captured } from './lib/captured.mjs';
import { ensureInstalled } from './lib/install.mjs';
import { projectNode, ROOT, requireNode } from './lib/project.mjs';

// The full loops, hours of them; writes RELIABILITY.md. `--rounds N` and `--minutes M` bound each suite.
const SUITES = {
  'engine-kill': 'kill -9 of the engine at random moments while a session writes',
  'mirror-kill': 'kill -9 of the mirror at random moments while a session writes',
  'lock-race': 'two engines start on one data folder at the same moment: exactly one owner',
  'hand-over': 'an engine takes over from another while a session writes, a person types and commands are called',
  chaos: 'processes killed and stopped, sockets and runtime deleted, one or two at random, while a session writes',
  stop: 'each process stopped for 10 s while a session writes and is typed into',
};

requireNode();
const { values } = parseArgs({ options: { rounds: { type: 'string', default: '3000' }, minutes: { type: 'string', default: '600' } } });
try {
  await ensureInstalled();
  await ensureBuilt();
  const results = [];
  for (const suite of Object.keys(SUITES)) {
    const args = ['tests/faults/run.ts', '--suite', suite, '--rounds', values.rounds, '--minutes', values.minutes, '--json'];
    const { code, output } = await captured(projectNode(), args);
    results.push({ suite, code, ...parse(output) });
  }
  writeFileSync(join(ROOT, 'RELIABILITY.md'), page(results));
  for (const result of results) console.log(JSON.stringify(result));
  process.exitCode = results.every(({ code }) => code === 0) ? 0 : 1;
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}

/** A run that broke off has no figures, and the page says so. */
function parse(output) {
  const line = output.trim().split('\n').at(-1) ?? '';
  return line.startsWith('{') ? JSON.parse(line) : { rounds: 0 };
}

function page(results) {
  const gib = Math.round(totalmem() / 2 ** 30);
  const rows = results.map(({ suite, rounds, lost = '-', doubled = '-', corrupted = '-', failed = 0, seed = '-', seconds = 0 }) => {
    const command = `npm run faults -- --suite ${suite} --rounds ${rounds}${seed === '-' ? '' : ` --seed ${seed}`}`;
    return `| ${SUITES[suite]} | ${rounds} | ${lost} | ${doubled} | ${corrupted} | ${failed} | ${seed} | ${Math.round(seconds / 60)} min | \`${command}\` |`;
  });
  return `# Reliability

What survived, counted. Written by \`npm run soak\`; each run prints its seed, and the same seed kills at the same moments.

"Lost" is a byte between the first one that is kept and the end that is missing; "doubled" one that came twice;
"corrupted" one that came changed; "failed" is a call that failed, an event that did not come, or an owner too many. All
four have to be 0.

Run on ${new Date().toISOString().slice(0, 10)}: ${process.platform} ${process.arch}, ${cpus().length} cores, ${gib} GiB.

| what was done | rounds | lost | doubled | corrupted | failed | seed | took | again |
| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | --- |
${rows.join('\n')}

A killed process says nothing about a machine that loses power: exit records are written through to the disk, output is not
(docs/unproved.md).
`;
}
