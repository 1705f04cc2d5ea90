import type { Logger } from '../engine/types.ts';
import type { Gateway, GatewayConfig, GatewayLog } from '../gateway/types.ts';
import { pageOrigins } from './http/guard.ts';
import type { PortMemory } from './ports.ts';

/** How a host runs a gateway: in a worker thread, in a process of its own. */
export type StartGateway = (config: GatewayConfig, log: GatewayLog) => Promise<Gateway>;

/** A host's terminal gateway, on the port of last time, for the page under both of its names. */
export class GatewayAtPort {
  private readonly run: StartGateway;
  private readonly ports: PortMemory;
  private readonly logger: Logger;
  private url: URL | null = null;

  constructor(run: StartGateway, ports: PortMemory, logger: Logger) {
    this.run = run;
    this.logger = logger;
    this.ports = ports;
  }

  /** What the page's policy has to let it connect to. */
  get socketOrigins(): readonly string[] {
    return this.url === null ? [] : [this.url.origin];
  }

  /** Starts a gateway for the engine; called again when one is gone. */
  async start(config: GatewayConfig): Promise<Gateway> {
    const port = config.port === 0 ? (this.ports.get('gateway') ?? 0) : config.port;
    const given = { ...config, port, allowedOrigins: [...underBothNames(config.allowedOrigins)] };
    const gateway = await this.run(given, (level, message, fields) => {
      this.logger[level](message, { process: 'gateway', ...fields });
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
