import { once } from 'node:events';
import { MessageChannel, type MessagePort } from 'node:worker_threads';
import { describe, expect, test } from 'vitest';
import { ReconnectingLink } from '../../shared/link/reconnecting-link.ts';
import { portWire } from '../../shared/link/wire.ts';
import { describeTransport } from './conformance.ts';
import { type HostPort, isOwnPage, servePort } from './serve-port.ts';
import { createTestRouter, createTestServices } from './test-router.ts';

const ORIGIN = 'app://console';
const OWN_PAGE = { url: `${ORIGIN}/index.html`, isMainFrame: true };

/** Node's port in the form of Electron's: a message is an event with `data`. */
function hostPortOf(port: MessagePort): HostPort {
  return {
    postMessage: (text) => port.postMessage(text),
    start: () => port.start(),
    close: () => port.close(),
    on: (event: 'message' | 'close', listener: ((event: { data: unknown }) => void) | (() => void)) =>
      event === 'message' ? port.on('message', (data: unknown) => listener({ data })) : port.on('close', listener),
  };
}

/** Node's port as a page sees one. */
const pagePortOf = (port: MessagePort) => ({
  postMessage: (text: string) => port.postMessage(text),
  start: () => port.start(),
  close: () => port.close(),
  addEventListener: (event: 'message' | 'close', listener: ((event: { data: unknown }) => void) | (() => void)) =>
    event === 'message' ? port.on('message', (data: unknown) => listener({ data })) : port.on('close', listener),
});

describeTransport('MessagePort', async (router, role, report) => {
  const hostPorts = new Set<MessagePort>();
  const open = (): MessagePort => {
    const { port1, port2 } = new MessageChannel();
    hostPorts.add(port1);
    servePort(router, hostPortOf(port1), OWN_PAGE, { origin: ORIGIN, context: { actor: 'test', role }, report });
    return port2;
  };
  const closeAll = (): void => {
    for (const port of hostPorts) port.close();
    hostPorts.clear();
  };
  return {
    link: () => new ReconnectingLink({ openWire: portWire(async () => pagePortOf(open())), backoffMs: () => 20 }),
    raw: async () => {
      const port = open();
      const received: string[] = [];
      port.on('message', (data: string) => received.push(data));
      return { send: (frame) => port.postMessage(frame), received, closed: once(port, 'close').then(() => undefined) };
    },
    breakWires: closeAll,
    close: async () => closeAll(),
  };
});

describe('isOwnPage', () => {
  test.for([
    [OWN_PAGE, true],
    [{ url: `${ORIGIN}/index.html`, isMainFrame: false }, false],
    [{ url: 'https://console/index.html', isMainFrame: true }, false],
    [{ url: 'app://console.example.org/', isMainFrame: true }, false],
    [{ url: 'about:blank', isMainFrame: true }, false],
    [{ url: 'not an address', isMainFrame: true }, false],
    [{ url: undefined, isMainFrame: true }, false],
  ] as const)('%o is %o', ([sender, own]) => {
    expect(isOwnPage(sender, ORIGIN)).toBe(own);
  });

  test('the port of a stranger is closed unheard', async () => {
    const services = createTestServices();
    const { port1, port2 } = new MessageChannel();
    const answers: unknown[] = [];
    port2.on('message', (data) => answers.push(data));
    const closed = once(port2, 'close');
    const taken = servePort(createTestRouter(services), hostPortOf(port1), { url: 'https://example.org/', isMainFrame: true }, { origin: ORIGIN, context: { actor: 'x', role: 'operator' }, report: () => undefined });
    port2.postMessage(JSON.stringify({ i: '1', p: { u: '/greet', b: { json: { name: 'Ada' } } } }));
    await closed;
    expect(taken).toBe(false);
    expect(answers).toEqual([]);
  });
});
