import { realpath, stat } from 'node:fs/promises';
import { extname, join, sep } from 'node:path';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
  '.mp3': 'audio/mpeg',
  '.wav': 'audio/wav',
};

/** A file to be served. */
export interface StaticFile {
  readonly path: string;
  readonly bytes: number;
  readonly type: string;
  readonly cacheControl: string;
}

/**
 * The built page's file for `urlPath`, or `index.html` where the address is a screen of the page and not a file.
 * Nothing outside of `root` is ever found, whatever the path or its links say.
 */
export async function findStaticFile(root: string, urlPath: string): Promise<StaticFile | undefined> {
  const decoded = decode(urlPath);
  if (decoded === undefined || decoded.includes('\0')) return undefined;
  const isScreen = extname(decoded) === '';
  const realRoot = await realpath(root).catch(() => root);
  const path = await realpath(join(realRoot, isScreen ? 'index.html' : decoded)).catch(() => undefined);
  if (path === undefined || !path.startsWith(realRoot + sep)) return undefined;
  const type = TYPES[extname(path)];
  const found = await stat(path).catch(() => undefined);
  if (type === undefined || !found?.isFile()) return undefined;
  return { path, bytes: found.size, type, cacheControl: cacheControlFor(realRoot, path) };
}

/** Built assets have a hash of their content in their name; the page itself is always asked for. */
function cacheControlFor(root: string, path: string): string {
  if (extname(path) === '.html') return 'no-store';
  return path.startsWith(join(root, 'assets') + sep) ? 'public, max-age=31536000, immutable' : 'no-cache';
}

function decode(urlPath: string): string | undefined {
  try {
    return decodeURIComponent(urlPath);
  } catch {
    return undefined;
  }
}
