import { BRIDGE, type DesktopBridge } from '#shared/desktop/bridge.ts';
import { PortTransport } from './port-transport.ts';
import { browserPlaces, SocketTransport } from './socket-transport.ts';
import type { Transport } from './transport.ts';

/** The transport of the page that runs. */
export function pageTransport(): Transport {
  const { [BRIDGE]: bridge } = window as { readonly [BRIDGE]?: DesktopBridge };
  return bridge === undefined ? new SocketTransport(browserPlaces()) : new PortTransport(bridge, window);
}
