package io.malmoi.datasets.text;

/** 64-bit hashes of texts, the same for ever. */
public final class TextHash {
    private static final long PRIME = 0x9E3779B97F4A7C15L;

    private TextHash() {}

    /** A text hashed. */
    public static long of(CharSequence text) {
        long hash = text.length();
        for (int i = 0; i < text.length(); i++) {
            hash = Long.rotateLeft((hash ^ text.charAt(i)) * PRIME, 29);
        }
        return mix(hash);
    }

    /** The finaliser of SplitMix64 (Steele, Lea and Flood, 2014): every bit of the result depends on every bit of the value. */
    public static long mix(long value) {
        long mixed = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
        return mixed ^ (mixed >>> 31);
    }
}
