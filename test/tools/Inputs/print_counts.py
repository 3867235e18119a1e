"""Prints the counters of steps in a safetensors file."""
import json
import struct
import sys

data = open(sys.argv[1], "rb").read()
size = struct.unpack("<Q", data[:8])[0]
header = json.loads(data[8:8 + size])
for name in sorted(header):
    if name.endswith((".step", ".total")):
        begin, end = (8 + size + offset for offset in header[name]["data_offsets"])
        print(name, struct.unpack("<q", data[begin:end])[0])
