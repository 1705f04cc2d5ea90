import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { until } from '../../support/until.ts';
import { person } from '../cli/support.ts';
import { http } from '../doors/support.ts';

interface Attribute {
  readonly key: string;
  readonly value: { readonly stringValue?: string };
}

/** What an OTLP receiver is sent as JSON, as far as it is looked at. */
interface Batch {
  readonly resourceMetrics?: readonly { readonly scopeMetrics: readonly { readonly metrics: readonly { readonly name: string }[] }[] }[];
  readonly resourceSpans?: readonly {
    readonly resource: { readonly attributes: readonly Attribute[] };
    readonly scopeSpans: readonly { readonly spans: readonly { readonly name: string; readonly attributes: readonly Attribute[] }[] }[];
  }[];
}

/** A small OTLP receiver over HTTP. */
async function receiver() {
  const batches: { readonly path: string; readonly batch: Batch }[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      batches.push({ path: request.url ?? '', batch: JSON.parse(Buffer.concat(chunks).toString()) as Batch });
      response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, batches };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

const METRICS = ['call_duration', 'sessions', 'recoveries', 'memory', 'event_loop_delay'] as const;

it('serves what Prometheus scrapes while the setting says so, to this machine under its own name only', async () => {
  const one = await person();
  const port = await freePort();
  await one.json(['config', 'set', 'telemetry.port', String(port)]);
  await one.json(['session', 'create', 'measured', '--agent', 'shell', '--', '-c', 'cat']);
  const scrape = (host = `127.0.0.1:${port}`, path = '/metrics') => http({ port }, { method: 'GET', path, headers: { host } });
  await expect(scrape()).rejects.toMatchObject({ code: 'ECONNREFUSED' });

  await one.json(['config', 'set', 'telemetry.export', 'prometheus']);
  const text = await until('a call was measured', async () => {
    await one.json(['session', 'list']);
    const answer = await scrape().catch(() => null);
    const body = answer?.body.toString() ?? '';
    return body.includes('session.list') && body;
  });
  for (const name of METRICS) expect(text).toMatch(new RegExp(`^kimi_shell_${name}`, 'm'));
  const listed = text.split('\n').filter((line) => /^kimi_shell_call_duration\w*_bucket\{.*procedure="session\.list"/.test(line));
  const ends = listed.map((line) => Number(/le="([^"]+)"/.exec(line)?.[1]?.replace('+Inf', 'Infinity')));
  expect(ends, 'seconds, in which calls are told from one another').toEqual([
    0.0005,
    0.001,
    0.0025,
    0.005,
    0.01,
    0.025,
    0.05,
    0.1,
    0.25,
    0.5,
    1,
    2.5,
    5,
    10,
    Number.POSITIVE_INFINITY,
  ]);
  expect(text).toMatch(/^kimi_shell_sessions(\{[^}]*\})? 1$/m);
  expect(text).toMatch(/^kimi_shell_recoveries\w*\{part="mirror"[^}]*\} 0$/m);
  expect((await scrape(`evil.example:${port}`)).status).toBe(403);
  expect((await scrape(undefined, '/')).status).toBe(404);

  await one.json(['config', 'set', 'telemetry.export', 'off']);
  await until('nobody listens any more', () =>
    scrape().then(
      () => false,
      () => true,
    ),
  );
});

it('a port that somebody else has is named by the doctor, with what to do, until another one is chosen', async () => {
  const one = await person();
  const { url } = await receiver();
  const { port } = new URL(url);
  const finding = async () => {
    const { stdout } = await one.run(['doctor', '--json']);
    const { checks } = JSON.parse(stdout) as { checks: readonly { id: string; ok: string; message: string; values: unknown }[] };
    return checks.find(({ id }) => id === 'telemetry');
  };
  await one.json(['config', 'set', 'telemetry.port', port]);
  await one.json(['config', 'set', 'telemetry.export', 'prometheus']);
  expect(await finding()).toMatchObject({
    ok: 'warning',
    message: 'doctor.telemetry.port',
    values: { port: Number(port), reason: 'EADDRINUSE' },
  });
  expect((await one.run(['doctor'])).stdout).toContain(`port ${port} `);
  await one.json(['config', 'set', 'telemetry.port', String(await freePort())]);
  expect(await finding()).toMatchObject({ ok: 'ok', message: 'doctor.telemetry.on' });
});

it('sends metrics and a trace of each call, by the name that it has in the logs, to an OTLP receiver', async () => {
  const one = await person();
  const { url, batches } = await receiver();
  await one.json(['config', 'set', 'telemetry.endpoint', url]);
  await one.json(['config', 'set', 'telemetry.intervalSeconds', '1']);
  await one.json(['config', 'set', 'telemetry.export', 'otlp']);
  const refused = await until('a refused call has its span', async () => {
    const { stderr } = await one.run(['session', 'show', 'nobody', '--json']);
    const { call } = (JSON.parse(stderr) as { error: { call: string } }).error;
    const spans = batches
      .flatMap(({ batch }) => batch.resourceSpans ?? [])
      .flatMap(({ scopeSpans }) => scopeSpans.flatMap(({ spans }) => spans));
    const named = spans.filter(({ name }) => name === 'session.show');
    // The one of this moment comes with a batch that is still to come.
    return named.length > 0 && { named, call };
  });
  const attributes = Object.fromEntries((refused.named[0]?.attributes ?? []).map(({ key, value }) => [key, value.stringValue]));
  expect(attributes).toMatchObject({ 'rpc.method': 'session.show', 'kimi_shell.result': 'NOT_FOUND' });
  const call = attributes['kimi_shell.call'] ?? '';
  expect((await one.run(['logs', '--json', '--call', call])).code).toBe(0);
  expect(call).toMatch(/^cal_[0-9a-f]{20}$/);
  const names = await until('metrics came', () => {
    const found = new Set(
      batches
        .flatMap(({ batch }) => batch.resourceMetrics ?? [])
        .flatMap(({ scopeMetrics }) => scopeMetrics.flatMap(({ metrics }) => metrics.map(({ name }) => name))),
    );
    return found.size >= METRICS.length && found;
  });
  expect([...names].toSorted()).toEqual([
    'kimi_shell.call.duration',
    'kimi_shell.event_loop.delay',
    'kimi_shell.memory',
    'kimi_shell.recoveries',
    'kimi_shell.sessions',
  ]);
  expect(new Set(batches.map(({ path }) => path))).toEqual(new Set(['/v1/metrics', '/v1/traces']));
});
