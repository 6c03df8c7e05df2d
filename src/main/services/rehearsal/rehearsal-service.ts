import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Logger } from 'pino';
import { AppError } from '../../../shared/app-error.ts';
import type { RehearsalRequest, RehearsalView } from '../../../shared/contract/rehearsal.ts';
import { drop } from '../../../shared/drop.ts';
import type { ScriptLine } from '../../../shared/protocol/rehearsal-protocol.ts';
import type { RehearsalReport } from '../../../shared/rehearsal-report.ts';
import type { CallContext } from '../../call-context.ts';
import type { ProcessMeter } from '../metrics/process-meter.ts';
import type { NodesService } from '../nodes/nodes-service.ts';
import type { RoomsService } from '../rooms/rooms-service.ts';
import type { ConsoleStateFile } from '../state/console-state.ts';
import { LatestValue } from '../streams/latest-value.ts';
import type { TokenService } from '../tokens/token-service.ts';
import { FLOOR_LANGUAGE } from './cast.ts';
import type { RehearsalRecord } from './rehearsal-record.ts';
import { RehearsalRun } from './rehearsal-run.ts';
import { parseScript } from './script.ts';

export interface RehearsalServices {
  readonly rooms: RoomsService;
  readonly nodes: NodesService;
  readonly tokens: TokenService;
  readonly usage: ProcessMeter;
  /** Remembers the rehearsal that runs, so that the next start goes on with it. */
  readonly state: ConsoleStateFile;
  readonly log: Logger;
  readonly resourcesDir: string;
  readonly workersDir: string;
  /** Plain Node. */
  readonly nodePath: string;
}

export interface StartOptions {
  /** Measure the untranslated floor as well, for the bench. */
  readonly probeFloor?: boolean;
  /** Read these lines, with their own pace and gaps, instead of the request's script. */
  readonly lines?: readonly ScriptLine[];
  /** Keep no more than this much of the past, so that a long measurement stays small, milliseconds. Default: all of a rehearsal with an end. */
  readonly windowMs?: number;
}

/** How a rehearsal ended. */
export interface RehearsalOutcome {
  readonly report: RehearsalReport;
  /** What the figures were made of. */
  readonly record: RehearsalRecord;
}

interface Current {
  readonly room: string;
  readonly run: RehearsalRun;
  /** Resolves once the room is closed and every process of the rehearsal gone. */
  readonly ended: Promise<RehearsalOutcome>;
}

/** At most one rehearsal at a time: synthetic speakers and a probe in a room of its own. */
export class RehearsalService implements AsyncDisposable {
  readonly view = new LatestValue<RehearsalView>({ kind: 'idle' });
  readonly #services: RehearsalServices;
  #current: Current | undefined;
  #starting = false;
  #disposed = false;
  #lastReport: RehearsalReport | undefined;

  constructor(services: RehearsalServices) {
    this.#services = services;
  }

  /** The bundled event script, as text. */
  script(): Promise<string> {
    return readFile(join(this.#services.resourcesDir, 'rehearsal', 'script.txt'), 'utf8');
  }

  /**
   * Launches the room and goes on in the background: follow {@link view}, or await {@link outcome}. Resolves once the room exists.
   *
   * @throws CONFLICT one runs; SCRIPT_EMPTY or INVALID_INPUT the script; LANGUAGE_UNKNOWN; SFU_UNREACHABLE
   */
  async start(request: RehearsalRequest, actor: CallContext, options: StartOptions = {}): Promise<{ room: string }> {
    if (this.#disposed) throw closing();
    if (this.#current || this.#starting) throw new AppError('CONFLICT', 'A rehearsal is running already. Stop it first; only one runs at a time.');
    this.#starting = true;
    try {
      const languages = [...new Set(request.languages)];
      const lines = options.lines ?? parseScript(request.script ?? (await this.script()));
      const room = `rehearsal-${randomBytes(3).toString('hex')}`;
      this.view.set({ kind: 'preparing', room, step: 'Creating the room', done: 0, total: languages.length });
      const plan = await this.#services.rooms.launch({ name: room, floorLanguage: FLOOR_LANGUAGE, languages, policies: {} }, actor, { rehearsal: true });
      if (this.#disposed) throw closing();
      this.#launch(plan.name, { ...request, languages }, lines, actor, options);
      this.#remember({ kind: 'running', request: { ...request, languages } });
      return { room: plan.name };
    } catch (thrown) {
      this.view.set({ kind: 'failed', message: AppError.from(thrown).message });
      throw thrown;
    } finally {
      this.#starting = false;
    }
  }

  /** How the rehearsal that runs now ends. @throws NOT_FOUND none runs; else what made it fail */
  async outcome(): Promise<RehearsalOutcome> {
    return this.#running().ended;
  }

  /** What was seen so far of the rehearsal that runs now. @throws NOT_FOUND none runs */
  get record(): RehearsalRecord {
    return this.#running().run.record;
  }

  /** Lets a late listener join, for the bench; its times go to the record. @throws NOT_FOUND */
  measureJoin(): Promise<void> {
    return this.#running().run.measureJoin();
  }

  /** @throws NOT_FOUND no rehearsal runs; CONFLICT it is not reading */
  say(text: string): void {
    this.#running().run.say(text);
  }

  /**
   * Lets the speakers finish their line, waits for its translations, closes the room; resolves with the final report,
   * or without one when the rehearsal failed. @throws NOT_FOUND no rehearsal runs
   */
  async stop(): Promise<{ report?: RehearsalReport }> {
    const { run, ended } = this.#running();
    this.#remember({ kind: 'ended' });
    run.stop();
    const outcome = await ended.catch(() => undefined);
    return outcome ? { report: outcome.report } : {};
  }

  /** Ends a rehearsal at once; resolves when its room is closed and its processes are gone. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#disposed = true;
    const current = this.#current;
    if (current) {
      await current.run[Symbol.asyncDispose]();
      await current.ended.catch(() => undefined);
    }
    this.view.close();
  }

  #remember(rehearsal: ConsoleStateFile['value']['rehearsal']): void {
    this.#services.state.update((value) => ({ ...value, rehearsal }));
  }

  #running(): Current {
    if (!this.#current) throw new AppError('NOT_FOUND', 'No rehearsal is running. Start one first.');
    return this.#current;
  }

  #launch(room: string, request: RehearsalRequest, lines: readonly ScriptLine[], actor: CallContext, { probeFloor = false, windowMs }: StartOptions): void {
    const { nodes, tokens, usage, log, workersDir, nodePath, rooms } = this.#services;
    const run = new RehearsalRun(
      { nodes, tokens, usage, log, nodePath, workerPath: join(workersDir, 'rehearsal-worker.js') },
      { room, request, lines, hub: rooms.hub(room), probeFloor, windowMs, onView: (view) => this.view.set(view) },
    );
    const ended = this.#end(run, room, actor);
    this.#current = { room, run, ended };
    // Whoever awaits the outcome gets the failure as well; the view and the log have it in any case.
    drop(ended, (thrown) => {
      if (this.#disposed) log.info({ err: thrown, room }, 'the rehearsal ended with the console');
      else log.error({ err: thrown, room }, 'the rehearsal failed');
    });
  }

  async #end(run: RehearsalRun, room: string, actor: CallContext): Promise<RehearsalOutcome> {
    let view: RehearsalView = { kind: 'idle' };
    try {
      const report = await run.run();
      this.#lastReport = report;
      this.#remember({ kind: 'ended' });
      return { report, record: run.record };
    } catch (thrown) {
      view = { kind: 'failed', message: AppError.from(thrown).message };
      // Whoever closes the room ends the rehearsal; what failed by itself gets another chance at the next start.
      if (!this.#disposed && !this.#services.rooms.has(room)) this.#remember({ kind: 'ended' });
      throw thrown;
    } finally {
      await run[Symbol.asyncDispose]();
      await this.#services.rooms.close(room, actor).catch((thrown: unknown) => this.#services.log.warn({ err: thrown, room }, 'the room of the rehearsal could not be closed'));
      this.#current = undefined;
      this.view.set(view.kind === 'idle' && this.#lastReport ? { kind: 'idle', lastReport: this.#lastReport } : view);
    }
  }
}

const closing = (): AppError => new AppError('CONFLICT', 'The console is closing, so no rehearsal can be started. Start the console again first.');
