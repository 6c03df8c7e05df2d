import { execFileSync } from 'node:child_process';
import { readFileSync, readlinkSync, writeFileSync } from 'node:fs';
import { constants, setPriority } from 'node:os';

/** The lowest but a few of Linux's real-time priorities (1 to 99): above everything ordinary, below the system's own audio (PipeWire: 88). */
const REAL_TIME_PRIORITY = 5;
/** Below audio and above everything ordinary. */
const COMPILER_PRIORITY = 1;
const CHRT_TIMEOUT_MS = 2_000;
/** Hearing and translating are waited for: below audio, above ordinary programs where the system allows it; a nice value. */
const COMPUTING_PRIORITY = -5;
/** Of everything that hears, translates and speaks among other programs, a nice value too: nine times as much of the cores as one of them. */
const SESSION_PRIORITY = -10;

/** How far above others a process was put. `normal`: the system does not allow it. */
export type MediaPriority = 'real-time' | 'raised' | 'normal';

/**
 * Puts process `pid`, all its threads, above those that compute. Packets that leave or arrive late make every jitter buffer behind
 * them longer for half a minute. On Linux round-robin real-time scheduling where it is allowed (root, `CAP_SYS_NICE`, an `rtprio`
 * limit), which is what audio servers use; else a higher priority where that is allowed; else nothing. What the process starts
 * afterwards inherits it: see {@link lowerComputingPriority}.
 */
export function raiseMediaPriority(pid: number): MediaPriority {
  return raise(pid, '--all-tasks');
}

/**
 * The same of this process, for its main thread and whatever that starts. V8's own threads, which compile for seconds when a
 * program begins, come next with `compiler: 'next'`: a collection waits for one that compiles, and with it the audio. With
 * `ordinary` they stay as they are: where voices are compiled too they would keep everything that computes waiting.
 */
export function raiseOwnMediaPriority({ compiler }: { readonly compiler: 'next' | 'ordinary' }): MediaPriority {
  if (compiler === 'next') chrt('--all-tasks', '--rr', '--pid', String(COMPILER_PRIORITY), String(process.pid));
  return raise(process.pid);
}

function raise(pid: number, ...threads: readonly string[]): MediaPriority {
  if (chrt(...threads, '--rr', '--pid', String(REAL_TIME_PRIORITY), String(pid))) return 'real-time';
  return nice(pid, constants.priority.PRIORITY_ABOVE_NORMAL) ? 'raised' : 'normal';
}

/**
 * Puts process `pid`, just started by one that carries audio, below it again: engines compute in bursts that take every core
 * for some 100 ms. It does so itself: this waits for a program, and whoever writes audio every 10 ms must not.
 */
export function lowerComputingPriority(pid: number = process.pid): void {
  chrt('--all-tasks', '--other', '--pid', '0', String(pid));
  nice(pid, COMPUTING_PRIORITY);
}

/**
 * Puts the session (setsid) that process `pid` leads, with what it started, above others; false where the system does not allow it. Linux shares
 * the cores among sessions before it looks at priorities within each (sched(7), autogroup): a browser is one of its own, and drawing
 * in software it would get as much as everything that hears, translates and speaks together.
 */
export function raiseSession(pid: number = process.pid): boolean {
  if (process.platform !== 'linux') return false;
  try {
    const [, , , leader] = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' ');
    if (leader !== String(pid)) return false;
    writeFileSync(`/proc/${pid}/autogroup`, String(SESSION_PRIORITY));
    return true;
  } catch {
    // A kernel without it, or not allowed, or the process has just ended.
    return false;
  }
}

/**
 * Puts the calling thread below everything that hears or carries audio, whose priority it inherited: a voice is far ahead of
 * its listener after a moment, and a figure may come a second later. Linux alone has priorities of threads.
 */
export function lowerThread(): void {
  if (process.platform !== 'linux') return;
  const thread = readlinkSync('/proc/thread-self').split('/').at(-1)!;
  chrt('--other', '--pid', '0', thread);
  nice(0, constants.priority.PRIORITY_NORMAL);
}

/** util-linux's program; false where it is missing or not allowed, or the target is gone. */
function chrt(...args: readonly string[]): boolean {
  if (process.platform !== 'linux') return false;
  try {
    execFileSync('chrt', args, { stdio: 'ignore', timeout: CHRT_TIMEOUT_MS });
    return true;
  } catch {
    return false;
  }
}

function nice(pid: number, priority: number): boolean {
  try {
    setPriority(pid, priority);
    return true;
  } catch {
    return false;
  }
}
