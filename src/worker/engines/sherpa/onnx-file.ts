import { type FileHandle, open } from 'node:fs/promises';

/** Fields of ONNX's `ModelProto` (onnx.proto, the same since version 1). */
const GRAPH = 7;
const METADATA = 14;
/** A metadata entry longer than that is no setting; Whisper's longest, all tokens of all languages, has some kilobytes. */
const MAX_METADATA_BYTES = 1_000_000;
const MAX_FIELDS = 10_000;

/** What stands in a model file beside the network itself. */
export interface OnnxFile {
  readonly bytes: number;
  readonly metadata: ReadonlyMap<string, string>;
}

/**
 * Reads the outline of an ONNX file without loading it: a protobuf message whose fields must add up to the file's end and
 * include a graph. What passes is a whole ONNX file; whether the network in it works, only loading it tells.
 *
 * @throws Error with what is wrong, to be said after the file's name ("is cut off")
 */
export async function readOnnxFile(path: string): Promise<OnnxFile> {
  const file = await open(path).catch(() => {
    throw new Error('is missing or cannot be read');
  });
  try {
    const { size } = await file.stat();
    if (size < 16) throw new Error(`has only ${size} bytes`);
    return { bytes: size, metadata: await outline(file, size) };
  } finally {
    await file.close();
  }
}

async function outline(file: FileHandle, size: number): Promise<Map<string, string>> {
  const metadata = new Map<string, string>();
  let position = 0;
  let hasGraph = false;
  for (let count = 0; position < size; count++) {
    if (count > MAX_FIELDS) throw new Error('is no ONNX file');
    const head = await bytesAt(file, position, Math.min(20, size - position));
    const tag = varint(head, 0);
    const field = Math.floor(tag.value / 8);
    const wire = tag.value % 8;
    if (field === 0 || field > 100 || (wire !== 0 && wire !== 2)) throw new Error('is no ONNX file');
    const next = varint(head, tag.end);
    position += next.end;
    if (wire === 0) continue;
    if (position + next.value > size) throw new Error(hasGraph || field === GRAPH ? 'is cut off' : 'is no ONNX file');
    if (field === GRAPH) hasGraph = true;
    if (field === METADATA && next.value <= MAX_METADATA_BYTES) {
      const [key, value] = entry(await bytesAt(file, position, next.value));
      metadata.set(key, value);
    }
    position += next.value;
  }
  if (!hasGraph) throw new Error('is no ONNX file: it has no network');
  return metadata;
}

/** `StringStringEntryProto`: key 1, value 2. */
function entry(bytes: Buffer): [key: string, value: string] {
  const parts = ['', ''];
  for (let at = 0; at < bytes.length; ) {
    const tag = varint(bytes, at);
    const length = varint(bytes, tag.end);
    if (tag.value % 8 !== 2 || length.end + length.value > bytes.length) throw new Error('is no ONNX file');
    const index = Math.floor(tag.value / 8) - 1;
    if (index === 0 || index === 1) parts[index] = bytes.toString('utf8', length.end, length.end + length.value);
    at = length.end + length.value;
  }
  return [parts[0]!, parts[1]!];
}

function varint(bytes: Buffer, from: number): { readonly value: number; readonly end: number } {
  let value = 0;
  let scale = 1;
  for (let at = from; at < Math.min(bytes.length, from + 10); at++) {
    value += (bytes[at]! & 0x7f) * scale;
    if (bytes[at]! < 0x80) return { value, end: at + 1 };
    scale *= 128;
  }
  throw new Error('is no ONNX file');
}

async function bytesAt(file: FileHandle, position: number, length: number): Promise<Buffer> {
  const bytes = Buffer.alloc(length);
  const { bytesRead } = await file.read(bytes, 0, length, position);
  if (bytesRead < length) throw new Error('changed while it was read');
  return bytes;
}
