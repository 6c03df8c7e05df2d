import { implement, withEventMeta } from '@orpc/server';
import { contract } from '../shared/contract/index.ts';
import type { CallContext } from './call-context.ts';
import type { HostServices } from './services/host-services.ts';
import type { EventLog, FollowOptions } from './services/streams/event-log.ts';

/** What the host says about itself. */
export interface HostInfo {
  readonly version: string;
  readonly host: 'electron' | 'web';
  readonly platform: string;
  readonly startedAtMs: number;
  /** True until the operator has launched anything of their own. */
  readonly firstRun: () => boolean;
}

/** Captions travel in batches, ten a second at most. */
const CAPTION_BATCH_EVERY_MS = 100;
/** A batch of the history: about 200 kB. */
const CAPTION_BATCH_MAX = 500;
/** A little more often than the worker measures, so that none of its 15 frames a second waits for the next. */
const LEVELS_EVERY_MS = 60;

/**
 * Implements the contract: one line a procedure, each calling a service.
 *
 * Roles are checked and failures made fit to travel where the calls come in (`transport/serve-wire.ts`): here an
 * `AppError` is thrown as it is. A stream that needs something that is not there fails at the call, not later. Every stream
 * is bounded by what it reads from: a {@link LatestValue} keeps one value, an {@link EventLog} its capacity.
 */
export function createRouter(services: HostServices, info: HostInfo) {
  const { notices, usage, settings, engines, nodes, rooms, rehearsal } = services;
  const os = implement(contract).$context<CallContext>();
  return os.router({
    system: {
      info: os.system.info.handler(() => ({ ...info, firstRun: info.firstRun() })),
      notices: os.system.notices.handler(({ signal, lastEventId }) => events(notices.entries, { signal, lastEventId })),
      processes: os.system.processes.handler(({ signal }) => usage.usage.watch({ signal })),
    },
    settings: {
      watch: os.settings.watch.handler(({ signal }) => settings.values.watch({ signal })),
      update: os.settings.update.handler(({ input, context }) => settings.update(input, context)),
    },
    engines: {
      list: os.engines.list.handler(({ signal }) => engines.views.watch({ signal })),
      save: os.engines.save.handler(({ input, context }) => engines.save(input, context)),
      remove: os.engines.remove.handler(({ input, context }) => engines.remove(input.id, context).then(() => ({}))),
      test: os.engines.test.handler(({ input }) => engines.test(input)),
    },
    nodes: {
      watch: os.nodes.watch.handler(({ signal }) => nodes.views.watch({ signal })),
      logs: os.nodes.logs.handler(({ signal, lastEventId }) => events(nodes.logs, { signal, lastEventId })),
      start: os.nodes.start.handler(({ input, context }) => nodes.start(input.id, context)),
      stop: os.nodes.stop.handler(({ input, context }) => nodes.stop(input.id, context)),
      restart: os.nodes.restart.handler(({ input, context }) => nodes.restart(input.id, context)),
      configureLocal: os.nodes.configureLocal.handler(({ input, context }) => nodes.configureLocal(input, context)),
      testRemote: os.nodes.testRemote.handler(({ input }) => nodes.testRemote(input)),
      useRemote: os.nodes.useRemote.handler(({ input, context }) => nodes.useRemote(input, context)),
      useLocal: os.nodes.useLocal.handler(({ context }) => nodes.useLocal(context)),
    },
    rooms: {
      watch: os.rooms.watch.handler(({ signal }) => rooms.views.watch({ signal })),
      languages: os.rooms.languages.handler(({ input }) => rooms.languages(input.floorLanguage)),
      launch: os.rooms.launch.handler(({ input, context }) => rooms.launch(input, context)),
      close: os.rooms.close.handler(({ input, context }) => rooms.close(input.name, context).then(() => ({}))),
      setPolicy: os.rooms.setPolicy.handler(({ input, context }) => {
        rooms.setPolicy(input, context);
        return {};
      }),
      hold: os.rooms.hold.handler(({ input, context }) => {
        rooms.hold(input, context);
        return {};
      }),
      monitor: os.rooms.monitor.handler(({ input, context }) => rooms.monitor(input.name, context)),
      invite: os.rooms.invite.handler(({ input, context }) => rooms.invite(input, context)),
    },
    live: {
      captions: os.live.captions.handler(({ input, signal, lastEventId }) => batches(rooms.hub(input.room).captions, { signal, lastEventId })),
      channels: os.live.channels.handler(({ input, signal }) => rooms.hub(input.room).channels.watch({ signal })),
      switches: os.live.switches.handler(({ input, signal, lastEventId }) => events(rooms.hub(input.room).switches, { signal, lastEventId })),
      floor: os.live.floor.handler(({ input, signal }) => rooms.hub(input.room).floor.watch({ signal })),
      levels: os.live.levels.handler(({ input, signal }) => rooms.hub(input.room).levels.watch({ signal, minIntervalMs: LEVELS_EVERY_MS })),
      traces: os.live.traces.handler(({ input, signal, lastEventId }) => events(rooms.hub(input.room).traces, { signal, lastEventId })),
      stats: os.live.stats.handler(({ input, signal }) => rooms.hub(input.room).stats.watch({ signal })),
    },
    rehearsal: {
      watch: os.rehearsal.watch.handler(({ signal }) => rehearsal.view.watch({ signal })),
      script: os.rehearsal.script.handler(() => rehearsal.script().then((text) => ({ text }))),
      start: os.rehearsal.start.handler(({ input, context }) => rehearsal.start(input, context)),
      say: os.rehearsal.say.handler(({ input }) => {
        rehearsal.say(input.text);
        return {};
      }),
      stop: os.rehearsal.stop.handler(() => rehearsal.stop()),
    },
  });
}

/** Every procedure of the contract, implemented; needs a {@link CallContext} for each call. */
export type HostRouter = ReturnType<typeof createRouter>;

/** One event after the other, each with the id from which a peer that comes back goes on. */
async function* events<T extends object>(log: EventLog<T>, options: FollowOptions): AsyncGenerator<T, void, undefined> {
  for await (const { id, values } of log.follow({ ...options, maxBatch: 1 })) {
    for (const value of values) yield withEventMeta({ ...value }, { id });
  }
}

/** What came since the batch before, with the id from which a peer that comes back goes on. */
async function* batches<T>(log: EventLog<T>, options: FollowOptions): AsyncGenerator<T[], void, undefined> {
  for await (const { id, values } of log.follow({ ...options, minIntervalMs: CAPTION_BATCH_EVERY_MS, maxBatch: CAPTION_BATCH_MAX })) {
    yield withEventMeta([...values], { id });
  }
}
