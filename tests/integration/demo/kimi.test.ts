import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { demoHome, kimi } from './support.ts';

let demo: Awaited<ReturnType<typeof demoHome>>;
beforeAll(async () => {
  demo = await demoHome();
});
afterAll(() => demo.remove());

describe('the real Kimi CLI against the scripted model', () => {
  test('tells a newcomer where he is and what to try', async () => {
    const { code, answer } = await kimi(demo, 'what is this place');
    expect(code).toBe(0);
    expect(answer).toContain('Kimi Shell demo');
    expect(answer).toContain('`write`');
  });

  test('answers in Chinese who asks in Chinese', async () => {
    const { answer } = await kimi(demo, '你好，这里可以做什么');
    expect(answer).toContain('演示');
    expect(answer).toContain('`命令`');
  });

  test('runs a command and says what it printed', async () => {
    const { code, tools, answer } = await kimi(demo, 'please run a command');
    expect(code).toBe(0);
    expect(tools).toEqual(['Bash']);
    expect(answer).toBe('The command printed: hello from the demo');
  });

  test('writes a file into the folder it works in', async () => {
    const { tools } = await kimi(demo, 'write a file');
    expect(tools).toEqual(['Write']);
    expect(await readFile(join(demo.work, 'kimi-shell-demo.txt'), 'utf8')).toContain('Kimi Shell');
  });

  test('takes several tools, two of them at once', async () => {
    const { tools, answer } = await kimi(demo, 'use several tools');
    expect(tools).toEqual(['Bash', 'Bash', 'Bash']);
    expect(answer).toContain('three of three');
  });

  test('plans, and leaves plan mode again', async () => {
    const { code, tools, answer } = await kimi(demo, 'make a plan');
    expect(code).toBe(0);
    expect(tools).toEqual(['EnterPlanMode', 'Write', 'ExitPlanMode']);
    expect(answer).toBe('Plan mode is over.');
  });

  test('hands work to a subagent that runs a command', async () => {
    const { tools, answer } = await kimi(demo, 'subagent-tool');
    expect(tools).toContain('Agent');
    expect(answer).toBe('The subagent ran its command.');
  });

  test('is refused for good by 401, and once by 429once', async () => {
    const refused = await kimi(demo, '401');
    expect(refused.code).toBe(1);
    expect(refused.complaint).toContain('401');
    const recovered = await kimi(demo, '429once');
    expect(recovered).toMatchObject({ code: 0, retries: 1 });
  });

  test('fails when the connection drops in every attempt', async () => {
    const { code, complaint, retries } = await kimi(demo, 'disconnect');
    expect(code).toBe(1);
    expect(retries).toBe(2);
    expect(complaint).toContain('connection_error');
  });
});
