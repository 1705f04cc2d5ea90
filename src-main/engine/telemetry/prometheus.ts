import { once } from 'node:events';
import { createServer } from 'node:http';
import { PrometheusExporter } from '@opentelemetry/exporter-prometheus';
import type { IMetricReader } from '@opentelemetry/sdk-metrics';

/** This machine only: who wants it elsewhere puts a proxy with rights of its own in front. */
const HOST = '127.0.0.1';

/**
 * Serves `/metrics` on a port of 127.0.0.1. A page that was led to that address under a name of its own gets nothing.
 * @throws NodeJS.ErrnoException when the port cannot be listened on
 */
export async function servePrometheus(port: number): Promise<{ readonly reader: IMetricReader; close(): Promise<void> }> {
  const exporter = new PrometheusExporter({ preventServerStart: true });
  const names = new Set([`${HOST}:${port}`, `localhost:${port}`]);
  const server = createServer((request, response) => {
    if (!names.has(request.headers.host ?? '')) response.writeHead(403).end();
    else if (request.url !== '/metrics' || request.method !== 'GET') response.writeHead(404).end();
    else exporter.getMetricsRequestHandler(request, response);
  });
  server.listen(port, HOST);
  await once(server, 'listening');
  return {
    reader: exporter,
    async close() {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}
