import { BRIDGE, type DesktopBridge } from '#shared/desktop/bridge.ts';
import { PortTransport } from './port-transport.ts';
import { browserPlaces, SocketTransport } from './socket-transport.ts';
import type { Transport } from './transport.ts';

function bridgeOf(): DesktopBridge | undefined {
  const { [BRIDGE]: bridge } = window as { readonly [BRIDGE]?: DesktopBridge };
  return bridge;
}

/** Where a file that was given to this page lies on this machine; empty where only a browser knows, and for what lies nowhere. */
export function pathOf(file: File): string {
  return bridgeOf()?.pathOf(file) ?? '';
}

/** The transport of the page that runs. */
export function pageTransport(): Transport {
  const bridge = bridgeOf();
  return bridge === undefined ? new SocketTransport(browserPlaces()) : new PortTransport(bridge, window);
}
