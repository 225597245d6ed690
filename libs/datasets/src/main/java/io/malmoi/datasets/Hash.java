package io.malmoi.datasets;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Seeded 64-bit hashing, stable for ever: data order and splits depend on it. */
public final class Hash {
    private static final long GOLDEN_RATIO = 0x9E3779B97F4A7C15L;

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private Hash() {}

    /** A content hashed under a key. */
    public static long of(byte[] content, long key) {
        long hash = mix(content.length, key);
        int at = 0;
        for (; at + Long.BYTES <= content.length; at += Long.BYTES) {
            hash = mix(hash ^ (long) LONG.get(content, at)) + GOLDEN_RATIO;
        }
        long rest = 0;
        for (; at < content.length; at++) {
            rest = rest << Byte.SIZE | content[at] & 0xff;
        }
        return mix(hash ^ rest);
    }

    /** The finaliser of SplitMix64 (Steele, Lea and Flood, 2014): every bit of the result depends on every bit of the value. */
    static long mix(long value) {
        long mixed = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
        return mixed ^ (mixed >>> 31);
    }

    /** A value hashed under a key. */
    static long mix(long value, long key) {
        return mix(value + GOLDEN_RATIO * (mix(key + GOLDEN_RATIO) | 1));
    }
}
