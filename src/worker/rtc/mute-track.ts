import type { LocalAudioTrack } from '@livekit/rtc-node';

/**
 * Mutes a published track, or opens it: the SFU and everyone in the room are told, and what is captured meanwhile is not sent.
 *
 * rtc-node 1.1.0 has no call for it, though the native client does: this is its request, made through the library's own client.
 */
export function muteTrack(track: LocalAudioTrack, mute: boolean): void {
  globalThis._ffiClientInstance?.request({ message: { case: 'localTrackMute', value: { trackHandle: track.ffi_handle.handle, mute } } });
}
