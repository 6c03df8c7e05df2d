import { describe, expect, test } from 'vitest';
import { LIVEKIT_VERSION as HOST_VERSION } from '../src/main/services/nodes/livekit-binary.ts';
import { checksumOf, releaseAsset } from './livekit-server.mjs';
import { dataFolder, LIVEKIT_VERSION } from './paths.mjs';
import { nodeProblem } from './setup.mjs';

describe('nodeProblem', () => {
  test.each(['20.19.0', '20.20.2', '22.12.0', '24.1.0'])('accepts Node %s', (version) => expect(nodeProblem(version)).toBeUndefined());
  test.each(['18.20.8', '20.18.3', '21.7.3', '22.11.0'])('refuses Node %s and says what to get', (version) => expect(nodeProblem(version)).toMatch(/20\.19 or newer of 20, or 22\.12 or newer\. .*nodejs\.org/));
});

describe('dataFolder', () => {
  test.each([
    [{ DRAGOMAN_HOME: '/srv/dragoman', XDG_DATA_HOME: '/x' }, 'linux', '/srv/dragoman'],
    [{ XDG_DATA_HOME: '/x' }, 'linux', '/x/dragoman'],
  ])('%o on %s', (env, platform, expected) => expect(dataFolder(env, platform)).toBe(expected));
});

describe('livekit release', () => {
  const sum = 'a'.repeat(64);
  test('finds the sum of exactly one file', () => {
    expect(checksumOf(`${'b'.repeat(64)}  other.tar.gz\n${sum}  wanted.tar.gz\n`, 'wanted.tar.gz')).toBe(sum);
  });
  test('is the version that the host is written for', () => expect(LIVEKIT_VERSION).toBe(HOST_VERSION));
  test('takes nothing that is not a sha256', () => expect(checksumOf('abc  wanted.tar.gz', 'wanted.tar.gz')).toBeUndefined());
  test.each([
    ['linux', 'x64', /linux_amd64\.tar\.gz$/],
    ['linux', 'arm64', /linux_arm64\.tar\.gz$/],
    ['win32', 'x64', /windows_amd64\.zip$/],
  ])('%s %s has one', (platform, arch, name) => expect(releaseAsset(platform, arch)).toMatch(name));
  test('macOS has none', () => expect(releaseAsset('darwin', 'arm64')).toBeUndefined());
});
