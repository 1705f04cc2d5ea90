import { join } from 'node:path';
import { startGatewayWorker } from '../../gateway/start-worker.ts';
import type { Gateway, GatewayConfig } from '../../gateway/types.ts';
import { pageOrigins } from './http/guard.ts';
import type { HostInstallation } from './installation.ts';
import type { PortMemory } from './ports.ts';

/** This host's terminal gateway: a worker thread, on the port of last time, for the page under both of its names. */
export class HostGateway {
  private readonly installation: HostInstallation;
  private readonly ports: PortMemory;
  private url: URL | null = null;

  constructor(installation: HostInstallation, ports: PortMemory) {
    this.installation = installation;
    this.ports = ports;
  }

  /** What the page's policy has to let it connect to. */
  get socketOrigins(): readonly string[] {
    return this.url === null ? [] : [this.url.origin];
  }

  /** Starts a gateway for the engine; called again when one is gone. */
  async start(config: GatewayConfig): Promise<Gateway> {
    const port = config.port === 0 ? (this.ports.get('gateway') ?? 0) : config.port;
    const gateway = await startGatewayWorker(join(this.installation.mainFolder, 'gateway.js'), {
      ...config,
      port,
      allowedOrigins: [...underBothNames(config.allowedOrigins)],
    });
    this.url = new URL(gateway.url);
    await this.ports.remember('gateway', Number(this.url.port));
    return {
      url: gateway.url,
      closed: gateway.closed,
      setMirrorSocket: (socket) => gateway.setMirrorSocket(socket),
      setAllowedOrigins: (origins) => gateway.setAllowedOrigins(underBothNames(origins)),
      revoke: (revocation) => gateway.revoke(revocation),
      close: () => gateway.close(),
    };
  }
}

/** The engine knows the page by one origin; a browser may have been pointed at it by either name of the loopback. */
function underBothNames(origins: readonly string[]): readonly string[] {
  return origins.flatMap((origin) => pageOrigins(Number(new URL(origin).port)));
}
