import { enginesContract } from './engines.ts';
import { liveContract } from './live.ts';
import { nodesContract } from './nodes.ts';
import { rehearsalContract } from './rehearsal.ts';
import { roomsContract } from './rooms.ts';
import { settingsContract } from './settings.ts';
import { systemContract } from './system.ts';

/** Everything a renderer may ask of the host: one page, both transports. */
export const contract = {
  system: systemContract,
  settings: settingsContract,
  engines: enginesContract,
  nodes: nodesContract,
  rooms: roomsContract,
  live: liveContract,
  rehearsal: rehearsalContract,
};
export type Contract = typeof contract;
