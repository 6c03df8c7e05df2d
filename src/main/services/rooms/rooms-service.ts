import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import { AppError } from '../../../shared/app-error.ts';
import type { RoomPlan, RoomView, TargetLanguage } from '../../../shared/contract/rooms.ts';
import { drop } from '../../../shared/drop.ts';
import type { ChannelPolicy, OperatorHold, Takeover } from '../../../shared/live/channel.ts';
import type { EngineStatus, ProcessRef } from '../../../shared/live/stats.ts';
import type { SessionConfig } from '../../../shared/protocol/session-protocol.ts';
import type { TokenRole } from '../../../shared/roles.ts';
import type { CallContext } from '../../call-context.ts';
import type { AuditLog } from '../archive/audit-log.ts';
import type { CaptionArchive } from '../archive/caption-archive.ts';
import type { NodesService } from '../nodes/nodes-service.ts';
import type { NoticeBoard } from '../notices/notice-board.ts';
import type { ConsoleStateFile } from '../state/console-state.ts';
import { LatestValue } from '../streams/latest-value.ts';
import type { TokenService } from '../tokens/token-service.ts';
import type { EnginesService } from '../engines/engines-service.ts';
import type { EngineCatalogue } from './engine-catalogue.ts';
import { assertKnownLanguages } from './known-language.ts';
import type { LiveHub } from './live-hub.ts';
import { LiveRoom } from './live-room.ts';
import type { Seat } from './session-process.ts';

export interface RoomsOptions {
  readonly dataDir: string;
  readonly resourcesDir: string;
  readonly workersDir: string;
  readonly nodePath: string;
  readonly nodes: NodesService;
  readonly tokens: TokenService;
  readonly catalogue: EngineCatalogue;
  readonly engines: EnginesService;
  readonly state: ConsoleStateFile;
  readonly notices: NoticeBoard;
  readonly audit: AuditLog;
  readonly captions: CaptionArchive;
  /** Read whenever a session worker starts, LUFS. */
  readonly loudnessTargetLufs: () => number;
  readonly log: Logger;
}

export interface InviteRequest {
  readonly name: string;
  readonly role: TokenRole;
  readonly participantName: string;
  readonly language?: string | undefined;
}

export interface PolicyChange {
  readonly name: string;
  readonly language: string;
  readonly policy: ChannelPolicy;
  readonly takeover: Takeover;
}

export interface HoldChange {
  readonly name: string;
  readonly language: string;
  readonly hold: OperatorHold | 'auto';
}

const PARTICIPANTS_EVERY_MS = 2_000;
/** The API of a server that has just started may refuse for a moment. */
const CREATE_WITHIN_MS = 3_000;
const CREATE_RETRY_MS = 100;

/** The rooms this console launched: each a room on the SFU and a session worker of its own. */
export class RoomsService implements AsyncDisposable {
  readonly views = new LatestValue<RoomView[]>([]);
  readonly #options: RoomsOptions;
  readonly #rooms = new Map<string, LiveRoom>();
  /** Names being launched, so that two launches of one name cannot both succeed. */
  readonly #launching = new Set<string>();
  readonly #closing = new AbortController();
  readonly #watching: Promise<void>;

  constructor(options: RoomsOptions) {
    this.#options = options;
    // The server knows no room after a restart, and clients give up 17 s later: all are created again at once.
    const unsubscribe = options.nodes.onUp(() => drop(this.#recreateAll(), (thrown) => options.log.error({ err: thrown }, 'rooms could not be created again')));
    this.#closing.signal.addEventListener('abort', unsubscribe, { once: true });
    this.#watching = this.#watchParticipants(this.#closing.signal);
  }

  get count(): number {
    return this.#rooms.size + this.#launching.size;
  }

  /** Whether this console has the room. */
  has(name: string): boolean {
    return this.#rooms.has(name);
  }

  /** @throws NOT_FOUND */
  view(name: string): RoomView {
    return this.#room(name).view;
  }

  /** @throws NOT_FOUND */
  hub(name: string): LiveHub {
    return this.#room(name).hub;
  }

  /** Session workers and the processes they name, each with its room, for measuring. */
  processes(): readonly ProcessRef[] {
    return [...this.#rooms.values()].flatMap(({ processes, plan }) => processes.map((process) => ({ ...process, room: plan.name })));
  }

  /**
   * Creates the room on the SFU and starts its worker; resolves once the room exists. `rehearsal` rooms are not
   * remembered for the next start.
   *
   * @throws ROOM_NAME_TAKEN SFU_UNREACHABLE FORBIDDEN LANGUAGE_UNKNOWN; CONFLICT the console is closing
   */
  async launch(plan: RoomPlan, actor: CallContext, { rehearsal = false }: { rehearsal?: boolean } = {}): Promise<RoomView> {
    const { nodes, audit, state } = this.#options;
    assertKnownLanguages([plan.floorLanguage, ...plan.languages]);
    if (this.#rooms.has(plan.name) || this.#launching.has(plan.name)) throw nameTaken(plan.name);
    this.#launching.add(plan.name);
    try {
      const client = nodes.client();
      if ((await client.roomNames([plan.name])).length > 0) throw nameTaken(plan.name);
      await client.createRoom(plan.name);
      // Too late for anybody to end its worker: the empty room goes away by itself.
      if (this.#closing.signal.aborted) throw new AppError('CONFLICT', `The console is closing, so room ${plan.name} was not launched. Start the console again first.`);
      const room = this.#open(plan, rehearsal, Date.now());
      if (!rehearsal) state.update((value) => ({ ...value, used: true, rooms: this.#remembered() }));
      audit.record(actor.actor, 'room.created', `room:${plan.name}`, { floorLanguage: plan.floorLanguage, languages: plan.languages, rehearsal });
      return room.view;
    } finally {
      this.#launching.delete(plan.name);
    }
  }

  /** Who may interpret a channel from now on. @throws NOT_FOUND */
  setPolicy({ name, language, policy, takeover }: PolicyChange, actor: CallContext): void {
    const room = this.#roomWith(name, language);
    room.setPolicy(language, { policy, takeover });
    if (!room.rehearsal) this.#options.state.update((value) => ({ ...value, rooms: this.#remembered() }));
    this.#options.audit.record(actor.actor, 'channel.policy-set', `room:${name}`, { language, policy, takeover });
  }

  /** Puts a source on the air by hand, or (`auto`) lets the policy decide again. @throws NOT_FOUND */
  hold({ name, language, hold }: HoldChange, actor: CallContext): void {
    this.#roomWith(name, language).hold(language, hold);
    this.#options.audit.record(actor.actor, hold === 'auto' ? 'channel.released' : 'channel.taken', `room:${name}`, { language, hold });
  }

  /** Replaces the engine host of a room by a fresh one, without a gap: because it has grown. @throws NOT_FOUND */
  recycleEngines(name: string, reason: string): void {
    this.#room(name).recycleEngines(reason);
  }

  /** A fresh session worker takes the place of a room's, without a gap: because it has grown. See {@link LiveRoom.recycleWorker}. @throws NOT_FOUND */
  recycleWorker(name: string): Promise<void> {
    return this.#room(name).recycleWorker();
  }

  /** The room that a session worker, or a process that one named, works for. */
  roomOf(pid: number): string | undefined {
    return [...this.#rooms.values()].find((room) => room.processes.some((each) => each.pid === pid))?.plan.name;
  }

  /** Brings back the rooms that were live when the program ended. They appear at once and go live as the SFU comes up. */
  restore(): void {
    for (const { plan, createdAtMs } of this.#options.state.value.rooms) {
      if (!this.#rooms.has(plan.name)) this.#open(plan, false, createdAtMs);
    }
  }

  /** Ends the room for everybody. Resolves once its worker is gone. @throws NOT_FOUND */
  async close(name: string, actor: CallContext): Promise<void> {
    const room = this.#room(name);
    const { nodes, audit, state, log } = this.#options;
    this.#rooms.delete(name);
    if (!room.rehearsal) state.update((value) => ({ ...value, rooms: this.#remembered() }));
    this.#publish();
    await room[Symbol.asyncDispose]();
    audit.record(actor.actor, 'room.closed', `room:${name}`);
    try {
      await nodes.client().deleteRoom(name);
    } catch (thrown) {
      // The room is closed here in any case; a server that is down has lost it, and one that comes back forgets it when it is empty.
      log.warn({ err: thrown, room: name }, 'the SFU could not be told that the room is closed');
    }
  }

  /** What could interpret from `floorLanguage` into what, on this machine, now. @throws LANGUAGE_UNKNOWN PROCESS_GAVE_UP */
  async languages(floorLanguage: string): Promise<{ targets: TargetLanguage[]; engines: EngineStatus[] }> {
    assertKnownLanguages([floorLanguage]);
    const { targets, engines } = await this.#options.catalogue.for(floorLanguage, await this.#options.engines.configured());
    return { targets, engines };
  }

  /** Address and token with which a console listens, hidden. @throws NOT_FOUND SFU_UNREACHABLE */
  async monitor(name: string, actor: CallContext): Promise<{ url: string; token: string }> {
    this.#room(name);
    const { token, identity } = await this.#options.tokens.sign({ room: name, role: 'monitor' });
    this.#options.audit.record(actor.actor, 'token.issued', `room:${name}`, { role: 'monitor', identity });
    return { url: this.#options.nodes.endpoint().url, token };
  }

  /** A token for someone else. @throws NOT_FOUND SFU_UNREACHABLE LANGUAGE_UNKNOWN; INVALID_INPUT the role is this program's own */
  async invite({ name, role, participantName, language }: InviteRequest, actor: CallContext): Promise<{ url: string; token: string; identity: string; expiresAtMs: number }> {
    this.#room(name);
    if (role === 'translator' || role === 'operator') {
      throw new AppError('INVALID_INPUT', `Nobody can be invited as ${role}: the console itself has that part in the room. Invite a speaker, an interpreter, a listener, a monitor or a recorder.`);
    }
    if (role === 'interpreter' && language === undefined) throw new AppError('INVALID_INPUT', 'Say which language the interpreter interprets into.');
    if (language !== undefined) assertKnownLanguages([language]);
    const signed = await this.#options.tokens.sign({ room: name, role, name: participantName, ...(language !== undefined && { language }) });
    this.#options.audit.record(actor.actor, 'token.issued', `room:${name}`, { role, identity: signed.identity });
    return { url: this.#options.nodes.endpoint().url, ...signed };
  }

  /** Ends every worker, and no room: those of a remote server go on, and all are brought back at the next start. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#closing.abort();
    await Promise.all([this.#watching, ...[...this.#rooms.values()].map((room) => room[Symbol.asyncDispose]())]);
    this.#rooms.clear();
    this.views.close();
  }

  #open(plan: RoomPlan, rehearsal: boolean, createdAtMs: number): LiveRoom {
    const { dataDir, workersDir, nodePath, notices, captions, nodes, log } = this.#options;
    const workerLog = log.child({ worker: `session ${plan.name}` });
    const room = new LiveRoom({
      plan,
      rehearsal,
      createdAtMs,
      nodePath,
      workersDir,
      runDir: join(dataDir, 'run'),
      configure: (seat) => this.#configure(this.#rooms.get(plan.name)?.plan ?? plan, seat),
      onChange: () => this.#publish(),
      onFinalCaption: (caption) => captions.add(plan.name, caption),
      onWorkerGone: (reason) => {
        notices.post('warn', `The session worker of room ${plan.name} ended: ${reason}. It is being started again; its channels are silent until then.`, 'live');
      },
      onLog: (level, message, fields) => {
        workerLog[level](fields ?? {}, message);
        if (level !== 'debug') nodes.log(`session ${plan.name}`, level, message);
      },
    });
    this.#rooms.set(plan.name, room);
    this.#publish();
    room.start();
    return room;
  }

  /** The room may be gone (the server was started again, or nobody was in it for long): it is made sure of first. */
  async #configure({ name, floorLanguage, languages, policies }: RoomPlan, seat: Seat): Promise<Omit<SessionConfig, 'holds' | 'succeeds'>> {
    const { nodes, tokens, resourcesDir, engines, loudnessTargetLufs } = this.#options;
    await this.#create(name);
    const { token } = await tokens.sign({ room: name, role: 'translator', id: `${name}${seat}`, name: 'Translator' });
    return { room: name, url: nodes.endpoint().url, token, floorLanguage, languages, policies, loudnessTargetLufs: loudnessTargetLufs(), resourcesDir, engines: await engines.configured() };
  }

  async #recreateAll(): Promise<void> {
    await Promise.all([...this.#rooms.keys()].map((name) => this.#create(name)));
  }

  async #create(name: string): Promise<void> {
    const giveUpAtMs = Date.now() + CREATE_WITHIN_MS;
    while (this.#rooms.has(name)) {
      try {
        return await this.#options.nodes.client().createRoom(name);
      } catch (thrown) {
        if (Date.now() > giveUpAtMs || this.#closing.signal.aborted || !AppError.from(thrown).retryable) throw thrown;
        await sleep(CREATE_RETRY_MS, undefined, { signal: this.#closing.signal }).catch(() => undefined);
      }
    }
  }

  async #watchParticipants(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await sleep(PARTICIPANTS_EVERY_MS, undefined, { signal }).catch(() => undefined);
      await Promise.all([...this.#rooms.values()].map((room) => this.#lookInto(room)));
    }
  }

  async #lookInto(room: LiveRoom): Promise<void> {
    try {
      const client = this.#options.nodes.client();
      const present = await client.participants(room.plan.name);
      room.setParticipants(present);
      // Not even the worker: the room may not exist at all, which createRoom mends and else leaves as it is.
      if (present.length === 0 && this.#rooms.get(room.plan.name) === room) await client.createRoom(room.plan.name);
    } catch {
      // The SFU is down; its own state says so, and the room shows nobody.
      room.setParticipants([]);
    }
  }

  #remembered(): ConsoleStateFile['value']['rooms'] {
    return [...this.#rooms.values()].filter((room) => !room.rehearsal).map(({ plan, createdAtMs }) => ({ plan, createdAtMs }));
  }

  #publish(): void {
    this.views.set([...this.#rooms.values()].map((room) => room.view));
  }

  #roomWith(name: string, language: string): LiveRoom {
    const room = this.#room(name);
    if (room.plan.languages.includes(language)) return room;
    throw new AppError('NOT_FOUND', `Room ${name} has no channel ${language}. It may have been launched with other languages; its strips show those it has.`, { details: { room: name, language } });
  }

  #room(name: string): LiveRoom {
    const room = this.#rooms.get(name);
    if (!room) throw new AppError('NOT_FOUND', `There is no room ${name} here. It may have been closed; the list in Rooms shows those there are.`, { details: { room: name } });
    return room;
  }
}

const nameTaken = (name: string): AppError =>
  new AppError('ROOM_NAME_TAKEN', `There is a room ${name} already. Choose another name, or close that room first.`, { details: { room: name } });
