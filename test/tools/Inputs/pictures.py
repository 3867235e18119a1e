"""Prints what is in a PNG or GIF file: pictures.py FILE [pixels].

    7 x 9, 1 channel, 3 frames of 50 ms
    0 0 128 255 ...       the rows of each frame of a PNG, where pixels are asked for
"""
import struct
import sys
import zlib


def chunks(data):
    at = 8
    while at < len(data):
        length, kind = struct.unpack(">I4s", data[at:at + 8])
        body = data[at + 8:at + 8 + length]
        assert struct.unpack(">I", data[at + 8 + length:at + 12 + length])[0] == zlib.crc32(kind + body)
        yield kind.decode(), body
        at += length + 12


def unfilter(raw, width, height, channels):
    rows, before = [], [0] * (width * channels)
    for y in range(height):
        kind, *row = raw[y * (width * channels + 1):(y + 1) * (width * channels + 1)]
        for i in range(len(row)):
            left, up = row[i - channels] if i >= channels else 0, before[i]
            corner = before[i - channels] if i >= channels else 0
            near = left + up - corner
            paeth = min((left, up, corner), key=lambda p: abs(near - p))
            row[i] = (row[i] + (0, left, up, (left + up) // 2, paeth)[kind]) % 256
        rows.append(row)
        before = row
    return rows


def png(data, pixels):
    frames, frame, delay, sequence = [], b"", None, 0
    for kind, body in chunks(data):
        if kind == "IHDR":
            width, height, _, color = struct.unpack(">IIBB", body[:10])
            channels = {0: 1, 2: 3}[color]
        elif kind in ("fcTL", "fdAT"):
            assert struct.unpack(">I", body[:4])[0] == sequence
            sequence += 1
        if kind == "fcTL":
            delay = struct.unpack(">HH", body[20:24])
        if (kind == "fcTL" or kind == "IEND") and frame:
            frames.append(zlib.decompress(frame))
            frame = b""
        frame += body if kind == "IDAT" else body[4:] if kind == "fdAT" else b""
    moves = f", {len(frames)} frames of {1000 * delay[0] // delay[1]} ms" if delay else ""
    print(f"{width} x {height}, {channels} channel{'s' * (channels > 1)}{moves}")
    for raw in frames if pixels else []:
        for row in unfilter(raw, width, height, channels):
            print(*row)


def gif(data):
    width, height, flags = struct.unpack("<HHB", data[6:11])
    at, frames, delay = 13 + (3 << (flags % 8 + 1) if flags & 128 else 0), 0, 0

    def skip(at):
        while data[at]:
            at += data[at] + 1
        return at + 1

    while data[at] != 0x3b:
        if data[at] == 0x21:
            if data[at + 1] == 0xf9:
                delay = struct.unpack("<H", data[at + 4:at + 6])[0]
            at = skip(at + 2)
        else:
            assert data[at] == 0x2c
            frames += 1
            local = data[at + 9]
            at = skip(at + 10 + (3 << (local % 8 + 1) if local & 128 else 0) + 1)
    assert at + 1 == len(data)
    print(f"{width} x {height}, {frames} frames of {10 * delay} ms")


def main():
    with open(sys.argv[1], "rb") as file:
        data = file.read()
    gif(data) if data.startswith(b"GIF89a") else png(data, "pixels" in sys.argv)


main()
