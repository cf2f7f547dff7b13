"""Recordings: decoded from end to end, then written anew without tags or pictures."""

from pathlib import Path
from typing import Any

import av

from app.evidence.cleaning_limits import (
    MOST_SECONDS,
    Cleaned,
    Refusal,
    Unclean,
    demuxer_for,
)

#: What a codec is written into again, and what that is called.
CONTAINERS = {
    "opus": ("webm", "audio/webm"),
    "vorbis": ("ogg", "audio/ogg"),
    "aac": ("ipod", "audio/mp4"),
    "mp3": ("mp3", "audio/mpeg"),
    "pcm_s16le": ("wav", "audio/wav"),
    "pcm_s24le": ("wav", "audio/wav"),
    "pcm_f32le": ("wav", "audio/wav"),
    "pcm_u8": ("wav", "audio/wav"),
}
NO_TAGS = {"fflags": "+bitexact", "write_id3v2": "0", "id3v2_version": "0"}


def clean_audio(source: Path, target: Path) -> Cleaned:
    """How long it is, is counted: headers lie, and recorders leave it out."""
    with source.open("rb") as file:
        demuxer = demuxer_for(file.read(32))
    with av.open(str(source), format=demuxer) as sound:
        track = only_track(sound)
        codec = track.codec_context.name
        if codec.startswith("mp3"):
            codec = "mp3"
        if codec not in CONTAINERS:
            raise Unclean(Refusal.UNKNOWN)
        seconds = counted(sound, track)
    container, media_type = CONTAINERS[codec]
    with av.open(str(source), format=demuxer) as sound:
        rewrite(sound, only_track(sound), target, container)
    return Cleaned(media_type, seconds=round(seconds))


def only_track(sound: Any) -> Any:
    """The one track of sound; a cover picture beside it is left behind."""
    films = [s for s in sound.streams.video if not is_cover(s)]
    if films:
        raise Unclean(Refusal.FILM)
    if len(sound.streams.audio) != 1:
        raise Unclean(Refusal.UNKNOWN)
    return sound.streams.audio[0]


def is_cover(stream: Any) -> bool:
    return bool(stream.disposition & av.stream.Disposition.attached_pic)


def counted(sound: Any, track: Any) -> float:
    """Seconds of it that can be heard; raises `Unclean` for none, or too many."""
    seconds = 0.0
    for frame in sound.decode(track):
        seconds += frame.samples / frame.sample_rate
        if seconds > MOST_SECONDS:
            raise Unclean(Refusal.TOO_LONG)
    if seconds == 0:
        raise Unclean(Refusal.DAMAGED)
    return seconds


def rewrite(sound: Any, track: Any, target: Path, container: str) -> None:
    """The same sound, packet by packet, in a new file."""
    with av.open(str(target), "w", format=container, options=NO_TAGS) as clean:
        written = clean.add_stream_from_template(track)
        written.metadata.clear()
        for packet in sound.demux(track):
            if packet.dts is not None:
                packet.stream = written
                clean.mux(packet)
