import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ErrorCode } from '#shared/errors/codes.ts';
import { errorCodeOf } from '#shared/messages/said.ts';
import { type Refusal, type RefusingModel, startRefusingModel } from './support/refusing-model.ts';
import { reaches } from './support/terminal.ts';
import { SEND_MS, type Tab, Workshop } from './support/workshop.ts';

const refusal = (status: number, type: string, message: string, headers: Readonly<Record<string, string>> = {}): Refusal => ({
  status,
  type,
  message,
  headers,
});

// `tries`: what passes is tried again by Kimi itself (twice at most in this configuration) before it says that it failed.
const CASES: readonly (readonly [string, Refusal, ErrorCode, tries: number])[] = [
  ['a key that is refused', refusal(401, 'invalid_authentication_error', 'Invalid Authentication'), 'MODEL_SIGN_IN_REFUSED', 1],
  ['a model that is not known', refusal(404, 'resource_not_found_error', 'The model does not exist'), 'MODEL_UNKNOWN', 1],
  ['a quota that is used up', refusal(429, 'exceeded_current_quota_error', 'You exceeded your current quota'), 'MODEL_QUOTA_USED_UP', 1],
  ['too many requests', refusal(429, 'rate_limit_reached_error', 'Rate limit', { 'retry-after': '1' }), 'MODEL_RATE_LIMITED', 2],
  ['503', refusal(503, 'engine_overloaded_error', 'The engine is currently overloaded'), 'MODEL_OVERLOADED', 2],
  ['529', refusal(529, 'overloaded_error', 'Overloaded'), 'MODEL_OVERLOADED', 2],
  ['500', refusal(500, 'server_error', 'Internal error'), 'MODEL_SERVER_FAILED', 2],
  ['a connection that is reset', 'reset', 'MODEL_UNREACHABLE', 2],
];

describe('what a real Kimi’s model answers with', () => {
  let shop: Workshop;
  let model: RefusingModel;
  let tab: Tab;
  beforeAll(async () => {
    shop = await Workshop.open();
    model = await startRefusingModel();
    const config = path.join(shop.folder, 'kimi/config.toml');
    const text = await readFile(config, 'utf8');
    await writeFile(
      config,
      text.replace(/127\.0\.0\.1:\d+/, `127.0.0.1:${model.port}`).replace(/max_attempts_per_step = \d+/, 'max_attempts_per_step = 2'),
    );
    tab = await shop.open({ trusted: true });
  }, 60_000);
  afterAll(async () => {
    await shop.close();
    await model.stop();
  });

  it.each(CASES)('%s is told as what it is', async (_, next, code, tries) => {
    model.refuse(next);
    const before = tab.watch.state.since;
    await tab.watch.send('hello', SEND_MS);
    const failed = await reaches(tab.watch, (state) => state.name === 'failed' && state.since > before);
    expect({ code: errorCodeOf(failed.said), evidence: failed.evidence[0]?.source }).toEqual({ code, evidence: 'transcript' });
    expect(model.requests).toBe(tries);
  });
});
