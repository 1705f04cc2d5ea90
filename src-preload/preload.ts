import { contextBridge, ipcRenderer, webUtils } from 'electron';
import {
  BRIDGE,
  CONNECT_CHANNEL,
  type DesktopBridge,
  PORT_CHANNEL,
  type PortKind,
  type PortMessage,
} from '../src-shared/desktop/bridge.ts';

// A port cannot pass the bridge; the window's own messages carry it, to this page and to nobody else's.
ipcRenderer.on(PORT_CHANNEL, ({ ports }, kind: PortKind) => {
  const message: PortMessage = { type: PORT_CHANNEL, kind };
  window.postMessage(message, window.location.origin, [...ports]);
});

const bridge: DesktopBridge = {
  connect: (kind) => ipcRenderer.send(CONNECT_CHANNEL, kind),
  // Only of files that the person gave to the page: it has no other.
  pathOf: (file) => webUtils.getPathForFile(file),
};
contextBridge.exposeInMainWorld(BRIDGE, bridge);
