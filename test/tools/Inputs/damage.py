"""Damages every entry of a cache: cut short, emptied, a bit flipped."""
import pathlib
import sys

for i, path in enumerate(sorted(pathlib.Path(sys.argv[1]).glob("*.entry"))):
    bytes_ = bytearray(path.read_bytes())
    if i % 3 == 0:
        bytes_ = bytes_[: len(bytes_) * 2 // 3]
    elif i % 3 == 1:
        bytes_[len(bytes_) // 2] ^= 4
    else:
        bytes_ = b""
    path.write_bytes(bytes_)
