import { execFileSync } from 'node:child_process';
import { expect, it } from 'vitest';
import type { AgentRegistry } from '../../../../src-main/engine/agents/index.ts';
import type { CreateRequest, SessionService } from '../../../../src-main/engine/sessions/index.ts';
import { createAgentService } from '../../../../src-main/engine/system/agent-service.ts';
import { OWNER } from '../../../support/callers.ts';

it('installs in a shell session that runs exactly the planned command, and again when it is restarted', async () => {
  const requests: CreateRequest[] = [];
  const words = ['plain', 'with space', "it's", '$HOME `id` "x" \\n', ''];
  const agents = { installPlan: async () => ({ file: '/usr/bin/printf', args: ['[%s]', ...words], env: { NPM: '1' } }) };
  const sessions = { create: async (request: CreateRequest) => void requests.push(request) };
  await createAgentService(agents as unknown as AgentRegistry, sessions as unknown as SessionService).install(OWNER);
  expect(requests[0]).toMatchObject({ agent: 'shell', env: { NPM: '1' } });
  expect(execFileSync('/bin/sh', [...requests[0]!.args!]).toString()).toBe(words.map((word) => `[${word}]`).join(''));
});
