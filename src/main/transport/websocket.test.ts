import { once } from 'node:events';
import { WebSocket, WebSocketServer } from 'ws';
import { FRAME_BYTES_MAX } from '../../shared/link/frames.ts';
import { ReconnectingLink } from '../../shared/link/reconnecting-link.ts';
import { socketWire } from '../../shared/link/wire.ts';
import { describeTransport } from './conformance.ts';
import { listeningPort } from './listening-port.ts';
import { serveSocket } from './serve-socket.ts';

describeTransport('WebSocket', async (router, role, report) => {
  const server = new WebSocketServer({ host: '127.0.0.1', port: 0, maxPayload: FRAME_BYTES_MAX });
  server.on('connection', (socket) => serveSocket(router, socket, { actor: 'test', role }, report));
  await once(server, 'listening');
  const url = `ws://127.0.0.1:${listeningPort(server)}`;
  return {
    link: () => new ReconnectingLink({ openWire: socketWire(() => new WebSocket(url)), backoffMs: () => 20 }),
    raw: async () => {
      const socket = new WebSocket(url);
      const received: string[] = [];
      socket.on('message', (data: Buffer) => received.push(data.toString()));
      socket.on('error', () => undefined);
      const closed = once(socket, 'close').then(() => undefined);
      await once(socket, 'open');
      return { send: (frame) => socket.send(frame), received, closed };
    },
    breakWires: () => {
      for (const socket of server.clients) socket.terminate();
    },
    close: async () => {
      for (const socket of server.clients) socket.terminate();
      server.close();
      await once(server, 'close');
    },
  };
});
