import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { createSocket } from 'node:dgram';
import { setTimeout as sleep } from 'node:timers/promises';
import { AccessToken, RoomServiceClient } from 'livekit-server-sdk';
import { stringify } from 'yaml';

const KEY = 'testkey';
const SECRET = 'a-secret-for-tests-of-32-characters-or-more';

/** A real `livekit-server` on free loopback ports, for integration tests. */
export interface TestServer {
  readonly url: string;
  readonly pid: number;
  /** What the server itself says of its rooms. */
  readonly rooms: RoomServiceClient;
  /** A token with every grant a test needs; `attributes` become the participant's. */
  token(room: string, identity: string, attributes?: Record<string, string>): Promise<string>;
  /** Closes or opens a participant's microphone, as it would itself. */
  mute(room: string, identity: string, trackSid: string, muted: boolean): Promise<void>;
  /** SIGKILL, as a crash would. Resolves when it is gone. */
  kill(): Promise<void>;
  /** The same ports again, after `kill`. */
  restart(): Promise<void>;
  close(): Promise<void>;
}

/** Starts it and waits until it answers. @throws when it does not within 10 s */
export async function startTestServer(): Promise<TestServer> {
  const [port, udpPort] = [await freeTcpPort(), await freeUdpPort()];
  const config = stringify({
    port,
    bind_addresses: ['127.0.0.1'],
    keys: { [KEY]: SECRET },
    rtc: {
      tcp_port: 0,
      udp_port: udpPort,
      node_ip: '127.0.0.1',
      ips: { includes: ['127.0.0.1/32'] },
      use_external_ip: false,
      enable_loopback_candidate: true,
      // Set, or clients ask public ones; never the media port itself, or no connection is ever made.
      stun_servers: ['127.0.0.1:9'],
    },
    room: { auto_create: true, enable_remote_unmute: true },
    logging: { level: 'error' },
  });

  const launch = async () => {
    const child = spawn('livekit-server', ['--config-body', config], { stdio: 'ignore' });
    const exited = once(child, 'exit');
    const deadline = AbortSignal.timeout(10_000);
    for (;;) {
      if (child.exitCode !== null) throw new Error('livekit-server exited before it was ready');
      const up = await fetch(`http://127.0.0.1:${port}/`).then(
        (response) => response.ok,
        () => false,
      );
      if (up) return { child, exited };
      await sleep(50, undefined, { signal: deadline });
    }
  };

  let running = await launch();
  const kill = async (): Promise<void> => {
    running.child.kill('SIGKILL');
    await running.exited;
  };
  return {
    url: `ws://127.0.0.1:${port}`,
    rooms: new RoomServiceClient(`http://127.0.0.1:${port}`, KEY, SECRET),
    get pid() {
      return running.child.pid ?? 0;
    },
    async token(room, identity, attributes = {}) {
      const token = new AccessToken(KEY, SECRET, { identity, name: identity, attributes, ttl: 600 });
      token.addGrant({ roomJoin: true, room, canPublish: true, canSubscribe: true, canPublishData: true, canUpdateOwnMetadata: true });
      return token.toJwt();
    },
    async mute(room, identity, trackSid, muted) {
      await new RoomServiceClient(`http://127.0.0.1:${port}`, KEY, SECRET).mutePublishedTrack(room, identity, trackSid, muted);
    },
    kill,
    async restart() {
      running = await launch();
    },
    close: kill,
  };
}

async function freeTcpPort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, 'close');
  return port;
}

async function freeUdpPort(): Promise<number> {
  const socket = createSocket('udp4');
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  const { port } = socket.address();
  socket.close();
  await once(socket, 'close');
  return port;
}
