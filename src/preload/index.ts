import { contextBridge, ipcRenderer } from 'electron';

/** Channel and window message; the same text stands in the renderer (`state/client/preload-port.ts`) and the main process. */
const PORT_MESSAGE = 'dragoman:port';

// All that the page gets: a port to the host, on request. Every call then goes through the contract.
contextBridge.exposeInMainWorld('dragoman', {
  openPort: () => {
    const { port1, port2 } = new MessageChannel();
    ipcRenderer.postMessage(PORT_MESSAGE, undefined, [port2]);
    window.postMessage(PORT_MESSAGE, location.origin, [port1]);
  },
});
