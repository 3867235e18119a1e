"""Draws, in NumPy, from the description of the generator: Philox4x32-10 (Salmon et al. 2011)."""
import numpy as np

MASK = np.uint64(0xFFFFFFFF)
SHIFT = np.uint64(32)


def words(key, count):
    """The first `count` 32-bit words of a draw, `key` being seed and draw number."""
    seed, number = (int(k) % 2**64 for k in key)
    block = np.arange((count + 3) // 4, dtype=np.uint64)
    counter = [block & MASK, block >> SHIFT, np.full_like(block, number % 2**32), np.full_like(block, number >> 32)]
    low, high = seed % 2**32, seed >> 32
    for _ in range(10):
        first, second = counter[0] * np.uint64(0xD2511F53), counter[2] * np.uint64(0xCD9E8D57)
        counter = [(second >> SHIFT) ^ counter[1] ^ np.uint64(low), second & MASK,
                   (first >> SHIFT) ^ counter[3] ^ np.uint64(high), first & MASK]
        low, high = (low + 0x9E3779B9) % 2**32, (high + 0xBB67AE85) % 2**32
    return np.stack(counter, 1).reshape(-1)[:count]


def advance(key):
    return np.array([key[0], key[1] + 1])


def bits(key, shape, per_element=1):
    count = int(np.prod(shape)) * per_element
    return words(key, count).astype(np.uint32).view(np.int32).reshape(tuple(shape) + (per_element,))


def uniform(key, low, high, shape):
    """Of f64: 53 bits of two words."""
    w = words(key, 2 * int(np.prod(shape)))
    whole = (w[1::2] << SHIFT | w[0::2]) >> np.uint64(11)
    return low + (high - low) * (whole * 2.0**-53).reshape(shape)


def bernoulli(key, p, shape):
    """24 bits of one word, in every precision."""
    w = words(key, int(np.prod(shape)))
    return ((w >> np.uint64(8)) * 2.0**-24 < p).reshape(shape)


def randint(key, low, high, shape):
    w = words(key, int(np.prod(shape)))
    return np.array([low + (int(v) * (high - low + 1) >> 32) for v in w], np.int64).reshape(shape)


def normal(key, mean, std, shape):
    """Of f64: Box and Muller (1958) with two words of its own for each element."""
    w = words(key, 2 * int(np.prod(shape))) * 2.0**-32
    y = np.sqrt(-2 * np.log(1 - w[0::2])) * np.cos(2 * np.pi * w[1::2])
    return (mean + std * y).reshape(shape)
