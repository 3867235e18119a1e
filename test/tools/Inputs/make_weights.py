#!/usr/bin/env python3
"""make_weights.py FILE NAME:TYPE:SHAPE[:VALUE]... writes a safetensors file, every element VALUE (or 1).

SHAPE is like 2x3, or - for a scalar. Writes the format by hand: it is a witness of our reader."""
import json
import struct
import sys

import numpy

TYPES = {"F16": "<f2", "F32": "<f4", "F64": "<f8", "I32": "<i4", "I64": "<i8", "U8": "u1"}

header, data = {}, b""
for text in sys.argv[2:]:
    name, kind, shape, *value = text.split(":")
    shape = [] if shape == "-" else [int(extent) for extent in shape.split("x")]
    number = float(value[0]) if value else 1
    if kind == "BF16":  # the upper half of an f32
        whole = numpy.full(shape, number, "<f4")
        content = whole.reshape(-1).view("<u2")[1::2].tobytes()
    else:
        content = numpy.full(shape, number, TYPES[kind]).tobytes()
    header[name] = {"dtype": kind, "shape": shape, "data_offsets": [len(data), len(data) + len(content)]}
    data += content
encoded = json.dumps(header).encode()
with open(sys.argv[1], "wb") as file:
    file.write(struct.pack("<Q", len(encoded)) + encoded + data)
