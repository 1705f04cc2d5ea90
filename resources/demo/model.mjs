#!/usr/bin/env node
/**
 * A scripted model for the real Kimi Code CLI: no account, no network, no dependencies (Node >= 20).
 */
import { parseArgs } from 'node:util';
import { writeConfig } from './config.mjs';
import { SCENARIOS } from './scenarios.mjs';
import { createModelServer } from './server.mjs';

const HELP = `A scripted model for Kimi Code CLI, on 127.0.0.1.

  node model.mjs --port N                        serve on port N (0: any free one)
  node model.mjs --write-config DIR --port N     write kimi's config.toml for port N into DIR and end
  node model.mjs --write-config DIR --serve      serve, and write config.toml with the port that it got

  --leave-after SECONDS   end after so long without a request (default: never)
  --quiet                 print only the address, not a line for each request
  --scenarios             list the words that choose a scenario
`;

function fail(message) {
  process.stderr.write(`model: ${message}\n`);
  process.exit(2);
}

function options() {
  try {
    return parseArgs({
      options: {
        port: { type: 'string', default: '0' },
        'write-config': { type: 'string' },
        serve: { type: 'boolean', default: false },
        'leave-after': { type: 'string', default: '0' },
        quiet: { type: 'boolean', default: false },
        scenarios: { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
      },
    }).values;
  } catch (error) {
    return fail(error.message);
  }
}

function wholeNumber(name, text, highest) {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 0 || value > highest) fail(`--${name} wants a whole number from 0 to ${highest}, not "${text}"`);
  return value;
}

function serve(port, { configFolder, leaveAfterMs, quiet }) {
  let idle;
  let server;
  const end = () => {
    server.close(() => process.exit(0));
    server.closeAllConnections();
  };
  const busy = () => {
    if (leaveAfterMs === 0) return;
    clearTimeout(idle);
    idle = setTimeout(end, leaveAfterMs);
  };
  server = createModelServer({ log: quiet ? undefined : (line) => console.log(line), onRequest: busy });
  server.on('error', (error) => {
    // A port from an earlier run may be somebody else's by now; with a config to write, any other does as well.
    if (error.code === 'EADDRINUSE' && configFolder !== undefined && port !== 0) return serve(0, { configFolder, leaveAfterMs, quiet });
    process.stderr.write(`model: cannot listen on 127.0.0.1:${port}: ${error.code}\n`);
    process.exit(1);
  });
  server.listen(port, '127.0.0.1', () => {
    if (configFolder !== undefined) writeConfig(configFolder, server.address().port);
    console.log(`listening on 127.0.0.1:${server.address().port}`);
    busy();
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, end);
}

const given = options();
const port = wholeNumber('port', given.port, 65535);
const configFolder = given['write-config'];
// setTimeout takes at most 2^31-1 ms.
const leaveAfterMs = wholeNumber('leave-after', given['leave-after'], 2_000_000) * 1000;

if (given.help) {
  console.log(HELP);
} else if (given.scenarios) {
  for (const { words, about } of SCENARIOS) console.log(`${words.join(', ').padEnd(28)} ${about}`);
} else if (configFolder !== undefined && !given.serve) {
  if (port === 0) fail('--write-config needs --port (or --serve)');
  console.log(`wrote ${writeConfig(configFolder, port)}`);
} else {
  serve(port, { configFolder, leaveAfterMs, quiet: given.quiet });
}
